package dev.firebreak.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.action.ActionRow;
import dev.firebreak.audit.Entry;
import dev.firebreak.connector.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells the audit trail of one incident as text that is the same at every run: no times, no random
 * ids, and what happened in one scene in the order of the diagram.
 */
final class Story {
  private static final int WIDTH = 100;

  private final Diagram diagram;
  private final Map<String, Integer> order;
  private final Set<String> passed = new HashSet<>();
  private final List<String> ends = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  Story(Diagram diagram, String title, String description) {
    this.diagram = diagram;
    this.order = diagram.order();
    text.append(title).append('\n');
    wrap(text, List.of(description.split(" ")), "");
  }

  private record Line(Kind kind, int node, String text) {}

  /** What is told in a scene, in this order. */
  private enum Kind {
    ALERT,
    DECISION,
    VOTE,
    ANSWER,
    OUTCOME,
    TASK_DONE,
    REQUEST,
    SHARED_OUTCOME,
    QUESTION,
    TASK,
    TROUBLE,
    END
  }

  /**
   * @param news what the audit trail says since the last scene
   */
  void scene(String title, List<Entry> news) {
    List<Line> lines = new ArrayList<>();
    for (Entry e : news) {
      line(e).ifPresent(lines::add);
    }
    text.append('\n').append(title).append('\n');
    lines.stream()
        .sorted(
            Comparator.comparing(Line::kind).thenComparing(Line::node).thenComparing(Line::text))
        .forEach(l -> text.append("  ").append(l.text()).append('\n'));
  }

  private Optional<Line> line(Entry e) {
    JsonNode d = data(e);
    String on = d.path("topic").asText() + " on " + d.path("target").asText();
    return switch (e.kind()) {
      case "incident.opened" -> line(Kind.ALERT, "opens an incident: " + d.path("title").asText());
      case "alert.joined" -> line(Kind.ALERT, "joins; not named before: " + list(d, "newTargets"));
      case "alert.duplicate" -> line(Kind.ALERT, "is a repeat");
      case "alert.noted" -> line(Kind.ALERT, "is noted: " + d.path("why").asText());
      case "incident.decided" -> line(Kind.DECISION, decision(d));
      case "run.started" ->
          line(Kind.DECISION, "starts the playbook " + d.path("playbook").asText());
      case "run.advanced" -> pass(d);
      case "action.requested" -> line(Kind.REQUEST, d, "asks for " + on);
      case "action.confirmed",
          "action.done",
          "action.failed",
          "action.refused",
          "action.unresolved",
          "action.withdrawn" ->
          line(shared(d) ? Kind.SHARED_OUTCOME : Kind.OUTCOME, d, on + " is " + outcome(e, d));
      case "approval.asked" -> line(Kind.QUESTION, d, "needs " + question(d) + ": " + on);
      case "approval.escalated" -> line(Kind.ANSWER, d, "more people are called: " + on);
      case "approval.voted" ->
          line(Kind.VOTE, d, e.actor() + " votes " + d.path("vote").asText() + ": " + on);
      case "approval.closed" ->
          line(Kind.ANSWER, d, "is " + words(d.path("outcome").asText()) + ": " + on);
      case "task.opened" -> line(Kind.TASK, "waits for a person: " + d.path("name").asText());
      case "task.completed" -> line(Kind.TASK_DONE, d.path("node").asText(), done(d));
      case "run.stuck" ->
          line(Kind.TROUBLE, d.path("node").asText(), "STUCK: " + d.path("reason").asText());
      case "run.completed" -> line(Kind.END, "ends: " + String.join(", ", ends));
      // Depends on how fast the machine is.
      case "action.applied", "action.unknown", "action.retrying" -> Optional.empty();
      default -> line(Kind.TROUBLE, e.kind());
    };
  }

