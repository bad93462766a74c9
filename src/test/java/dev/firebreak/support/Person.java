package dev.firebreak.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Somebody who uses the API with a token of their own. Safe for all threads. */
public final class Person {
  private final String name;
  private final URI base;
  private final Http http;
  private final String token;

  Person(String name, URI base, String token) {
    this.name = name;
    this.base = base;
    this.http = new Http(base);
    this.token = token;
  }

  public String name() {
    return name;
  }

  public String token() {
    return token;
  }

  private Map<String, String> headers() {
    return Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
  }

  /** Reads something that must be there. */
  public JsonNode get(String path) {
    return asked(path).json(200);
  }

  /** Reads something that may not be there. */
  public Answer asked(String path) {
    return http.get(path, headers());
  }

  /** Sends a body as JSON. */
  public Answer post(String path, Object body) {
    return http.post(path, headers(), Json.bytes(body));
  }

  /** Sends a body as it stands. */
  public Answer postText(String path, String body) {
    return http.post(path, headers(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code approve} or {@code deny}. */
  public Answer vote(String approval, String vote) {
    return post("/api/v1/approvals/" + approval + "/votes", Map.of("vote", vote));
  }

  /** The events after a number; close it. */
  public EventStream eventsAfter(long seq) {
    return EventStream.open(base, token, seq);
  }
}
