package dev.firebreak.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.TargetType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads cases as {@code docs/testing-playbooks.md} describes their files: {@code alert.json},
 * {@code script.json} (may be missing: all goes well) and {@code trace.txt} (may be missing: not
 * recorded yet).
 */
public final class CaseFiles {
  static final String ALERT = "alert.json";
  static final String SCRIPT = "script.json";
  static final String TRACE = "trace.txt";
  private static final long MOST_BYTES = 1L << 20;
  private static final int MOST_CASES = 200;
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Set<String> SCRIPT_FIELDS =
      Set.of("description", "vendors", "outputs", "approvals", "tasks", "joinAfter", "after");
  private static final Set<String> ALERT_FIELDS =
      Set.of("uid", "rule", "title", "severity", "attacks", "targets", "attributes");

  private CaseFiles() {}

  /**
   * The cases of one playbook's folder, by name.
   *
   * @return empty where it has no {@code cases}
   * @throws CaseUnusable naming the file at fault
   */
  public static List<Case> ofPlaybook(Path folder) throws CaseUnusable {
    Path cases = folder.resolve("cases");
    if (!Files.isDirectory(cases)) {
      return List.of();
    }
    List<Case> all = new ArrayList<>();
    for (Path one : folders(cases)) {
      all.add(read(one));
    }
    return all;
  }