  private static JsonNode data(Entry e) {
    try {
      return Json.mapper().readTree(e.data());
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("audit entry " + e.seq() + " holds no JSON", broken);
    }
  }

  private Optional<Line> line(Kind kind, String text) {
    return Optional.of(new Line(kind, 0, text));
  }

  private Optional<Line> line(Kind kind, JsonNode facts, String text) {
    return line(kind, facts.path("step").asText(), text);
  }

  private Optional<Line> line(Kind kind, String node, String text) {
    return Optional.of(
        new Line(kind, order.getOrDefault(node, Integer.MAX_VALUE), node + ": " + text));
  }

  private Optional<Line> pass(JsonNode d) {
    for (JsonNode node : d.path("nodes")) {
      passed.add(node.asText());
      if (diagram.ends().contains(node.asText())) {
        ends.add(node.asText());
      }
    }
    return Optional.empty();
  }

  private static String decision(JsonNode d) {
    List<String> rules = new ArrayList<>();
    d.path("rules")
        .forEach(
            r -> rules.add(r.path("id").asText() + " (" + r.path("annotation").asText() + ")"));
    return "is decided: playbook "
        + d.path("playbook").asText()
        + ", priority "
        + d.path("priority").asText()
        + ", by "
        + String.join(", ", rules);
  }

  private static String outcome(Entry e, JsonNode d) {
    String ended = e.kind().substring("action.".length());
    String code = d.path("code").asText();
    return ended
        + (code.isEmpty() ? "" : " (" + code + ")")
        + (shared(d) ? " (in force already)" : "");
  }

  /** Whether an earlier action of the incident had done it, so that no vendor was called. */
  private static boolean shared(JsonNode d) {
    return d.path("detail").asText().startsWith("in force already");
  }

  private static String question(JsonNode d) {
    int needed = d.path("needed").asInt();
    return needed
        + (needed == 1 ? " approval" : " approvals")
        + " (on silence "
        + d.path("onTimeout").asText()
        + ", by "
        + d.path("rule").asText()
        + ")";
  }

  private static String done(JsonNode d) {
    Map<String, Object> filledIn = new TreeMap<>();
    d.path("variables").properties().forEach(v -> filledIn.put(v.getKey(), v.getValue()));
    return filledIn.isEmpty() ? "is done" : "is done, " + filledIn;
  }

  private static String list(JsonNode d, String field) {
    List<String> items = new ArrayList<>();
    d.path(field).forEach(i -> items.add(i.asText()));
    return items.isEmpty() ? "nothing" : String.join(", ", items);
  }

  private static String words(String state) {
    return state.replace('_', ' ').toLowerCase(Locale.ROOT);
  }

  /** Ids of the nodes passed so far. */
  Set<String> passed() {
    return Set.copyOf(passed);
  }

  /** The whole text, with what is in force in the end. */
  String text(List<ActionRow> rows) {
    StringBuilder whole = new StringBuilder(text).append("\nIn force in the end\n");
    List<String> inForce =
        rows.stream()
            .filter(r -> r.containment().filter(ActionRow.Containment::inForce).isPresent())
            .map(r -> r.topic() + " on " + r.target() + ": " + state(r))
            .sorted()
            .toList();
    (inForce.isEmpty() ? List.of("nothing") : inForce)
        .forEach(line -> whole.append("  ").append(line).append('\n'));
    whole.append("\nPassed, in the order of the diagram\n");
    List<String> nodes = diagram.nodes().keySet().stream().filter(passed::contains).toList();
    wrap(whole, nodes, "  ");
    return whole.toString();
  }

  private static String state(ActionRow r) {
    return words(r.containment().map(Enum::name).orElse(""));
  }

  private static void wrap(StringBuilder to, List<String> words, String indent) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : words) {
      if (line.length() + word.length() > WIDTH) {
        to.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(indent);
      }
      line.append(word).append(' ');
    }
    to.append(line.toString().stripTrailing()).append('\n');
  }
}
