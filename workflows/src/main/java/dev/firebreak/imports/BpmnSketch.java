package dev.firebreak.imports;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A diagram while it is drawn: nodes, arrows, and a plain layout from left to right, a column for
 * each step away from the start, a row for each branch.
 */
final class BpmnSketch {
  private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
  private static final String DI = "http://www.omg.org/spec/BPMN/20100524/DI";
  private static final String DC = "http://www.omg.org/spec/DD/20100524/DC";
  private static final String LINES = "http://www.omg.org/spec/DD/20100524/DI";
  private static final int COLUMN = 160;
  private static final int ROW = 120;

  /** What a node is. */
  enum Type {
    START("startEvent", 36, 36),
    END("endEvent", 36, 36),
    USER("userTask", 100, 80),
    SERVICE("serviceTask", 100, 80),
    EXCLUSIVE("exclusiveGateway", 50, 50),
    PARALLEL("parallelGateway", 50, 50),
    TIMER("intermediateCatchEvent", 36, 36),
    BOUNDARY("boundaryEvent", 36, 36);

    private final String element;
    private final int width;
    private final int height;

    Type(String element, int width, int height) {
      this.element = element;
      this.width = width;
      this.height = height;
    }
  }

  /**
   * A node.
   *
   * @param detail topic, due date, duration, or the element a boundary event sits on
   */
  record Node(
      String id,
      Type type,
      String name,
      String documentation,
      String detail,
      Map<String, String> inputs) {}

  /** An arrow; without a condition it is the default of an exclusive gateway. */
  record Flow(String id, String from, String to, Optional<String> condition) {}

  private final String process;
  private final String title;
  private final String documentation;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<Flow> flows = new ArrayList<>();

  BpmnSketch(String process, String title, String documentation) {
    this.process = process;
    this.title = title;
    this.documentation = documentation;
  }

  String add(Type type, String wanted, String name, String documentation, String detail) {
    return add(type, wanted, name, documentation, detail, Map.of());
  }

  /** Its id: the wanted one, or with a number behind it. */
  String add(
      Type type,
      String wanted,
      String name,
      String documentation,
      String detail,
      Map<String, String> inputs) {
    String id = wanted;
    for (int n = 2; nodes.containsKey(id); n++) {
      id = wanted + n;
    }
    nodes.put(id, new Node(id, type, name, documentation, detail, inputs));
    return id;
  }

  void connect(String from, String to, Optional<String> condition) {
    flows.add(new Flow("flow" + (flows.size() + 1), from, to, condition));
  }

  /** Takes out a node that has one arrow in, and lets its arrows begin at the one before. */
  void skip(String id, String before) {
    nodes.remove(id);
    flows.removeIf(f -> f.to().equals(id));
    flows.replaceAll(
        f -> f.from().equals(id) ? new Flow(f.id(), before, f.to(), f.condition()) : f);
  }

  void describe(String id, String text) {
    nodes.computeIfPresent(
        id, (i, n) -> new Node(n.id(), n.type(), n.name(), text, n.detail(), n.inputs()));
  }

