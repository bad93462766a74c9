package dev.firebreak.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the events so far add up to. Safe for all threads. */
final class Progress {
  private static final Set<String> OVER =
      Set.of("confirmed", "done", "refused", "failed", "unresolved", "withdrawn");

  /** One step that Firebreak was asked to do. */
  record Step(String topic, String target, boolean contains, String state, String reason) {
    boolean over() {
      return OVER.contains(state);
    }

    Step now(String state, String reason) {
      return new Step(topic, target, contains, state, reason.isEmpty() ? this.reason : reason);
    }

    String named() {
      return topic + " on " + target;
    }
  }

  /** An approval that was asked for. */
  record Asked(String id, String topic, String target, int needed, Optional<Instant> expiresAt) {}

  private Optional<Instant> firstAlert = Optional.empty();
  private Optional<Instant> criticalAlert = Optional.empty();
  private Optional<Instant> frozen = Optional.empty();
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Map<String, Asked> open = new LinkedHashMap<>();
  private final Map<String, String> closed = new LinkedHashMap<>();
  private final Map<String, String> tasks = new LinkedHashMap<>();
  private int runs;
  private final List<String> stuck = new ArrayList<>();

  /** Takes one event of the stream. */
  synchronized void take(JsonNode event) {
    String kind = event.path("kind").asText();
    JsonNode data = event.path("data");
    if (kind.startsWith("action.")) {
      action(kind.substring("action.".length()), at(event), data);
      return;
    }
    switch (kind) {
      case "alert.accepted" -> accepted(at(event), data);
      case "approval.asked" -> asked(data);
      case "approval.closed" -> {
        Asked was = open.remove(text(data, "approval"));
        closed.put(
            was == null ? text(data, "approval") : was.topic() + " on " + was.target(),
            text(data, "outcome").toLowerCase(Locale.ROOT));
      }
      case "run.started" -> runs++;
      case "run.completed" -> runs--;
      case "run.stuck" -> stuck.add(text(data, "node") + ": " + text(data, "reason"));
      case "task.opened" ->
          tasks.put(text(data, "run") + " " + text(data, "name"), text(data, "name"));
      // Says no run: one task of its name is done, whichever. remove() takes the first alone.
      case "task.completed" -> tasks.values().remove(text(data, "name"));
      default -> {
        // Told, but nothing to add up.
      }
    }
  }

  private void accepted(Instant at, JsonNode data) {
    firstAlert = firstAlert.or(() -> Optional.of(at));
    if (!text(data, "source").equalsIgnoreCase(DemoAlerts.FALCO)) {
      criticalAlert = criticalAlert.or(() -> Optional.of(at));
    }
  }

  private void asked(JsonNode data) {
    open.put(
        text(data, "approval"),
        new Asked(
            text(data, "approval"),
            text(data, "topic"),
            text(data, "target"),
            Math.max(1, data.path("needed").asInt(1)),
            instant(text(data, "expiresAt"))));
  }

  private void action(String state, Instant at, JsonNode data) {
    String id = text(data, "action");
    Step before =
        steps.getOrDefault(
            id,
            new Step(
                text(data, "topic"),
                text(data, "target"),
                text(data, "effect").equalsIgnoreCase("CONTAIN"),
                "requested",
                ""));
    String reason = text(data, "reason");
    steps.put(id, state.equals("requested") ? before : before.now(state, reason));
    if (state.equals("confirmed") && freezes(before.topic())) {
      frozen = frozen.or(() -> Optional.of(at));
    }
  }

  private static boolean freezes(String topic) {
    return topic.startsWith("exchange.freeze");
  }

  static Instant at(JsonNode event) {
    return instant(event.path("at").asText("")).orElseGet(Instant::now);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (java.time.format.DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A field as text; empty where it is missing or null. */
  static String text(JsonNode data, String name) {
    return data.path(name).isNull() ? "" : data.path(name).asText("");
  }

  /** Time since the first alert. */
  synchronized Optional<Duration> since(Instant at) {
    return firstAlert.map(f -> Duration.between(f, at));
  }

  /** From the first alert to the first confirmed freeze. */
  synchronized Optional<Duration> toFreeze() {
    return firstAlert.flatMap(f -> frozen.map(z -> Duration.between(f, z)));
  }

  /** From the alert that names the theft to the first confirmed freeze. */
  synchronized Optional<Duration> criticalToFreeze() {
    return criticalAlert.flatMap(c -> frozen.map(z -> Duration.between(c, z)));
  }

  synchronized Optional<Step> step(String action) {
    return Optional.ofNullable(steps.get(action));
  }

  synchronized List<Asked> waiting() {
    return List.copyOf(open.values());
  }

  synchronized List<String> tasks() {
    return List.copyOf(tasks.values());
  }

  /** Whether every step and approval that was begun is over. */
  synchronized boolean stepsOver() {
    return steps.values().stream().anyMatch(Step::contains)
        && steps.values().stream().allMatch(Step::over)
        && open.isEmpty();
  }

  /** {@link #stepsOver}, and each run has ended or waits for a person. */
  synchronized boolean settled() {
    return stepsOver() && (runs <= 0 || !tasks.isEmpty());
  }

  /** Why not everything that was asked for is contained; empty when it is. */
  synchronized List<String> shortcomings() {
    Set<String> contained = new LinkedHashSet<>();
    steps.values().stream()
        .filter(s -> s.contains() && s.state().equals("confirmed"))
        .forEach(s -> contained.add(s.named()));
    List<String> out = new ArrayList<>();
    steps.values().stream()
        .filter(Step::contains)
        .filter(s -> !contained.contains(s.named()) && !s.state().equals("withdrawn"))
        .forEach(
            s ->
                out.add(
                    s.named()
                        + " is "
                        + s.state()
                        + (s.reason().isEmpty() ? "" : ": " + s.reason())));
    closed.forEach(
        (what, outcome) -> {
          if (!contained.contains(what) && !Set.of("approved", "withdrawn").contains(outcome)) {
            out.add("the approval of " + what + " ended with: " + outcome);
          }
        });
    stuck.forEach(s -> out.add("a playbook is stuck at " + s));
    if (frozen.isEmpty()) {
      out.add("no freeze of the wallet was confirmed");
    }
    return out;
  }
}
