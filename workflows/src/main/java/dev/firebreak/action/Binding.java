package dev.firebreak.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.firebreak.connector.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What exactly a yes is for, as a hash. */
final class Binding {
  private Binding() {}

  /** SHA-256 of action, target, playbook version and input, lower-case hex. */
  static String of(ActionRow row) {
    return sha256(
        String.join(
            "\n",
            row.id(),
            row.topic(),
            row.target().toString(),
            row.playbookVersion(),
            sorted(row.input())));
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** JSON with names in order: the database keeps an object's in an order of its own. */
  static String sorted(Object json) {
    try {
      return Json.mapper()
          .writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .writeValueAsString(
              Json.mapper().treeToValue(Json.mapper().valueToTree(json), Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no JSON", e);
    }
  }
}
