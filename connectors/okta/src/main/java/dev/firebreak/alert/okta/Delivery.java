package dev.firebreak.alert.okta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The forms System Log events come in: an event hook's {@code {"data": {"events": [...]}}}
 * (https://developer.okta.com/docs/concepts/event-hooks/), a log stream's EventBridge event around
 * one ({@code detail}), one by itself, or a list of them as the System Log API answers. Forwarders
 * write some keys in lower case; so all are read in lower case.
 */
final class Delivery {
  private Delivery() {}

  /** The events, keys in lower case. */
  static List<JsonBody> events(byte[] body) throws UnusableAlert {
    try {
      JsonNode root = Json.parse(body);
      if (root.isArray()) {
        return new JsonBody(lowerCase(root), "").items();
      }
    } catch (JsonProcessingException e) {
      // The next line says it in the words of the contract.
    }
    JsonBody object = new JsonBody(lowerCase(JsonBody.parse(body).node()), "");
    Optional<JsonBody> data = object.at("/data").filter(d -> d.node().isObject());
    if (data.isPresent()) {
      return data.get().items("/events");
    }
    Optional<JsonBody> detail = object.at("/detail").filter(d -> d.node().isObject());
    return List.of(detail.orElse(object));
  }

  static UnusableAlert refusal(List<JsonBody> events) throws UnusableAlert {
    if (events.isEmpty()) {
      return new UnusableAlert("", "has no events; expected at least one in data.events");
    }
    return new UnusableAlert(
        events.get(0).pointer() + "/eventType",
        "'"
            + events.get(0).text("/eventtype", 100).orElse("")
            + (events.size() == 1 ? "'" : "' and " + (events.size() - 1) + " more")
            + " have no security meaning as they are here; take these event types off the event"
            + " hook, or ignore this");
  }

  /** The same with each key in lower case; of two that differ in case only, the first. */
  private static JsonNode lowerCase(JsonNode node) {
    if (node.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      node.forEach(i -> items.add(lowerCase(i)));
      return items;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    node.properties()
        .forEach(
            e -> {
              String key = e.getKey().toLowerCase(Locale.ROOT);
              if (!members.has(key)) {
                members.set(key, lowerCase(e.getValue()));
              }
            });
    return members;
  }
}