  private static List<Path> folders(Path dir) throws CaseUnusable {
    try (Stream<Path> all = Files.list(dir)) {
      List<Path> found = all.filter(Files::isDirectory).sorted().toList();
      if (found.size() > MOST_CASES) {
        throw new CaseUnusable(dir + " holds more than " + MOST_CASES + " cases: split the folder");
      }
      return found;
    } catch (IOException e) {
      throw new CaseUnusable(dir + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** One case's folder. */
  public static Case read(Path folder) throws CaseUnusable {
    JsonNode script =
        Files.exists(folder.resolve(SCRIPT))
            ? json(folder.resolve(SCRIPT))
            : JsonNodeFactory.instance.objectNode();
    Path trace = folder.resolve(TRACE);
    return of(
        String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
        folder.toString(),
        json(folder.resolve(ALERT)),
        script,
        Files.exists(trace) ? Optional.of(text(trace)) : Optional.empty());
  }

  /**
   * A case from its files' contents.
   *
   * @param where begins the sentence about what is wrong
   */
  public static Case of(
      String name, String where, JsonNode alert, JsonNode script, Optional<String> trace)
      throws CaseUnusable {
    fields(where + "/" + SCRIPT, script, SCRIPT_FIELDS);
    List<Alert> alerts = new ArrayList<>();
    for (JsonNode one : alert.isArray() ? alert : List.of(alert)) {
      alerts.add(alert(where + "/" + ALERT, one));
    }
    List<String> joinAfter = joins(script.path("joinAfter"));
    if (alerts.isEmpty() || alerts.size() > Case.MOST_ALERTS) {
      throw new CaseUnusable(
          where + "/" + ALERT + " must hold 1 to " + Case.MOST_ALERTS + " alerts");
    }
    if (joinAfter.size() != alerts.size() - 1) {
      throw new CaseUnusable(
          where
              + ": joinAfter in "
              + SCRIPT
              + " names a node for each alert after the first; there are "
              + alerts.size()
              + " alerts and "
              + joinAfter.size()
              + " nodes");
    }
    String file = where + "/" + SCRIPT;
    return new Case(
        name,
        script.path("description").asText(),
        alerts,
        choices(file, script.path("vendors"), Case.Vendor.class),
        objects(script.path("outputs")),
        choices(file, script.path("approvals"), Case.Answer.class),
        tasks(script.path("tasks")),
        joinAfter,
        after(file, script.path("after")),
        trace);
  }

  private static Map<String, Duration> after(String where, JsonNode object) throws CaseUnusable {
    Map<String, Duration> after = new HashMap<>();
    for (Map.Entry<String, JsonNode> e : object.properties()) {
      after.put(e.getKey(), duration(where, e.getKey(), e.getValue().asText()));
    }
    return after;
  }

  private static Duration duration(String where, String node, String text) throws CaseUnusable {
    try {
      Duration given = Duration.parse(text);
      if (given.compareTo(Duration.ZERO) > 0 && given.compareTo(LONGEST) <= 0) {
        return given;
      }
    } catch (DateTimeParseException e) {
      // Told below, as one that is too long is.
    }
    throw new CaseUnusable(
        where
            + ": after '"
            + node
            + "' is '"
            + text
            + "'; it must be a time such as PT30M or P1D, a year at most");
  }

  private static JsonNode json(Path file) throws CaseUnusable {
    if (!Files.exists(file)) {
      throw new CaseUnusable(
          "there is no " + file + ": a case is a folder with " + ALERT + " in it");
    }
    try {
      return Json.parse(text(file));
    } catch (JsonProcessingException e) {
      throw new CaseUnusable(
          file
              + " is not JSON: line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ": "
              + e.getOriginalMessage().lines().findFirst().orElse(""),
          e);
    }
  }

  private static String text(Path file) throws CaseUnusable {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new CaseUnusable(file + " has more than " + MOST_BYTES + " bytes");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CaseUnusable(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void fields(String where, JsonNode object, Set<String> known) throws CaseUnusable {
    if (!object.isObject()) {
      throw new CaseUnusable(where + " must hold a JSON object");
    }
    Set<String> unknown = new TreeSet<>();
    object.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new CaseUnusable(
          where + " has unknown fields " + unknown + "; known: " + new TreeSet<>(known));
    }
  }

  private static Alert alert(String where, JsonNode a) throws CaseUnusable {
    fields(where, a, ALERT_FIELDS);
    try {
      Alert.Builder alert =
          Alert.builder(a.path("uid").asText(), a.path("rule").asText())
              .title(a.path("title").asText())
              .severity(severity(a.path("severity").asText()));
      a.path("attacks").forEach(t -> alert.attack(t.asText()));
      a.path("targets")
          .forEach(
              t -> alert.target(TargetType.of(t.path("type").asText()), t.path("id").asText()));
      a.path("attributes")
          .properties()
          .forEach(e -> alert.attribute(e.getKey(), e.getValue().asText()));
      return alert.build();
    } catch (IllegalArgumentException e) {
      throw new CaseUnusable(where + ": " + e.getMessage(), e);
    }
  }

  private static Severity severity(String word) {
    return choice(word, Severity.class)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "severity '" + word + "' is none of " + words(Severity.class)));
  }

  private static List<String> joins(JsonNode given) {
    List<String> nodes = new ArrayList<>();
    if (given.isTextual()) {
      nodes.add(given.asText());
    }
    given.forEach(n -> nodes.add(n.asText()));
    return nodes;
  }

  private static <E extends Enum<E>> Map<String, E> choices(
      String where, JsonNode object, Class<E> type) throws CaseUnusable {
    Map<String, E> choices = new HashMap<>();
    for (Map.Entry<String, JsonNode> e : object.properties()) {
      E chosen =
          choice(e.getValue().asText(), type)
              .orElseThrow(
                  () ->
                      new CaseUnusable(
                          where
                              + ": '"
                              + e.getKey()
                              + "' is '"
                              + e.getValue().asText()
                              + "'; it must be one of "
                              + words(type)));
      choices.put(e.getKey(), chosen);
    }
    return choices;
  }

  private static <E extends Enum<E>> Optional<E> choice(String word, Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(c -> c.name().equals(word.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  private static <E extends Enum<E>> String words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(c -> c.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static Map<String, JsonNode> objects(JsonNode object) {
    Map<String, JsonNode> all = new HashMap<>();
    object.properties().forEach(e -> all.put(e.getKey(), e.getValue()));
    return all;
  }

  private static Map<String, Map<String, Object>> tasks(JsonNode object) {
    Map<String, Map<String, Object>> tasks = new HashMap<>();
    object
        .properties()
        .forEach(
            e -> {
              Map<String, Object> filledIn = new HashMap<>();
              e.getValue()
                  .properties()
                  .forEach(
                      v ->
                          filledIn.put(
                              v.getKey(), Json.mapper().convertValue(v.getValue(), Object.class)));
              tasks.put(e.getKey(), filledIn);
            });
    return tasks;
  }
}
