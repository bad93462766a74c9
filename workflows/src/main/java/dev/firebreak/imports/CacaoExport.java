package dev.firebreak.imports;

import static dev.firebreak.imports.BpmnXml.CAMUNDA;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * Writes a playbook as CACAO 2.0. Actions are manual commands in the words of our topics, with an
 * extension that our import reads back; what CACAO has no word for is listed.
 */
public final class CacaoExport {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final String name;
  private final ObjectNode workflow = JsonNodeFactory.instance.objectNode();
  private final ObjectNode variables = JsonNodeFactory.instance.objectNode();
  private final Set<String> left = new LinkedHashSet<>();
  private final Map<String, Element> nodes = new HashMap<>();
  private final Map<String, List<Element>> outgoing = new HashMap<>();
  private final Map<String, List<Element>> boundaries = new HashMap<>();
  private final Map<String, String> written = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();
  private boolean extended;

  private CacaoExport(String name) {
    this.name = name;
  }

  /**
   * @param left what was not carried over, a sentence each
   */
  public record Exported(JsonNode playbook, List<String> left) {}

  /** Where a part of the flow ends: at which nodes, and which step is named instead. */
  private record Part(Set<String> stops, String end) {}

  /**
   * @param bpmn a file that the gate accepts
   * @param at when the version was made, which CACAO wants to know
   */
  public static Exported write(String name, byte[] bpmn, Instant at) throws ImportRefused {
    Element root = BpmnXml.read(bpmn).getDocumentElement();
    Element process =
        BpmnXml.child(root, "process")
            .orElseThrow(() -> new ImportRefused(List.of("the file has no process")));
    CacaoExport export = new CacaoExport(name);
    export.index(root);
    ObjectNode playbook = export.playbook(process, MILLIS.format(at));
    List<String> problems = CacaoSchemas.problems(playbook);
    if (!problems.isEmpty()) {
      throw new ImportRefused(problems);
    }
    return new Exported(playbook, List.copyOf(export.left));
  }

  private void index(Element root) {
    for (Element e : BpmnXml.all(root, "*")) {
      nodes.put(e.getAttribute("id"), e);
      switch (e.getLocalName()) {
        case "sequenceFlow" ->
            outgoing.computeIfAbsent(e.getAttribute("sourceRef"), s -> new ArrayList<>()).add(e);
        case "boundaryEvent" ->
            boundaries
                .computeIfAbsent(e.getAttribute("attachedToRef"), s -> new ArrayList<>())
                .add(e);
        default -> {
          // A node.
        }
      }
    }
  }

  private ObjectNode playbook(Element process, String at) {
    String end = endStep("main");
    String first = inside(process, new Part(Set.of(), end));
    String start = Cacao.id("start", name);
    workflow.putObject(start).put("type", "start").put("on_completion", first);
    ObjectNode playbook = JsonNodeFactory.instance.objectNode();
    playbook.put("type", "playbook").put("spec_version", "cacao-2.0");
    playbook.put("id", Cacao.id("playbook", name));
    String title = process.getAttribute("name");
    playbook.put("name", title.isEmpty() ? name : title);
    BpmnXml.child(process, "documentation")
        .ifPresent(d -> playbook.put("description", d.getTextContent().strip()));
    String author = Cacao.id("identity", "firebreak");
    playbook.put("created_by", author).put("created", at).put("modified", at);
    if (!variables.isEmpty()) {
      playbook.set("playbook_variables", variables);
    }
    playbook.put("workflow_start", start);
    playbook.set("workflow", workflow);
    ObjectNode agent = playbook.putObject("agent_definitions").putObject(agent());
    agent.put("type", "group").put("name", "responders, with Firebreak");
    if (extended) {
      ObjectNode definition =
          playbook.putObject("extension_definitions").putObject(Cacao.EXTENSION);
      definition.put("type", "extension-definition").put("name", "Firebreak action");
      definition.put(
          "description",
          "topic and inputs of the connector action, or the expression of a condition");
      definition.put("created_by", author).put("schema", "docs/testing-playbooks.md");
      definition.put("version", "1.0.0");
    }
    return playbook;
  }

