package dev.firebreak.fuzz;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.UnusableAlert;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every source's parser with any bytes as an authentic message; the first byte says whose. */
public final class ParserTarget {
  private static final List<AlertSource> SOURCES = OpenSources.all(false);
  private static final int LONGEST_NAME = 512;

  private ParserTarget() {}

  /** Makes keys and loads classes, which takes longer than any input may. */
  public static void fuzzerInitialize() {
    if (SOURCES.isEmpty()) {
      throw new AssertionError("there are no sources");
    }
    all("{\"a\":[[1.5,\"b\"]]}".getBytes(StandardCharsets.UTF_8));
  }

  /** Alerts, a handshake, or one sentence on what is wrong; anything else is a fault. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    parse(
        SOURCES.get((input[0] & 0xff) % SOURCES.size()),
        Arrays.copyOfRange(input, 1, input.length));
  }

  /** All of them with the same message. */
  static void all(byte[] body) {
    SOURCES.forEach(s -> parse(s, body));
  }

  private static void parse(AlertSource source, byte[] body) {
    RawMessage message =
        new RawMessage(
            Map.of(
                "content-type", List.of("application/json"),
                "x-github-event", List.of("secret_scanning_alert")),
            Optional.empty(),
            body);
    try {
      if (source.parse(message) instanceof Parsed.Alerts alerts) {
        alerts.alerts().forEach(ParserTarget::check);
      }
    } catch (UnusableAlert refused) {
      if (refused.getMessage().isBlank()) {
        throw new AssertionError("refused without a word", refused);
      }
    }
  }

  /** What would not fit into the database. */
  private static void check(Alert alert) {
    if (alert.uid().isBlank() || alert.rule().isBlank() || alert.uid().length() > LONGEST_NAME) {
      throw new AssertionError("an alert without name or with one too long: " + alert);
    }
    String all = alert.toString();
    if (all.indexOf('\0') >= 0 || !isPaired(all)) {
      throw new AssertionError("a text that the database would refuse: " + alert);
    }
  }

  private static boolean isPaired(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }
}
