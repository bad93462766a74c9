package dev.firebreak.incident;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an incident knows from its alerts; what playbooks read as {@code alert}, {@code targets} and
 * {@code count}.
 *
 * @param uid of the first alert; likewise rule, title, severity (lower case), source
 * @param attributes of the first alert, completed by later ones
 * @param targets of all alerts, in order of arrival, without repeats
 * @param newest of the newest alert that joined: those not named before
 */
public record Context(
    String uid,
    String rule,
    String title,
    String severity,
    String source,
    Map<String, String> attributes,
    List<Target> targets,
    List<Target> newest) {
  private static final int MOST_TARGETS = 1_000;

  public Context {
    attributes = Map.copyOf(attributes);
    targets = List.copyOf(targets);
    newest = List.copyOf(newest);
  }

  static Context of(JsonNode json) {
    return Json.mapper().convertValue(json, Context.class);
  }

  /** The context of a new incident. */
  public static Context of(Alert first, String source) {
    return new Context(
        first.uid(),
        first.rule(),
        first.title(),
        first.severity().key(),
        source,
        first.attributes(),
        first.targets(),
        List.of());
  }

  /**
   * With what a later alert adds. Targets over a thousand are left out: such an incident is for
   * people.
   */
  public Context joinedBy(Alert later) {
    Map<String, String> merged = new LinkedHashMap<>(later.attributes());
    merged.putAll(attributes);
    Set<Target> all = new LinkedHashSet<>(targets);
    List<Target> added = new ArrayList<>();
    for (Target t : later.targets()) {
      if (all.size() < MOST_TARGETS && all.add(t)) {
        added.add(t);
      }
    }
    return new Context(uid, rule, title, severity, source, merged, new ArrayList<>(all), added);
  }

  /** The root {@code alert}. */
  public Map<String, Object> alertData() {
    return Map.of(
        "uid",
        uid,
        "rule",
        rule,
        "title",
        title,
        "severity",
        severity,
        "source",
        source,
        "attributes",
        attributes);
  }

  /**
   * The root {@code targets}: ids by type, every type present; {@code new<Type>} for the newest
   * alert's own.
   */
  public Map<String, Object> targetData() {
    Map<String, Object> data = new LinkedHashMap<>();
    for (TargetType t : TargetType.values()) {
      data.put(t.key(), ids(targets, t));
      data.put(
          "new" + Character.toUpperCase(t.key().charAt(0)) + t.key().substring(1), ids(newest, t));
    }
    return data;
  }

  /** The root {@code count}: how many of each in {@link #targetData()}. */
  public Map<String, Object> countData() {
    Map<String, Object> data = new LinkedHashMap<>();
    targetData().forEach((k, v) -> data.put(k, (long) ((List<?>) v).size()));
    return data;
  }

  private static List<String> ids(List<Target> targets, TargetType type) {
    return targets.stream().filter(t -> t.type() == type).map(Target::id).toList();
  }
}
