package dev.firebreak.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;

/** Which elements, attributes and children a playbook may have. What is not here is refused. */
final class PlaybookShapes {
  static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
  static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
  private static final String MODELER = "http://camunda.org/schema/modeler/1.0";
  private static final String BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI";
  private static final String DC = "http://www.omg.org/spec/DD/20100524/DC";
  private static final String DI = "http://www.omg.org/spec/DD/20100524/DI";
  private static final String BIOC = "http://bpmn.io/schema/bpmn/biocolor/1.0";
  private static final String COLOR = "http://www.omg.org/spec/BPMN/non-normative/color/1.0";

  /** Drawing only: the engine reads coordinates from these, and colours not at all. */
  private static final Set<String> DRAWING = Set.of(BPMNDI, DC, DI);

  private static final Set<String> DRAWING_ELEMENTS =
      Set.of(
          "BPMNDiagram",
          "BPMNPlane",
          "BPMNShape",
          "BPMNEdge",
          "BPMNLabel",
          "BPMNLabelStyle",
          "Bounds",
          "Font",
          "waypoint");

  private static final Set<String> EVENTS =
      Set.of("errorEventDefinition", "timerEventDefinition", "messageEventDefinition");
  private static final Set<String> FLOW =
      Set.of(
          "startEvent",
          "endEvent",
          "serviceTask",
          "userTask",
          "receiveTask",
          "exclusiveGateway",
          "parallelGateway",
          "inclusiveGateway",
          "eventBasedGateway",
          "sequenceFlow",
          "boundaryEvent",
          "intermediateCatchEvent",
          "intermediateThrowEvent",
          "subProcess",
          "callActivity",
          "textAnnotation",
          "association",
          "group",
          "laneSet");

  private static final Map<String, Shape> SHAPES = shapes();

  private PlaybookShapes() {}

  /**
   * @param attributes without a namespace
   * @param camunda attributes in Camunda's namespace
   * @param children BPMN elements; Camunda's are listed with the prefix {@code camunda:}
   * @param text whether text may stand directly inside
   */
  record Shape(Set<String> attributes, Set<String> camunda, Set<String> children, boolean text) {}

  /** The shape of an element; empty where the element is refused. */
  static Optional<Shape> of(GateElement element) {
    return Optional.ofNullable(SHAPES.get(key(element.name)));
  }

  static String key(QName name) {
    return switch (name.getNamespaceURI()) {
      case BPMN -> name.getLocalPart();
      case CAMUNDA -> "camunda:" + name.getLocalPart();
      default -> "{" + name.getNamespaceURI() + "}" + name.getLocalPart();
    };
  }

  static boolean isDrawing(GateElement element) {
    return DRAWING.contains(element.name.getNamespaceURI())
        && DRAWING_ELEMENTS.contains(element.name.getLocalPart());
  }

  static boolean isDrawingAttribute(QName name) {
    return Set.of("", BIOC, COLOR).contains(name.getNamespaceURI());
  }

  static boolean isModelerAttribute(QName name) {
    return name.getNamespaceURI().equals(MODELER);
  }

