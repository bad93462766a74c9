package dev.firebreak.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP answer, read to its end.
 *
 * @param headers by lower-case name
 */
public record Answer(int status, Map<String, List<String>> headers, String text) {
  static Answer of(HttpResponse<String> r) {
    return new Answer(r.statusCode(), new TreeMap<>(r.headers().map()), r.body());
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(v -> String.join(", ", v));
  }

  /** The body. */
  public JsonNode json() {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + this, e);
    }
  }

  /** The body, which must have come with this status. */
  public JsonNode json(int expected) {
    if (status != expected) {
      throw new AssertionError("expected HTTP " + expected + ", got " + this);
    }
    return json();
  }
}
