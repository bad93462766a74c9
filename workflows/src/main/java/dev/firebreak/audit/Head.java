package dev.firebreak.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A signed statement: at this time the trail had so many entries, and this root.
 *
 * @param size how many entries
 * @param root of the tree over them, lower-case hex
 * @param at to the microsecond
 * @param key id of the key that signed
 * @param signature Ed25519 over {@link #statement}, in Base64
 */
public record Head(long size, String root, Instant at, String key, String signature) {
  /** What is signed: canonical JSON in UTF-8, with a type that no other statement has. */
  static String statement(long size, String root, Instant at, String key) {
    return "{\"at\":\""
        + at
        + "\",\"key\":\""
        + key
        + "\",\"root\":\""
        + root
        + "\",\"size\":"
        + size
        + ",\"type\":\"firebreak.audit.head.v1\"}";
  }

  /** What {@link #line} wrote; empty for any other text. */
  public static Optional<Head> read(String line) {
    try {
      JsonNode node = Canonical.MAPPER.readTree(line);
      Head head =
          new Head(
              node.path("size").asLong(),
              node.path("root").asText(),
              Instant.parse(node.path("at").asText()),
              node.path("key").asText(),
              node.path("signature").asText());
      return head.line().equals(line) ? Optional.of(head) : Optional.empty();
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    }
  }

  String statement() {
    return statement(size, root, at, key);
  }

  /** The statement with its signature, as canonical JSON; what witnesses keep. */
  public String line() {
    return "{\"at\":\""
        + at
        + "\",\"key\":\""
        + key
        + "\",\"root\":\""
        + root
        + "\",\"signature\":\""
        + signature
        + "\",\"size\":"
        + size
        + ",\"type\":\"firebreak.audit.head.v1\"}";
  }
}