  private static Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new HashMap<>();
    roots(shapes);
    containers(shapes);
    tasks(shapes);
    gateways(shapes);
    events(shapes);
    details(shapes);
    artifacts(shapes);
    return Map.copyOf(shapes);
  }

  private static void roots(Map<String, Shape> shapes) {
    put(shapes, "definitions", "name targetNamespace exporter exporterVersion", "")
        .children("process collaboration message error category");
    put(shapes, "collaboration", "name isClosed", "")
        .children("participant messageFlow textAnnotation association group");
    put(shapes, "participant", "name processRef", "");
    put(shapes, "messageFlow", "name sourceRef targetRef", "");
    put(shapes, "message", "name", "");
    put(shapes, "error", "name errorCode", "");
    put(shapes, "category", "name", "").children("categoryValue");
    put(shapes, "categoryValue", "value", "");
  }

  private static void containers(Map<String, Shape> shapes) {
    put(shapes, "process", "name isExecutable isClosed processType", "historyTimeToLive versionTag")
        .children(FLOW);
    put(shapes, "subProcess", "name triggeredByEvent default", "asyncBefore asyncAfter exclusive")
        .children(FLOW)
        .children("incoming outgoing extensionElements multiInstanceLoopCharacteristics");
    put(shapes, "laneSet", "name", "").children("lane");
    put(shapes, "lane", "name", "").children("flowNodeRef childLaneSet");
    put(shapes, "childLaneSet", "name", "").children("lane");
    text(shapes, "flowNodeRef", "");
  }

  private static void tasks(Map<String, Shape> shapes) {
    String async = " asyncBefore asyncAfter exclusive";
    String inner = "incoming outgoing extensionElements multiInstanceLoopCharacteristics";
    put(
            shapes,
            "serviceTask",
            "name default",
            "type topic modelerTemplate modelerTemplateVersion" + async)
        .children(inner);
    put(shapes, "userTask", "name default", "candidateGroups dueDate" + async).children(inner);
    put(shapes, "receiveTask", "name default messageRef", async).children(inner);
    put(shapes, "callActivity", "name default calledElement", "calledElementBinding" + async)
        .children(inner);
    put(shapes, "multiInstanceLoopCharacteristics", "isSequential", "")
        .children("loopCardinality completionCondition");
  }

  private static void gateways(Map<String, Shape> shapes) {
    String async = "asyncBefore asyncAfter exclusive";
    for (String kind : Set.of("exclusiveGateway", "inclusiveGateway", "parallelGateway")) {
      put(shapes, kind, "name default gatewayDirection", async).children("incoming outgoing");
    }
    put(shapes, "eventBasedGateway", "name gatewayDirection", async).children("incoming outgoing");
    put(shapes, "sequenceFlow", "name sourceRef targetRef", "").children("conditionExpression");
    text(shapes, "conditionExpression", "");
    text(shapes, "incoming", "");
    text(shapes, "outgoing", "");
  }

  private static void events(Map<String, Shape> shapes) {
    put(shapes, "startEvent", "name isInterrupting", "").children("outgoing").children(EVENTS);
    put(shapes, "endEvent", "name", "")
        .children("incoming errorEventDefinition terminateEventDefinition");
    put(shapes, "boundaryEvent", "name attachedToRef cancelActivity", "")
        .children("outgoing")
        .children(EVENTS);
    put(shapes, "intermediateCatchEvent", "name", "")
        .children("incoming outgoing timerEventDefinition messageEventDefinition");
    put(shapes, "intermediateThrowEvent", "name", "").children("incoming outgoing");
    put(shapes, "errorEventDefinition", "errorRef", "errorCodeVariable errorMessageVariable");
    put(shapes, "terminateEventDefinition", "", "");
    put(shapes, "messageEventDefinition", "messageRef", "");
    put(shapes, "timerEventDefinition", "", "").children("timeDuration timeDate timeCycle");
    text(shapes, "timeDuration", "");
    text(shapes, "timeDate", "");
    text(shapes, "timeCycle", "");
    text(shapes, "loopCardinality", "");
    text(shapes, "completionCondition", "");
  }

  private static void details(Map<String, Shape> shapes) {
    put(shapes, "extensionElements", "", "").children("camunda:inputOutput camunda:in camunda:out");
    put(shapes, "camunda:inputOutput", "", "")
        .children("camunda:inputParameter camunda:outputParameter");
    text(shapes, "camunda:inputParameter", "name").children("camunda:list camunda:map");
    text(shapes, "camunda:outputParameter", "name");
    put(shapes, "camunda:list", "", "").children("camunda:value camunda:list camunda:map");
    put(shapes, "camunda:map", "", "").children("camunda:entry");
    text(shapes, "camunda:entry", "key").children("camunda:list camunda:map");
    text(shapes, "camunda:value", "");
    put(shapes, "camunda:in", "source target variables local", "");
    put(shapes, "camunda:out", "source target variables local", "");
  }

  private static void artifacts(Map<String, Shape> shapes) {
    text(shapes, "documentation", "textFormat");
    put(shapes, "textAnnotation", "textFormat", "").children("text");
    text(shapes, "text", "");
    put(shapes, "association", "sourceRef targetRef associationDirection", "");
    put(shapes, "group", "categoryValueRef", "");
  }

  private static Builder put(
      Map<String, Shape> shapes, String name, String attributes, String camunda) {
    return new Builder(shapes, name, words(attributes), words(camunda), false);
  }

  private static Builder text(Map<String, Shape> shapes, String name, String attributes) {
    return new Builder(shapes, name, words(attributes), Set.of(), true);
  }

  private static Set<String> words(String words) {
    return words.isBlank() ? Set.of() : Set.of(words.strip().split(" +"));
  }

  /** Adds a shape as soon as it is made, and its children as they are named. */
  private static final class Builder {
    private final Set<String> children = new HashSet<>();

    Builder(
        Map<String, Shape> shapes,
        String name,
        Set<String> attributes,
        Set<String> camunda,
        boolean text) {
      Set<String> own = new HashSet<>(attributes);
      if (!name.startsWith("camunda:")) {
        own.add("id");
        if (!text && !name.equals("extensionElements")) {
          children.add("documentation");
        }
      }
      shapes.put(name, new Shape(own, camunda, children, text));
    }

    Builder children(String names) {
      return children(words(names));
    }

    Builder children(Set<String> names) {
      children.addAll(names);
      return this;
    }
  }
}
