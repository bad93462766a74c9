package dev.firebreak.connector.openc2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One OpenC2 command.
 *
 * @param id of 36 characters, the most that are allowed (language section 3.4.2.16); the same for
 *     every attempt
 * @param targetName for example {@code ipv4_net}
 * @param rule number of the rule that it makes or deletes
 */
record Command(String id, String action, String targetName, Object target, Optional<Long> rule) {
  private static final long NUMBERS = 1L << 30;

  /**
   * A command for a step.
   *
   * @param key the step's idempotency key
   */
  static Command of(String key, String action, Subject subject, OpenC2Settings settings) {
    Optional<Long> rule =
        subject instanceof Subject.Rule r
            ? Optional.of(r.rule())
            : action.equals("deny") ? ruleNumber(key, settings) : Optional.empty();
    return new Command(id(key), action, subject.kind(settings), subject.value(settings), rule);
  }

  /** The number of a denial's rule, where numbers are ours to choose. */
  static Optional<Long> ruleNumber(String key, OpenC2Settings settings) {
    return settings.ruleNumbersFrom().map(from -> from + bits(key, "rule")[0] % NUMBERS);
  }

  /** Whether a rule has a number that we choose from: others are not ours to delete. */
  static boolean isOurs(long rule, OpenC2Settings settings) {
    return settings.ruleNumbersFrom().filter(n -> rule >= n && rule < n + NUMBERS).isPresent();
  }

  private static String id(String key) {
    long[] bits = bits(key, "command");
    // In the form of a version 4 UUID, which the transfer specification asks for (section 3.3.3).
    return new UUID(
            bits[0] & ~0xf000L | 0x4000L, bits[1] & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L)
        .toString();
  }

  /** Two numbers of 0 or more. */
  private static long[] bits(String key, String purpose) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((purpose + " " + key).getBytes(StandardCharsets.UTF_8));
      ByteBuffer in = ByteBuffer.wrap(hash);
      return new long[] {in.getLong() & Long.MAX_VALUE, in.getLong() & Long.MAX_VALUE};
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean deletes() {
    return action.equals("delete");
  }

  /** As JSON: action, target, args, actuator, command_id (language section 3.3.1). */
  Map<String, Object> body(OpenC2Settings settings) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("action", action);
    body.put("target", Map.of(targetName, target));
    body.put("args", args(settings));
    if (!targetName.equals("device")) {
      body.put("actuator", Map.of(settings.profile(), specifiers(settings)));
    }
    body.put("command_id", id);
    return body;
  }

  private Map<String, Object> args(OpenC2Settings settings) {
    Map<String, Object> args = new LinkedHashMap<>();
    args.put("response_requested", "complete");
    if (!deletes()) {
      rule.ifPresent(n -> args.put(settings.profile(), Map.of("insert_rule", n)));
    }
    return args;
  }

  private static Map<String, Object> specifiers(OpenC2Settings settings) {
    Map<String, Object> specifiers = new LinkedHashMap<>();
    settings.assetId().ifPresent(id -> specifiers.put("asset_id", id));
    settings.namedGroup().ifPresent(group -> specifiers.put("named_group", group));
    return specifiers;
  }
}