  private static String agent() {
    return Cacao.id("group", "responders");
  }

  private String endStep(String what) {
    String id = Cacao.id("end", name + " " + what);
    workflow.putObject(id).put("type", "end");
    return id;
  }

  /** The steps of a process or a sub process; what it can have beside its flow is listed. */
  private String inside(Element scope, Part part) {
    BpmnXml.children(scope, "subProcess")
        .filter(s -> s.getAttribute("triggeredByEvent").equals("true"))
        .forEach(s -> leave(s, "what an event starts has no counterpart"));
    return BpmnXml.child(scope, "startEvent").map(s -> next(s, part)).orElse(part.end());
  }

  private void leave(Element e, String why) {
    String shown = e.getAttribute("name").isEmpty() ? e.getAttribute("id") : e.getAttribute("name");
    left.add(shown + ": " + why);
  }

  /** The step behind a node with one arrow out. */
  private String next(Element node, Part part) {
    List<Element> flows = outgoing.getOrDefault(node.getAttribute("id"), List.of());
    return flows.isEmpty() ? part.end() : reach(flows.get(0).getAttribute("targetRef"), part);
  }

  private String reach(String id, Part part) {
    Element node = nodes.get(id);
    if (node == null || part.stops().contains(id)) {
      return part.end();
    }
    String key = id + " " + part.end();
    String known = written.get(key);
    if (known != null) {
      return known;
    }
    if (!underWay.add(id)) {
      leave(node, "the way back to it is not carried over; CACAO loops have a condition in front");
      return part.end();
    }
    String step = step(node, part, key);
    underWay.remove(id);
    written.put(key, step);
    return step;
  }

  private String step(Element node, Part part, String key) {
    switch (node.getLocalName()) {
      case "endEvent":
        if (part.stops().stream().anyMatch(s -> !s.isEmpty())) {
          leave(node, "ends inside of a branch; in CACAO the branch ends, and the rest goes on");
        }
        return part.end();
      case "serviceTask", "userTask":
        return action(node, part, key);
      case "subProcess":
        repeated(node);
        return inside(node, new Part(Set.of(), next(node, part)));
      case "callActivity":
        return called(node, part, key);
      case "exclusiveGateway":
        return choice(node, part, key);
      case "parallelGateway", "inclusiveGateway":
        return parallel(node, part, key);
      case "intermediateCatchEvent":
        return delayed(node, part);
      default:
        leave(node, "a " + node.getLocalName() + " has no counterpart; the flow goes past it");
        return next(node, part);
    }
  }

  /** A timer becomes the delay of the one step behind it. */
  private String delayed(Element node, Part part) {
    String after = next(node, part);
    Optional<Long> millis =
        BpmnXml.all(node, "timeDuration").stream().findFirst().flatMap(CacaoExport::millis);
    boolean alone =
        outgoing.getOrDefault(node.getAttribute("id"), List.of()).stream()
            .map(f -> f.getAttribute("targetRef"))
            .allMatch(t -> incoming(t) == 1);
    if (millis.isPresent()
        && alone
        && workflow.get(after) instanceof ObjectNode step
        && !step.path("type").asText().equals("end")) {
      step.put("delay", millis.get());
    } else {
      leave(node, "waits for an event or between several steps; the flow goes past it");
    }
    return after;
  }

  private long incoming(String id) {
    return outgoing.values().stream()
        .flatMap(List::stream)
        .filter(f -> f.getAttribute("targetRef").equals(id))
        .count();
  }

  private static Optional<Long> millis(Element duration) {
    try {
      return Optional.of(Duration.parse(duration.getTextContent().strip()).toMillis());
    } catch (DateTimeParseException e) {
      return Optional.empty(); // A data expression, or days and months.
    }
  }

  private void repeated(Element node) {
    if (BpmnXml.child(node, "multiInstanceLoopCharacteristics").isPresent()) {
      leave(node, "is done for each of several; in CACAO it stands once");
    }
  }

  private ObjectNode put(String id, String type, Element node) {
    ObjectNode step = workflow.putObject(id).put("type", type);
    String label = node.getAttribute("name");
    step.put("name", label.isEmpty() ? node.getAttribute("id") : label);
    BpmnXml.child(node, "documentation")
        .map(d -> d.getTextContent().strip())
        .filter(d -> !d.isEmpty())
        .ifPresent(d -> step.put("description", d));
    return step;
  }

