package dev.firebreak.verifier;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A signed statement: at this time the trail had so many entries, and this root.
 *
 * @param at as it was signed
 * @param root lower-case hex
 * @param key id of the key that signed
 * @param signature Base64
 */
record SignedHead(long size, String root, String at, String key, String signature) {
  private static final String TYPE = "firebreak.audit.head.v1";
  private static final Set<String> FIELDS =
      Set.of("at", "key", "root", "signature", "size", "type");

  /** Reads a line of an export or of a witness. */
  static SignedHead read(String line) throws Json.Malformed {
    return of(Json.object(line));
  }

  /** The head of an object that was read. */
  static SignedHead of(Map<?, ?> fields) throws Json.Malformed {
    if (!fields.keySet().equals(FIELDS) || !TYPE.equals(fields.get("type"))) {
      throw new Json.Malformed("it is no signed head");
    }
    SignedHead head =
        new SignedHead(
            Fields.number(fields, "size"),
            Fields.text(fields, "root"),
            Fields.text(fields, "at"),
            Fields.text(fields, "key"),
            Fields.text(fields, "signature"));
    Fields.hash(head.root);
    if (!head.key.matches("[0-9a-f]{16}")
        || !head.signature.matches("[A-Za-z0-9+/]{86}==")
        || !isTime(head.at)) {
      throw new Json.Malformed("it is no signed head");
    }
    return head;
  }

  private static boolean isTime(String text) {
    try {
      return Instant.parse(text).toString().equals(text);
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** What was signed, as canonical JSON. */
  String statement() {
    return "{\"at\":\""
        + at
        + "\",\"key\":\""
        + key
        + "\",\"root\":\""
        + root
        + "\",\"size\":"
        + size
        + ",\"type\":\""
        + TYPE
        + "\"}";
  }

  /** For people. */
  String named() {
    return "the head over " + size + " entries of " + at;
  }
}
