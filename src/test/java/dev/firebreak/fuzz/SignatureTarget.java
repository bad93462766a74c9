package dev.firebreak.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every source's check of its sender with any headers: the first byte says whose, then come lines
 * of {@code name: value} up to an empty one, then the body. Nobody here knows a secret, so whoever
 * is let in is a fault.
 */
public final class SignatureTarget {
  private static final List<AlertSource> SOURCES = OpenSources.all(true);
  private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");

  private SignatureTarget() {}

  /** Makes keys and certificates, which takes longer than any input may. */
  public static void fuzzerInitialize() {
    if (SOURCES.isEmpty()) {
      throw new AssertionError("there are no sources");
    }
  }

  /** A no is the only answer that is right. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int which = (input[0] & 0xff) % SOURCES.size();
    check(SOURCES.get(which), Arrays.copyOfRange(input, 1, input.length));
  }

  /** All of them with the same message. */
  static void all(byte[] message) {
    SOURCES.forEach(s -> check(s, message));
  }

  private static void check(AlertSource source, byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    int end = text.indexOf("\n\n");
    String head = end < 0 ? text : text.substring(0, end);
    String body = end < 0 ? "" : text.substring(end + 2);
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String line : head.split("\n", 50)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).strip().toLowerCase(java.util.Locale.ROOT);
        headers.put(name, List.of(line.substring(colon + 1).strip()));
      }
    }
    RawMessage message =
        new RawMessage(
            headers,
            Optional.ofNullable(headers.get("path")).map(p -> p.get(0)),
            body.getBytes(ISO_8859_1));
    if (source.authenticate(message, NOW) instanceof Sender.Authentic who) {
      throw new AssertionError("let in without a secret: " + who + " by " + source.getClass());
    }
  }
}