  private String action(Element node, Part part, String key) {
    repeated(node);
    String id = Cacao.id("action", name + " " + key);
    ObjectNode step = put(id, "action", node);
    String topic = node.getAttributeNS(CAMUNDA, "topic");
    String said = topic.isEmpty() ? step.path("name").asText() : topic;
    step.putArray("commands").addObject().put("type", "manual").put("command", said);
    step.put("agent", agent());
    if (!topic.isEmpty()) {
      ObjectNode own = extension(step).put("topic", topic);
      ObjectNode inputs = JsonNodeFactory.instance.objectNode();
      inputs(node, inputs);
      own.set("inputs", inputs);
    }
    Optional<Element> failure = failure(node);
    String after = next(node, part);
    if (failure.isPresent()) {
      step.put("on_success", after).put("on_failure", next(failure.get(), part));
    } else {
      step.put("on_completion", after);
    }
    return id;
  }

  private ObjectNode extension(ObjectNode step) {
    extended = true;
    return step.putObject("step_extensions").putObject(Cacao.EXTENSION);
  }

  private void inputs(Element node, ObjectNode to) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Element e : elements(node, "inputParameter")) {
      if (BpmnXml.children(e).findAny().isPresent()) {
        leave(node, "the input " + e.getAttribute("name") + " is a list or map: not carried over");
      } else {
        all.put(e.getAttribute("name"), e.getTextContent());
      }
    }
    all.forEach(to::put);
  }

  private static List<Element> elements(Element node, String localName) {
    List<Element> all = new ArrayList<>();
    var found = node.getElementsByTagNameNS(CAMUNDA, localName);
    for (int i = 0; i < found.getLength(); i++) {
      all.add((Element) found.item(i));
    }
    return all;
  }

  /** The first error event on its border; others are listed. */
  private Optional<Element> failure(Element node) {
    Optional<Element> first = Optional.empty();
    for (Element e : boundaries.getOrDefault(node.getAttribute("id"), List.of())) {
      boolean error = BpmnXml.child(e, "errorEventDefinition").isPresent();
      if (error && first.isEmpty()) {
        first = Optional.of(e);
      } else {
        leave(e, error ? "CACAO knows one failure of a step" : "a timer or message on a step");
      }
    }
    return first;
  }

  private String called(Element node, Part part, String key) {
    String id = Cacao.id("playbook-action", name + " " + key);
    ObjectNode step = put(id, "playbook-action", node);
    step.put("playbook_id", Cacao.id("playbook", node.getAttribute("calledElement")));
    step.put("on_completion", next(node, part));
    return id;
  }

  private String choice(Element gateway, Part part, String key) {
    List<Element> flows = outgoing.getOrDefault(gateway.getAttribute("id"), List.of());
    if (flows.size() < 2) {
      return next(gateway, part);
    }
    String own = gateway.getAttribute("id");
    List<Element> back =
        flows.stream().filter(f -> reachable(f.getAttribute("targetRef")).contains(own)).toList();
    if (back.size() == 1
        && flows.size() == 2
        && BpmnXml.child(back.get(0), "conditionExpression").isPresent()) {
      return loop(gateway, back.get(0), flows.get(flows.get(0) == back.get(0) ? 1 : 0), part, key);
    }
    Optional<String> join = join(flows);
    String after = join.map(j -> reach(j, part)).orElse(part.end());
    String otherwise = gateway.getAttribute("default");
    List<Element> asked =
        flows.stream().filter(f -> !f.getAttribute("id").equals(otherwise)).toList();
    Optional<Element> last =
        flows.stream().filter(f -> f.getAttribute("id").equals(otherwise)).findFirst();
    return ifs(gateway, asked, last, join, after, key);
  }

  /** A gateway whose one conditional arrow comes back to it. */
  private String loop(Element gateway, Element body, Element exit, Part part, String key) {
    String id = Cacao.id("while-condition", name + " " + key);
    ObjectNode step = put(id, "while-condition", gateway);
    condition(step, body);
    Set<String> stops = new HashSet<>(Set.of(gateway.getAttribute("id")));
    nodes.values().stream()
        .filter(n -> "exclusiveGateway".equals(n.getLocalName()))
        .filter(n -> outgoing.getOrDefault(n.getAttribute("id"), List.of()).size() == 1)
        .filter(
            n ->
                outgoing.getOrDefault(n.getAttribute("id"), List.of()).stream()
                    .allMatch(f -> f.getAttribute("targetRef").equals(gateway.getAttribute("id"))))
        .forEach(n -> stops.add(n.getAttribute("id")));
    String end = endStep(key + " again");
    step.put("on_true", reach(body.getAttribute("targetRef"), new Part(stops, end)));
    step.put("on_completion", reach(exit.getAttribute("targetRef"), part));
    return id;
  }

  /** More than two ways become an if in the else of the one before. */
  private String ifs(
      Element gateway,
      List<Element> asked,
      Optional<Element> last,
      Optional<String> join,
      String after,
      String key) {
    Element flow = asked.get(0);
    String id = Cacao.id("if-condition", name + " " + key + " " + flow.getAttribute("id"));
    ObjectNode step = put(id, "if-condition", gateway);
    condition(step, flow);
    step.put("on_true", branch(flow, join, key));
    if (asked.size() > 1) {
      String nested =
          ifs(
              gateway,
              asked.subList(1, asked.size()),
              last,
              join,
              endStep(key + " else of " + flow.getAttribute("id")),
              key);
      step.put("on_false", nested);
    } else {
      last.ifPresent(l -> step.put("on_false", branch(l, join, key)));
    }
    step.put("on_completion", after);
    return id;
  }

  private void condition(ObjectNode step, Element flow) {
    String expression =
        BpmnXml.child(flow, "conditionExpression")
            .map(c -> c.getTextContent().strip())
            .orElse("${true}");
    String variable = "__" + flow.getAttribute("id").replaceAll("[^a-zA-Z0-9_-]", "_") + "__";
    variables
        .putObject(variable)
        .put("type", "bool")
        .put("description", "true where " + expression)
        .put("external", true);
    step.put("condition", variable + ":value = true");
    extension(step).put("expression", expression);
  }

  private String branch(Element flow, Optional<String> join, String key) {
    String end = endStep(key + " branch " + flow.getAttribute("id"));
    return reach(flow.getAttribute("targetRef"), new Part(Set.of(join.orElse("")), end));
  }

  private String parallel(Element gateway, Part part, String key) {
    List<Element> flows = outgoing.getOrDefault(gateway.getAttribute("id"), List.of());
    if (flows.size() < 2) {
      return next(gateway, part);
    }
    Optional<String> join = join(flows);
    String id = Cacao.id("parallel", name + " " + key);
    ObjectNode step = put(id, "parallel", gateway);
    ArrayNode next = step.putArray("next_steps");
    for (Element flow : flows) {
      boolean asked = BpmnXml.child(flow, "conditionExpression").isPresent();
      next.add(
          asked
              ? ifs(
                  gateway,
                  List.of(flow),
                  Optional.empty(),
                  join,
                  endStep(key + " if " + flow.getAttribute("id")),
                  key)
              : branch(flow, join, key));
    }
    step.put("on_completion", join.map(j -> reach(j, part)).orElse(part.end()));
    return id;
  }

  /** The first node that all branches come to. */
  private Optional<String> join(List<Element> flows) {
    List<Set<String>> reached =
        flows.stream().map(f -> reachable(f.getAttribute("targetRef"))).toList();
    return reached.get(0).stream()
        .filter(n -> reached.stream().allMatch(r -> r.contains(n)))
        .findFirst();
  }

  private Set<String> reachable(String from) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      String id = open.removeFirst();
      if (seen.add(id)) {
        outgoing
            .getOrDefault(id, List.of())
            .forEach(f -> open.addLast(f.getAttribute("targetRef")));
        boundaries.getOrDefault(id, List.of()).forEach(b -> open.addLast(b.getAttribute("id")));
      }
    }
    return seen;
  }
}
