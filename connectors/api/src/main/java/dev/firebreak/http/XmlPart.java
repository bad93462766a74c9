package dev.firebreak.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * An element of an XML answer, read by paths of child elements' names: {@code
 * GetUserResult/User/Arn}. Prefixes of namespaces are ignored. What is not there is empty.
 */
public final class XmlPart {
  private final Element element;

  private XmlPart(Element element) {
    this.element = element;
  }

  /** The document's outermost element. */
  public static XmlPart of(Document document) {
    return new XmlPart(document.getDocumentElement());
  }

  /** This element's name without a prefix. */
  public String name() {
    return name(element);
  }

  /**
   * The text directly in the first element at a path, without surrounding blanks; empty where there
   * is no such element or only blanks in it.
   */
  public Optional<String> text(String path) {
    return all(path).stream().findFirst().flatMap(XmlPart::text);
  }

  /** All elements at a path, in the document's order; every step may match several. */
  public List<XmlPart> all(String path) {
    List<XmlPart> found = List.of(this);
    for (String step : path.split("/", -1)) {
      List<XmlPart> next = new ArrayList<>();
      found.forEach(p -> p.children(step, next));
      found = next;
    }
    return List.copyOf(found);
  }

  /** The texts directly in the elements at a path, as {@link #text()}; blank ones are left out. */
  public List<String> texts(String path) {
    return all(path).stream().flatMap(p -> p.text().stream()).toList();
  }

  private void children(String name, List<XmlPart> into) {
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element child && name(child).equals(name)) {
        into.add(new XmlPart(child));
      }
    }
  }

  /** The text directly in this element, without surrounding blanks; empty where there is none. */
  public Optional<String> text() {
    // Not getTextContent, which follows a stranger's nesting by recursion.
    StringBuilder out = new StringBuilder();
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n.getNodeType() == Node.TEXT_NODE || n.getNodeType() == Node.CDATA_SECTION_NODE) {
        out.append(n.getNodeValue());
      }
    }
    return Optional.of(out.toString().strip()).filter(t -> !t.isEmpty());
  }

  private static String name(Element element) {
    String name = element.getNodeName();
    return name.substring(name.indexOf(':') + 1);
  }
}
