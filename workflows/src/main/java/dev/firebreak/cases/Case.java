package dev.firebreak.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Alert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One case of a playbook: the alerts, how the world answers, and what has to happen then.
 *
 * @param name names it in reports: its folder's name
 * @param alerts the first opens the incident, the others join it; 1 to 20
 * @param vendors how a vendor answers, by {@code topic} or {@code topic on type:id}
 * @param outputs what a vendor's answer holds, under the same keys; made up where absent
 * @param approvals how people answer, under the same keys
 * @param tasks what a person fills in, by the task's id
 * @param joinAfter for each alert but the first, the node after which it arrives
 * @param after by node: how long the run stays there before anything else is done
 * @param trace what has to happen; empty while nobody has recorded it
 */
public record Case(
    String name,
    String description,
    List<Alert> alerts,
    Map<String, Vendor> vendors,
    Map<String, JsonNode> outputs,
    Map<String, Answer> approvals,
    Map<String, Map<String, Object>> tasks,
    List<String> joinAfter,
    Map<String, Duration> after,
    Optional<String> trace) {
  static final int MOST_ALERTS = 20;

  /** How a vendor answers. */
  public enum Vendor {
    CONFIRMED,
    REFUSED,
    UNAVAILABLE
  }

  /** How people answer when they are asked. */
  public enum Answer {
    APPROVE,
    DENY,
    TIMEOUT
  }

  public Case {
    alerts = List.copyOf(alerts);
    vendors = Map.copyOf(vendors);
    outputs = Map.copyOf(outputs);
    approvals = Map.copyOf(approvals);
    tasks = Map.copyOf(tasks);
    joinAfter = List.copyOf(joinAfter);
    after = Map.copyOf(after);
  }

  Vendor vendor(String topic, String target) {
    return named(vendors, topic, target).orElse(Vendor.CONFIRMED);
  }

  Answer answer(String topic, String target) {
    return named(approvals, topic, target).orElse(Answer.APPROVE);
  }

  Optional<JsonNode> output(String topic, String target) {
    return named(outputs, topic, target);
  }

  /** Whether any call of a topic finds its vendor away. */
  boolean maybeAway(String topic) {
    return vendors.entrySet().stream()
        .anyMatch(
            e ->
                e.getValue() == Vendor.UNAVAILABLE
                    && (e.getKey().equals(topic) || e.getKey().startsWith(topic + " on ")));
  }

  private static <T> Optional<T> named(Map<String, T> all, String topic, String target) {
    return Optional.ofNullable(all.get(topic + " on " + target))
        .or(() -> Optional.ofNullable(all.get(topic)));
  }

  /** What a person fills in; nothing where the script is silent. */
  Map<String, Object> filledIn(String node) {
    return tasks.getOrDefault(node, Map.of());
  }

  /** The same with another trace. */
  public Case expecting(String told) {
    return with(Optional.of(told));
  }

  /** The same as if nobody had recorded it. */
  public Case unrecorded() {
    return with(Optional.empty());
  }

  private Case with(Optional<String> told) {
    return new Case(
        name, description, alerts, vendors, outputs, approvals, tasks, joinAfter, after, told);
  }
}
