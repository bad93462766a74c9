package dev.firebreak.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.audit.Entry;
import dev.firebreak.audit.Trail;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.Json;
import dev.firebreak.incident.Context;
import dev.firebreak.response.PlaybookData;
import dev.firebreak.response.Runs;
import dev.firebreak.store.Database;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What an incident holds at a step of a playbook, for authors. Reads only. Safe for all threads.
 */
public final class StepData {
  private static final int MOST = 300;
  private static final int DEEPEST = 5;
  private static final int LONGEST = 200;
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final Database database;
  private final Runs runs;
  private final Trail trail;
  private final PlaybookData data;

  public StepData(Database database, Runs runs, Trail trail, PlaybookData data) {
    this.database = database;
    this.runs = runs;
    this.trail = trail;
    this.data = data;
  }

  /**
   * One thing an expression may read.
   *
   * @param expression as it is written, for example {@code ${alert.attributes.cluster}}
   * @param type text, number, true or false, list, map, or unknown
   * @param sample what it held; empty where nothing was recorded
   */
  public record Item(String expression, String type, Optional<Object> sample) {}

  /** All that the newest ended run of a playbook read; empty where none has ended. */
  public Optional<Map<String, Object>> ofNewestRun(String playbook) {
    return runs.newestEnded(playbook).map(r -> ofRun(r.incident(), r.id()));
  }

  /** All that the first run of an incident read; empty where there is no run. */
  public Optional<Map<String, Object>> ofIncident(UUID incident) {
    return runs.ofIncident(incident).stream()
        .filter(r -> !r.versionId().equals("none"))
        .findFirst()
        .map(r -> ofRun(incident, r.id()));
  }

  private Map<String, Object> ofRun(UUID incident, String run) {
    return database.inTransaction(
        h -> {
          Map<String, Object> all = new HashMap<>(filledIn(incident, run));
          Map<String, Object> roots = data.of(incident.toString(), run);
          for (String root : PlaybookData.ROOTS) {
            if (roots.containsKey(root)) {
              all.put(root, roots.get(root));
            }
          }
          return all;
        });
  }

  /** What people filled in. */
  private Map<String, Object> filledIn(UUID incident, String run) {
    Map<String, Object> all = new TreeMap<>();
    for (Entry e : trail.of(incident)) {
      if (e.kind().equals("task.completed")) {
        JsonNode d = json(e.data());
        if (d.path("run").asText().equals(run)) {
          all.putAll(Json.mapper().convertValue(d.path("variables"), MAP));
        }
      }
    }
    return all;
  }

  private static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an audit entry holds no JSON", e);
    }
  }

  /** What a case's first alert gives expressions to read. */
  public static Map<String, Object> ofCase(String playbook, Case one) {
    Context context = Context.of(one.alerts().get(0), "firebreak");
    Map<String, Object> all = new HashMap<>();
    one.tasks().values().forEach(all::putAll);
    all.put("alert", context.alertData());
    all.put("targets", context.targetData());
    all.put("count", context.countData());
    all.put("steps", Map.of());
    all.put("timeline", "");
    all.put(
        "incident",
        Map.of(
            "id",
            "00000000-0000-0000-0000-000000000000",
            "title",
            context.title(),
            "severity",
            context.severity(),
            "openedAt",
            "2026-01-01T00:00:00Z",
            "playbook",
            playbook,
            "priority",
            "normal",
            "alertCount",
            1L));
    return all;
  }

  /**
   * The things that may be read at an element: of {@code steps}, those that can have been passed.
   *
   * @param held what a run or a case held
   */
  public static List<Item> at(
      String element,
      Diagram diagram,
      Map<String, Object> held,
      Collection<CaseStages.Offer> offers) {
    Map<String, Object> readable = new TreeMap<>(held);
    Set<String> before = diagram.paths().allBefore(element);
    readable.put("steps", steps(diagram, before, held, offers));
    if (diagram.paths().repeated().contains(element)) {
      readable.put("loopCounter", 0L);
    }
    List<Item> items = new ArrayList<>();
    readable.forEach((name, value) -> flatten(name, value, 1, items));
    return items.size() > MOST ? List.copyOf(items.subList(0, MOST)) : items;
  }

  private static Map<String, Object> steps(
      Diagram diagram,
      Set<String> before,
      Map<String, Object> held,
      Collection<CaseStages.Offer> offers) {
    Map<?, ?> recorded = held.get("steps") instanceof Map<?, ?> m ? m : Map.of();
    Map<String, Object> steps = new LinkedHashMap<>();
    for (Diagram.Step s : diagram.steps()) {
      if (before.contains(s.id())) {
        Object known = recorded.get(s.id());
        steps.put(s.id(), known == null ? unknown(s, offers) : known);
      }
    }
    return steps;
  }

  /** Says the shape of an answer that nobody has recorded. */
  private static Map<String, Object> unknown(
      Diagram.Step step, Collection<CaseStages.Offer> offers) {
    Map<String, Object> output = new TreeMap<>();
    for (CaseStages.Offer o : offers) {
      for (Action<?, ?> a : o.actions()) {
        if (step.topic().equals(o.instance() + "." + a.name())) {
          for (RecordComponent c : a.output().getRecordComponents()) {
            output.put(c.getName(), Unknown.VALUE);
          }
        }
      }
    }
    return Map.of("state", Unknown.VALUE, "output", output);
  }

  private enum Unknown {
    VALUE
  }

  private static void flatten(String path, Object value, int depth, List<Item> items) {
    if (value instanceof Map<?, ?> map && depth < DEEPEST && !map.isEmpty()) {
      new TreeMap<>(map)
          .forEach((k, v) -> flatten(path + key(String.valueOf(k)), v, depth + 1, items));
    } else if (value == Unknown.VALUE) {
      items.add(new Item("${" + path + "}", "unknown", Optional.empty()));
    } else {
      items.add(new Item("${" + path + "}", type(value), Optional.of(cut(value))));
    }
  }

  private static String key(String key) {
    return key.matches("[A-Za-z_][A-Za-z0-9_]*")
        ? "." + key
        : "['" + key.replace("\\", "\\\\").replace("'", "\\'") + "']";
  }

  private static Object cut(Object value) {
    return value instanceof String s && s.length() > LONGEST ? s.substring(0, LONGEST) : value;
  }

  /** In the words of the docs. */
  public static String type(Object value) {
    if (value instanceof String) {
      return "text";
    }
    if (value instanceof Number) {
      return "number";
    }
    if (value instanceof Boolean) {
      return "true or false";
    }
    return value instanceof Collection ? "list" : value instanceof Map ? "map" : "unknown";
  }
}
