package dev.firebreak.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.Json;
import dev.firebreak.worker.Task;
import dev.firebreak.worker.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON of Camunda 7's external task API. */
final class WorkerWire {
  /** The engine's default date format. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_TASKS = 100;
  private static final int MOST_TOPICS = 100;
  private static final Duration LONGEST_LOCK = Duration.ofHours(1);

  private WorkerWire() {}

  /** A time as Camunda writes it. */
  static String time(Instant at) {
    return TIME.format(at);
  }

  /** A request that makes no sense; the message says what is wrong. */
  static final class Malformed extends Exception {
    Malformed(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  record TopicRequest(String name, Duration lock) {}

  record FetchRequest(Workers.Fetch fetch, List<TopicRequest> topics, Duration patience) {}

  static FetchRequest fetch(@Nullable JsonNode body) throws Malformed {
    String worker = worker(body);
    long most = number(body, "maxTasks", 1);
    if (most < 1) {
      throw new Malformed("maxTasks must be 1 or more");
    }
    List<TopicRequest> topics = new ArrayList<>();
    for (JsonNode t : given(body).path("topics")) {
      String name = t.path("topicName").asText("");
      if (name.isBlank() || topics.size() >= MOST_TOPICS) {
        throw new Malformed("topics need a topicName each, and are at most " + MOST_TOPICS);
      }
      topics.add(new TopicRequest(name, lock(number(t, "lockDuration", 0))));
    }
    Duration patience = Duration.ofMillis(Math.max(0, number(body, "asyncResponseTimeout", 0)));
    return new FetchRequest(
        new Workers.Fetch(
            worker,
            (int) Math.min(most, MOST_TASKS),
            topics.stream().map(t -> new Workers.Fetch.Topic(t.name(), t.lock())).toList()),
        List.copyOf(topics),
        patience);
  }

  static Duration lock(long millis) throws Malformed {
    if (millis < 1) {
      throw new Malformed("a lock duration must be 1 ms or more");
    }
    Duration asked = Duration.ofMillis(millis);
    return asked.compareTo(LONGEST_LOCK) > 0 ? LONGEST_LOCK : asked;
  }

  static String worker(@Nullable JsonNode body) throws Malformed {
    String worker = given(body).path("workerId").asText("");
    if (worker.isBlank() || worker.length() > 200) {
      throw new Malformed("workerId must be 1 to 200 characters");
    }
    return Api.shown(worker);
  }

  private static JsonNode given(@Nullable JsonNode body) throws Malformed {
    if (body == null || !body.isObject()) {
      throw new Malformed("the body must be a JSON object");
    }
    return body;
  }

  static long number(@Nullable JsonNode body, String name, long fallback) {
    JsonNode value = body == null ? JSON.nullNode() : body.path(name);
    return value.canConvertToLong() ? value.asLong() : fallback;
  }

  /** A worker's text as one line, at most 500 characters. */
  static String text(@Nullable JsonNode body, String name) {
    String text = body == null ? "" : body.path(name).asText("");
    String line = text.replaceAll("[\\p{C}\\s]+", " ").strip();
    return line.length() > 500 ? line.substring(0, 497) + "..." : line;
  }

  /** The variables of a completion as plain JSON values, by name. */
  static JsonNode variables(@Nullable JsonNode body) throws Malformed {
    ObjectNode plain = JSON.objectNode();
    for (var variable : given(body).path("variables").properties()) {
      plain.set(variable.getKey(), value(variable.getKey(), variable.getValue()));
    }
    return plain;
  }

  private static JsonNode value(String name, JsonNode typed) throws Malformed {
    JsonNode value = typed.path("value");
    boolean json = typed.path("type").asText("").equalsIgnoreCase("Json");
    boolean object = typed.path("type").asText("").equalsIgnoreCase("Object");
    if (object) {
      throw new Malformed(
          "variable '" + Api.shown(name) + "' is a serialized object; send type Json instead");
    }
    if (!json || !value.isTextual()) {
      return value.isMissingNode() ? JSON.nullNode() : value;
    }
    try {
      return Json.parse(value.asText());
    } catch (JsonProcessingException e) {
      throw new Malformed("variable '" + Api.shown(name) + "' says Json and holds none");
    }
  }

  /** A task as the engine describes one that was fetched. */
  static ObjectNode locked(Task task, String worker) {
    ObjectNode t = JSON.objectNode();
    t.put("id", task.id());
    t.put("topicName", task.topic());
    t.put("workerId", worker);
    t.put("lockExpirationTime", time(task.lockedUntil()));
    t.put("createTime", TIME.format(task.createdAt()));
    t.put("businessKey", task.incident());
    t.put("activityId", task.topic());
    t.put("activityInstanceId", task.id());
    t.put("executionId", task.id());
    t.put("processInstanceId", task.incident());
    t.put("processDefinitionId", "firebreak");
    t.put("processDefinitionKey", "firebreak");
    t.put("priority", 0);
    t.put("suspended", false);
    for (String absent :
        List.of(
            "errorMessage", "errorDetails", "retries", "tenantId", "processDefinitionVersionTag")) {
      t.putNull(absent);
    }
    t.putObject("extensionProperties");
    ObjectNode variables = t.putObject("variables");
    task.variables().properties().forEach(v -> variables.set(v.getKey(), typed(v.getValue())));
    return t;
  }

  private static @Nullable String time(Optional<Instant> at) {
    return at.map(TIME::format).orElse(null);
  }

  private static ObjectNode typed(JsonNode value) {
    ObjectNode typed = JSON.objectNode();
    typed.put("type", type(value));
    typed.set("value", value.isContainerNode() ? JSON.textNode(value.toString()) : value);
    typed.putObject("valueInfo");
    return typed;
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "String";
      case BOOLEAN -> "Boolean";
      case NUMBER -> value.isIntegralNumber() ? "Long" : "Double";
      case ARRAY, OBJECT -> "Json";
      default -> "Null";
    };
  }
}
