package dev.firebreak.imports;

import static dev.firebreak.imports.BpmnXml.BPMN;
import static dev.firebreak.imports.BpmnXml.CAMUNDA;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Makes a draft of a BPMN file that was drawn for another engine, or for none: its process gets the
 * playbook's name, and what a playbook has no use for is taken out and listed: code, listeners,
 * data objects, what belongs to other tools. The flow, the drawing and inputs stay; the gate judges
 * them.
 */
public final class BpmnImport {
  private static final Set<String> KEPT_NAMESPACES =
      Set.of(
          BPMN,
          "http://www.omg.org/spec/BPMN/20100524/DI",
          "http://www.omg.org/spec/DD/20100524/DC",
          "http://www.omg.org/spec/DD/20100524/DI",
          "http://bpmn.io/schema/bpmn/biocolor/1.0",
          "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
          "http://www.w3.org/2001/XMLSchema-instance",
          "http://www.w3.org/2000/xmlns/",
          "http://www.w3.org/XML/1998/namespace");

  private static final Set<String> KEPT_OF_CAMUNDA =
      Set.of(
          "inputOutput",
          "inputParameter",
          "outputParameter",
          "list",
          "map",
          "entry",
          "value",
          "in",
          "out",
          "historyTimeToLive",
          "versionTag",
          "asyncBefore",
          "asyncAfter",
          "exclusive",
          "type",
          "topic",
          "modelerTemplate",
          "modelerTemplateVersion",
          "candidateGroups",
          "dueDate",
          "calledElementBinding",
          "errorCodeVariable",
          "errorMessageVariable");

  /** Code, data objects and technical bindings: parts of BPMN that a playbook has no use for. */
  private static final Set<String> NOT_CARRIED =
      Set.of(
          "script",
          "ioSpecification",
          "property",
          "dataObject",
          "dataObjectReference",
          "dataStore",
          "dataStoreReference",
          "dataInputAssociation",
          "dataOutputAssociation",
          "itemDefinition",
          "interface",
          "resource",
          "potentialOwner",
          "humanPerformer",
          "performer",
          "extension",
          "import");

  private static final Set<String> NOT_CARRIED_ATTRIBUTES =
      Set.of(
          "implementation",
          "scriptFormat",
          "operationRef",
          "isForCompensation",
          "startQuantity",
          "completionQuantity",
          "expressionLanguage",
          "typeLanguage",
          "itemSubjectRef");

  /** What a tool writes although nobody chose it; nothing is lost with it. */
  private static final Set<String> DEFAULTS =
      Set.of(
          "isForCompensation=false",
          "startQuantity=1",
          "completionQuantity=1",
          "implementation=##WebService",
          "implementation=##unspecified",
          "expressionLanguage=http://www.w3.org/1999/XPath",
          "typeLanguage=http://www.w3.org/2001/XMLSchema");

  private final Document document;
  private final Set<String> left = new LinkedHashSet<>();

  private BpmnImport(Document document) {
    this.document = document;
  }

  /**
   * A draft.
   *
   * @param left what was not carried over, a sentence each
   */
  public record Imported(byte[] bpmn, List<String> left) {
    public Imported {
      left = List.copyOf(left);
    }
  }

  /**
   * @param name of the playbook
   * @throws ImportRefused when it is no BPMN file
   */
  public static Imported read(byte[] bpmn, String name) throws ImportRefused {
    Document document = BpmnXml.read(bpmn);
    Element root = document.getDocumentElement();
    if (!BPMN.equals(root.getNamespaceURI()) || !"definitions".equals(root.getLocalName())) {
      throw new ImportRefused(
          List.of(
              "the file is no BPMN 2.0: its root is " + root.getNodeName() + ", no definitions"));
    }
    BpmnImport one = new BpmnImport(document);
    one.strip(root);
    one.forget(root);
    one.adopt(root, name);
    return new Imported(BpmnXml.write(document), List.copyOf(one.left));
  }

