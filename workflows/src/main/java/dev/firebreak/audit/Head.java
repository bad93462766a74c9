package dev.firebreak.audit;

import java.time.Instant;

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
