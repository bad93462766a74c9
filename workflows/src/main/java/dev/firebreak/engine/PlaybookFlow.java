package dev.firebreak.engine;

import static dev.firebreak.engine.PlaybookShapes.BPMN;
import static dev.firebreak.engine.PlaybookShapes.CAMUNDA;

import dev.firebreak.engine.PlaybookGate.Findings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the arrows of a playbook must be: every wait has a deadline, every loop has a wait. */
final class PlaybookFlow {
  /** Reaching one of these ends the engine's transaction. */
  private static final Set<String> WAITS =
      Set.of("serviceTask", "userTask", "receiveTask", "intermediateCatchEvent");

  private final Findings findings;

  PlaybookFlow(Findings findings) {
    this.findings = findings;
  }

  void check(GateElement root) {
    root.children(BPMN, "process").forEach(this::scope);
  }

  /** A process or a sub process: arrows do not leave it. */
  private void scope(GateElement scope) {
    Map<String, GateElement> nodes = new HashMap<>();
    scope.children.stream()
        .filter(child -> !child.attribute("id").isEmpty())
        .forEach(child -> nodes.put(child.attribute("id"), child));
    deadlines(scope, nodes);
    loops(scope, nodes);
    scope.children(BPMN, "subProcess").forEach(this::scope);
  }

  private void deadlines(GateElement scope, Map<String, GateElement> nodes) {
    for (GateElement node : scope.children) {
      boolean task = node.is(BPMN, "userTask") && node.attribute(CAMUNDA, "dueDate").isEmpty();
      boolean message =
          node.is(BPMN, "intermediateCatchEvent")
              && node.children(BPMN, "messageEventDefinition").findAny().isPresent();
      boolean gateway = node.is(BPMN, "eventBasedGateway") && !leadsToTimer(scope, node, nodes);
      if (task || node.is(BPMN, "receiveTask")) {
        deadline(node, "give it a due date, or a timer boundary event");
      } else if (gateway) {
        deadline(node, "add a timer event behind the gateway");
      } else if (message && !isBehindGateway(scope, node, nodes)) {
        deadline(node, "put it behind an event-based gateway that also leads to a timer");
      }
    }
  }

  private void deadline(GateElement node, String advice) {
    boolean timed = hasTimer(node);
    for (Optional<GateElement> outer = node.parent;
        !timed && outer.isPresent();
        outer = outer.get().parent) {
      timed = outer.get().is(BPMN, "subProcess") && hasTimer(outer.get());
    }
    if (!timed) {
      findings.add(node, "could wait for ever: " + advice);
    }
  }

  /** A timer boundary event on the node itself. */
  private static boolean hasTimer(GateElement node) {
    return node.parent.stream()
        .flatMap(scope -> scope.children(BPMN, "boundaryEvent"))
        .filter(event -> event.attribute("attachedToRef").equals(node.attribute("id")))
        .anyMatch(PlaybookFlow::isTimer);
  }

  private static boolean isTimer(GateElement event) {
    return event.children(BPMN, "timerEventDefinition").findAny().isPresent();
  }

  private static boolean leadsToTimer(
      GateElement scope, GateElement gateway, Map<String, GateElement> nodes) {
    return scope
        .children(BPMN, "sequenceFlow")
        .filter(flow -> flow.attribute("sourceRef").equals(gateway.attribute("id")))
        .map(flow -> Optional.ofNullable(nodes.get(flow.attribute("targetRef"))))
        .flatMap(Optional::stream)
        .anyMatch(PlaybookFlow::isTimer);
  }

  private static boolean isBehindGateway(
      GateElement scope, GateElement event, Map<String, GateElement> nodes) {
    return scope
        .children(BPMN, "sequenceFlow")
        .filter(flow -> flow.attribute("targetRef").equals(event.attribute("id")))
        .map(flow -> Optional.ofNullable(nodes.get(flow.attribute("sourceRef"))))
        .flatMap(Optional::stream)
        .anyMatch(source -> source.is(BPMN, "eventBasedGateway"));
  }

  private void loops(GateElement scope, Map<String, GateElement> nodes) {
    Map<String, Set<String>> next = new HashMap<>();
    scope
        .children(BPMN, "sequenceFlow")
        .forEach(flow -> edge(next, flow.attribute("sourceRef"), flow.attribute("targetRef")));
    scope
        .children(BPMN, "boundaryEvent")
        .forEach(event -> edge(next, event.attribute("attachedToRef"), event.attribute("id")));
    nodes.forEach(
        (id, node) -> {
          if (WAITS.contains(node.name.getLocalPart())) {
            next.remove(id);
          }
        });
    for (String id : next.keySet().stream().sorted().toList()) {
      if (reachesItself(id, next)) {
        GateElement node = nodes.getOrDefault(id, scope);
        findings.add(node, "is in a loop without a wait: put a timer or a step into the loop");
        return;
      }
    }
  }

  private static void edge(Map<String, Set<String>> next, String from, String to) {
    next.computeIfAbsent(from, id -> new HashSet<>()).add(to);
  }

  private static boolean reachesItself(String start, Map<String, Set<String>> next) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      for (String id : next.getOrDefault(open.pop(), Set.of())) {
        if (id.equals(start)) {
          return true;
        }
        if (seen.add(id)) {
          open.push(id);
        }
      }
    }
    return false;
  }
}