  private void strip(Element element) {
    for (Attr a : attributes(element)) {
      if (!isCarried(a)) {
        // What a tool notes about itself at the top is nobody's work.
        if (!DEFAULTS.contains(a.getName() + "=" + a.getValue())
            && !element.equals(document.getDocumentElement())) {
          left.add(place(element) + ": " + a.getName() + " is not carried over");
        }
        element.removeAttributeNode(a);
      }
    }
    for (Element child : BpmnXml.children(element).toList()) {
      if (isCarried(child)) {
        strip(child);
      } else {
        left.add(place(child) + ": " + what(child));
        element.removeChild(child);
      }
    }
    if ("extensionElements".equals(element.getLocalName())
        && BpmnXml.children(element).findAny().isEmpty()) {
      element.getParentNode().removeChild(element);
    }
  }

  private static boolean isCarried(Attr a) {
    return a.getNamespaceURI() == null ? !NOT_CARRIED_ATTRIBUTES.contains(a.getName()) : isKept(a);
  }

  private static boolean isCarried(Element element) {
    return isKept(element)
        && !(BPMN.equals(element.getNamespaceURI())
            && NOT_CARRIED.contains(element.getLocalName()));
  }

  private static boolean isKept(Node node) {
    return CAMUNDA.equals(node.getNamespaceURI())
        ? KEPT_OF_CAMUNDA.contains(node.getLocalName())
        : KEPT_NAMESPACES.contains(String.valueOf(node.getNamespaceURI()));
  }

  private static String what(Element element) {
    return "script".equals(element.getLocalName())
        ? "its script is not carried over; no playbook runs code"
        : element.getNodeName() + " is not carried over";
  }

  private static List<Attr> attributes(Element element) {
    NamedNodeMap map = element.getAttributes();
    List<Attr> all = new ArrayList<>();
    for (int i = 0; i < map.getLength(); i++) {
      if (map.item(i) instanceof Attr a) {
        all.add(a);
      }
    }
    return all;
  }

  /** The nearest element with a name or an id, as the drawing shows it. */
  private static String place(Element element) {
    for (Node n = element; n instanceof Element e; n = e.getParentNode()) {
      String id = e.getAttribute("id");
      String name = e.getAttribute("name").strip();
      if (!name.isEmpty() && !id.isEmpty()) {
        return "'" + name.replaceAll("\\s+", " ") + "' (" + id + ")";
      }
      if (!id.isEmpty()) {
        return id;
      }
    }
    return "the file";
  }

  /** Takes shapes and edges out of the drawing whose element is gone. */
  private void forget(Element root) {
    Set<String> ids = new HashSet<>();
    BpmnXml.all(root, "*").forEach(e -> ids.add(e.getAttribute("id")));
    Stream.of("BPMNShape", "BPMNEdge")
        .flatMap(kind -> BpmnXml.named(root, kind).stream())
        .filter(e -> !ids.contains(local(e.getAttribute("bpmnElement"))))
        .forEach(e -> e.getParentNode().removeChild(e));
  }

  /** A reference without its prefix. */
  private static String local(String reference) {
    return reference.substring(reference.indexOf(':') + 1);
  }

  /** Gives the one process the playbook's name; of several the gate says that they are too many. */
  private void adopt(Element root, String name) {
    List<Element> processes = BpmnXml.children(root, "process").toList();
    if (processes.size() != 1) {
      return;
    }
    Element process = processes.get(0);
    String before = process.getAttribute("id");
    process.setAttribute("id", name);
    process.setAttribute("isExecutable", "true");
    if (process.getAttributeNS(CAMUNDA, "historyTimeToLive").isEmpty()) {
      process.setAttributeNS(CAMUNDA, "camunda:historyTimeToLive", "P30D");
    }
    refer(BpmnXml.all(root, "participant"), "processRef", before, name);
    refer(BpmnXml.named(root, "BPMNPlane"), "bpmnElement", before, name);
  }

  private static void refer(List<Element> all, String attribute, String before, String after) {
    all.stream()
        .filter(e -> local(e.getAttribute(attribute)).equals(before))
        .forEach(e -> e.setAttribute(attribute, after));
  }
}
