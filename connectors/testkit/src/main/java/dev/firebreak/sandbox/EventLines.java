package dev.firebreak.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts the lines of an event stream together
 * (https://html.spec.whatwg.org/#event-stream-interpretation); an event that came before, or that
 * is not JSON, is left out. For one thread.
 */
final class EventLines {
  private final Consumer<JsonNode> take;
  private final StringBuilder data = new StringBuilder();
  private String arriving = "";
  private String id = "";
  private long lastSeq;

  EventLines(Consumer<JsonNode> take) {
    this.take = take;
  }

  void take(String line) {
    if (line.isEmpty()) {
      dispatch();
    } else if (line.startsWith("data:")) {
      data.append(data.length() > 0 ? "\n" : "").append(value(line));
    } else if (line.startsWith("id:")) {
      arriving = value(line);
    }
  }

  private static String value(String line) {
    String v = line.substring(line.indexOf(':') + 1);
    return v.startsWith(" ") ? v.substring(1) : v;
  }

  private void dispatch() {
    String text = data.toString();
    data.setLength(0);
    id = arriving;
    if (text.isEmpty()) {
      return;
    }
    try {
      JsonNode event = Json.parse(text);
      long seq = event.path("seq").asLong(lastSeq + 1);
      if (event.isObject() && seq > lastSeq) {
        lastSeq = seq;
        take.accept(event);
      }
    } catch (JsonProcessingException e) {
      // Comments and keep-alives of a proxy are no events.
    }
  }

  /** Forgets the half of an event that a broken connection left. */
  void broken() {
    data.setLength(0);
    arriving = id;
  }

  /** Where to go on from. */
  Optional<String> lastId() {
    return id.isEmpty() ? Optional.empty() : Optional.of(id);
  }
}