  byte[] xml() {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("bpmn:definitions");
      xml.writeAttribute("xmlns:bpmn", BpmnXml.BPMN);
      xml.writeAttribute("xmlns:bpmndi", DI);
      xml.writeAttribute("xmlns:dc", DC);
      xml.writeAttribute("xmlns:di", LINES);
      xml.writeAttribute("xmlns:xsi", XSI);
      xml.writeAttribute("xmlns:camunda", BpmnXml.CAMUNDA);
      xml.writeAttribute("id", process + "-definitions");
      xml.writeAttribute("targetNamespace", "https://firebreak.dev/playbooks");
      process(xml);
      drawing(xml);
      xml.writeEndElement();
      xml.writeEndDocument();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("text in memory can be written", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void process(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartElement("bpmn:process");
    xml.writeAttribute("id", process);
    xml.writeAttribute("name", title);
    xml.writeAttribute("isExecutable", "true");
    xml.writeAttribute("camunda:historyTimeToLive", "P30D");
    text(xml, "bpmn:documentation", documentation);
    for (Node n : nodes.values()) {
      node(xml, n);
    }
    for (Flow f : flows) {
      xml.writeStartElement("bpmn:sequenceFlow");
      xml.writeAttribute("id", f.id());
      xml.writeAttribute("sourceRef", f.from());
      xml.writeAttribute("targetRef", f.to());
      if (f.condition().isPresent()) {
        xml.writeStartElement("bpmn:conditionExpression");
        xml.writeAttribute("xsi:type", "bpmn:tFormalExpression");
        xml.writeCharacters(f.condition().get());
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void node(XMLStreamWriter xml, Node n) throws XMLStreamException {
    xml.writeStartElement("bpmn:" + n.type().element);
    xml.writeAttribute("id", n.id());
    if (!n.name().isEmpty()) {
      xml.writeAttribute("name", n.name());
    }
    attributes(xml, n);
    text(xml, "bpmn:documentation", n.documentation());
    inputs(xml, n.inputs());
    for (Flow f : flows) {
      if (f.to().equals(n.id())) {
        text(xml, "bpmn:incoming", f.id());
      }
    }
    for (Flow f : flows) {
      if (f.from().equals(n.id())) {
        text(xml, "bpmn:outgoing", f.id());
      }
    }
    if (n.type() == Type.TIMER) {
      xml.writeStartElement("bpmn:timerEventDefinition");
      xml.writeStartElement("bpmn:timeDuration");
      xml.writeAttribute("xsi:type", "bpmn:tFormalExpression");
      xml.writeCharacters(n.detail());
      xml.writeEndElement();
      xml.writeEndElement();
    }
    if (n.type() == Type.BOUNDARY) {
      xml.writeEmptyElement("bpmn:errorEventDefinition");
    }
    xml.writeEndElement();
  }

  private void attributes(XMLStreamWriter xml, Node n) throws XMLStreamException {
    switch (n.type()) {
      case USER -> {
        xml.writeAttribute("camunda:candidateGroups", "responders");
        xml.writeAttribute("camunda:dueDate", n.detail());
      }
      case SERVICE -> {
        xml.writeAttribute("camunda:type", "external");
        xml.writeAttribute("camunda:topic", n.detail());
      }
      case BOUNDARY -> xml.writeAttribute("attachedToRef", n.detail());
      case EXCLUSIVE -> {
        long conditions = out(n.id()).stream().filter(f -> f.condition().isPresent()).count();
        Optional<Flow> otherwise =
            out(n.id()).stream().filter(f -> f.condition().isEmpty()).findFirst();
        if (conditions > 0 && otherwise.isPresent()) {
          xml.writeAttribute("default", otherwise.get().id());
        }
      }
      default -> {
        // Nothing of its own.
      }
    }
  }

  private List<Flow> out(String id) {
    return flows.stream().filter(f -> f.from().equals(id)).toList();
  }

  private static void inputs(XMLStreamWriter xml, Map<String, String> inputs)
      throws XMLStreamException {
    if (inputs.isEmpty()) {
      return;
    }
    xml.writeStartElement("bpmn:extensionElements");
    xml.writeStartElement("camunda:inputOutput");
    for (Map.Entry<String, String> e : inputs.entrySet()) {
      xml.writeStartElement("camunda:inputParameter");
      xml.writeAttribute("name", e.getKey());
      xml.writeCharacters(e.getValue());
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static void text(XMLStreamWriter xml, String element, String content)
      throws XMLStreamException {
    if (!content.isEmpty()) {
      xml.writeStartElement(element);
      xml.writeCharacters(content);
      xml.writeEndElement();
    }
  }

  private record Place(int x, int y, int width, int height) {}

  /** Columns by the longest way from the start; a branch goes to the next free row. */
  private Map<String, Place> places() {
    Map<String, Integer> column = new HashMap<>();
    Map<String, Integer> row = new HashMap<>();
    int[] rows = new int[1];
    for (String id : nodes.keySet()) {
      if (!column.containsKey(id)) {
        place(id, 0, rows[0]++, column, row, rows);
      }
    }
    Map<String, Place> places = new HashMap<>();
    for (Node n : nodes.values()) {
      int x = 160 + column.getOrDefault(n.id(), 0) * COLUMN - n.type().width / 2;
      int y = 100 + row.getOrDefault(n.id(), 0) * ROW - n.type().height / 2;
      places.put(n.id(), new Place(x, y, n.type().width, n.type().height));
    }
    for (Node n : nodes.values()) {
      Place host = places.get(n.detail());
      if (n.type() == Type.BOUNDARY && host != null) {
        places.put(
            n.id(), new Place(host.x() + host.width() - 28, host.y() + host.height() - 18, 36, 36));
      }
    }
    return places;
  }

  private void place(
      String id,
      int at,
      int line,
      Map<String, Integer> column,
      Map<String, Integer> row,
      int[] rows) {
    if (column.containsKey(id)) {
      return;
    }
    column.put(id, at);
    row.put(id, line);
    rows[0] = Math.max(rows[0], line + 1);
    boolean first = true;
    for (Flow f : out(id)) {
      place(f.to(), at + 1, first ? line : rows[0], column, row, rows);
      first = false;
    }
    for (Node n : nodes.values()) {
      if (n.type() == Type.BOUNDARY && n.detail().equals(id)) {
        column.put(n.id(), at);
        row.put(n.id(), line);
        for (Flow f : out(n.id())) {
          place(f.to(), at + 1, rows[0], column, row, rows);
        }
      }
    }
  }

  private void drawing(XMLStreamWriter xml) throws XMLStreamException {
    Map<String, Place> places = places();
    xml.writeStartElement("bpmndi:BPMNDiagram");
    xml.writeAttribute("id", process + "-diagram");
    xml.writeStartElement("bpmndi:BPMNPlane");
    xml.writeAttribute("id", process + "-plane");
    xml.writeAttribute("bpmnElement", process);
    for (Node n : nodes.values()) {
      Place p = places.getOrDefault(n.id(), new Place(0, 0, 36, 36));
      xml.writeStartElement("bpmndi:BPMNShape");
      xml.writeAttribute("id", n.id() + "_di");
      xml.writeAttribute("bpmnElement", n.id());
      if (n.type() == Type.EXCLUSIVE) {
        xml.writeAttribute("isMarkerVisible", "true");
      }
      xml.writeEmptyElement("dc:Bounds");
      xml.writeAttribute("x", Integer.toString(p.x()));
      xml.writeAttribute("y", Integer.toString(p.y()));
      xml.writeAttribute("width", Integer.toString(p.width()));
      xml.writeAttribute("height", Integer.toString(p.height()));
      xml.writeEndElement();
    }
    for (Flow f : flows) {
      edge(
          xml,
          f,
          places.getOrDefault(f.from(), new Place(0, 0, 36, 36)),
          places.getOrDefault(f.to(), new Place(0, 0, 36, 36)));
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static void edge(XMLStreamWriter xml, Flow f, Place from, Place to)
      throws XMLStreamException {
    int x1 = from.x() + from.width();
    int y1 = from.y() + from.height() / 2;
    int x2 = to.x();
    int y2 = to.y() + to.height() / 2;
    xml.writeStartElement("bpmndi:BPMNEdge");
    xml.writeAttribute("id", f.id() + "_di");
    xml.writeAttribute("bpmnElement", f.id());
    point(xml, x1, y1);
    // Where columns meet, and between rows, no node is in the way.
    int leaves = from.x() + from.width() / 2 + COLUMN / 2;
    int arrives = to.x() + to.width() / 2 - COLUMN / 2;
    if (leaves != arrives) {
      int lane = y2 > y1 ? y1 + ROW / 2 : y1 - ROW / 2;
      point(xml, leaves, y1);
      point(xml, leaves, lane);
      point(xml, arrives, lane);
      point(xml, arrives, y2);
    } else if (y1 != y2) {
      point(xml, leaves, y1);
      point(xml, leaves, y2);
    }
    point(xml, x2, y2);
    xml.writeEndElement();
  }

  private static void point(XMLStreamWriter xml, int x, int y) throws XMLStreamException {
    xml.writeEmptyElement("di:waypoint");
    xml.writeAttribute("x", Integer.toString(x));
    xml.writeAttribute("y", Integer.toString(y));
  }
}
