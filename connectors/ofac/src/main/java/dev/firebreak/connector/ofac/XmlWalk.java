package dev.firebreak.connector.ofac;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Walks through XML of any size without keeping it. A document type is refused, so nothing is
 * fetched or blown up
 * (https://cheatsheetseries.owasp.org/cheatsheets/XML_External_Entity_Prevention_Cheat_Sheet.html).
 */
final class XmlWalk {
  private static final int DEEPEST = 64;
  private static final int LONGEST_TEXT = 1 << 16;

  /** Told of the elements in their order; names are without their namespace. */
  interface Visitor {
    /**
     * @param path names from the root to the element, joined by a slash
     */
    void begin(String path, XMLStreamReader element) throws XMLStreamException;

    /**
     * @param text between the last tag and the element's end
     */
    void end(String path, String text) throws XMLStreamException;
  }

  private final Visitor visitor;
  private final Deque<String> paths = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();

  private XmlWalk(Visitor visitor) {
    this.visitor = visitor;
  }

  static void through(InputStream in, Visitor visitor) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(in);
    try {
      XmlWalk walk = new XmlWalk(visitor);
      while (reader.hasNext()) {
        walk.step(reader, reader.next());
      }
    } finally {
      reader.close();
    }
  }

  private void step(XMLStreamReader reader, int event) throws XMLStreamException {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> begin(reader);
      case XMLStreamConstants.END_ELEMENT -> visitor.end(paths.pop(), take());
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> add(reader.getText());
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw new XMLStreamException("a document type or an entity of its own is not allowed");
      default -> {}
    }
  }

  private void begin(XMLStreamReader reader) throws XMLStreamException {
    if (paths.size() == DEEPEST) {
      throw new XMLStreamException("nested deeper than " + DEEPEST);
    }
    String name = reader.getLocalName();
    paths.push(paths.isEmpty() ? name : paths.peek() + "/" + name);
    text.setLength(0);
    visitor.begin(paths.peek(), reader);
  }

  private void add(String more) throws XMLStreamException {
    if (text.length() + more.length() > LONGEST_TEXT) {
      throw new XMLStreamException("a text longer than " + LONGEST_TEXT + " characters");
    }
    text.append(more);
  }

  private String take() {
    String taken = text.toString().strip();
    text.setLength(0);
    return taken;
  }
}
