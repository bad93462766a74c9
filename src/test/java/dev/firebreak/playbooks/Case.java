package dev.firebreak.playbooks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.TargetType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One case of a playbook, as {@code playbooks/README.md} describes its files: the alerts, and how
 * the world answers.
 *
 * @param alerts the first opens the incident, the second joins it
 * @param joinAfter node after which the second alert arrives; present exactly when there is one
 */
record Case(
    Path folder,
    String description,
    List<Alert> alerts,
    Map<String, Vendor> vendors,
    Map<String, Answer> approvals,
    Map<String, Map<String, Object>> tasks,
    Optional<String> joinAfter) {
  private static final Set<String> FIELDS =
      Set.of("description", "vendors", "approvals", "tasks", "joinAfter");

  /** How a vendor answers. */
  enum Vendor {
    CONFIRMED,
    REFUSED,
    UNAVAILABLE
  }

  /** How people answer when they are asked. */
  enum Answer {
    APPROVE,
    DENY,
    TIMEOUT
  }

  Case {
    if (alerts.isEmpty() || alerts.size() > 2) {
      throw new IllegalArgumentException(folder + ": a case has one alert or two");
    }
    if ((alerts.size() == 2) != joinAfter.isPresent()) {
      throw new IllegalArgumentException(
          folder + ": a second alert and joinAfter belong together; there is only one of them");
    }
  }

  static Case read(Path folder) throws IOException {
    JsonNode alert = Json.mapper().readTree(Files.readAllBytes(folder.resolve("alert.json")));
    JsonNode script = Json.mapper().readTree(Files.readAllBytes(folder.resolve("script.json")));
    Set<String> unknown = new TreeSet<>();
    script.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(folder + "/script.json: unknown fields " + unknown);
    }
    List<Alert> alerts = new ArrayList<>();
    (alert.isArray() ? alert : List.of(alert)).forEach(a -> alerts.add(alert(a)));
    return new Case(
        folder,
        script.path("description").asText(),
        alerts,
        choices(script.path("vendors"), Vendor.class),
        choices(script.path("approvals"), Answer.class),
        tasks(script.path("tasks")),
        Optional.of(script.path("joinAfter").asText()).filter(s -> !s.isEmpty()));
  }

  private static Alert alert(JsonNode a) {
    Alert.Builder alert =
        Alert.builder(a.path("uid").asText(), a.path("rule").asText())
            .title(a.path("title").asText())
            .severity(Severity.valueOf(a.path("severity").asText().toUpperCase(Locale.ROOT)));
    a.path("attacks").forEach(t -> alert.attack(t.asText()));
    a.path("targets")
        .forEach(t -> alert.target(TargetType.of(t.path("type").asText()), t.path("id").asText()));
    a.path("attributes")
        .properties()
        .forEach(e -> alert.attribute(e.getKey(), e.getValue().asText()));
    return alert.build();
  }

  private static <E extends Enum<E>> Map<String, E> choices(JsonNode object, Class<E> type) {
    Map<String, E> choices = new HashMap<>();
    object
        .properties()
        .forEach(
            e ->
                choices.put(
                    e.getKey(),
                    Enum.valueOf(type, e.getValue().asText().toUpperCase(Locale.ROOT))));
    return choices;
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

  String name() {
    return String.valueOf(folder.getFileName());
  }

  Vendor vendor(String topic) {
    return vendors.getOrDefault(topic, Vendor.CONFIRMED);
  }

  Answer answer(String topic) {
    return approvals.getOrDefault(topic, Answer.APPROVE);
  }

  /** What a person fills in; nothing where the script is silent. */
  Map<String, Object> filledIn(String node) {
    return tasks.getOrDefault(node, Map.of());
  }
}
