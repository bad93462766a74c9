package dev.firebreak.alert.cef;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the alerts of one message, a line each. Lines have nothing to do with each other: one
 * that cannot be read must not keep the others from being acted on. Places are named as if the
 * lines were a JSON array.
 */
final class CefLines {
  private static final int MOST_LINES = 1_000;
  private static final int MOST_REASONS = 20;

  private final List<Alert> alerts = new ArrayList<>();
  private final List<UnusableAlert> rejected = new ArrayList<>();

  void addAll(String text) throws UnusableAlert {
    List<String> lines = text.lines().filter(l -> !l.isBlank()).toList();
    if (lines.size() > MOST_LINES) {
      throw new UnusableAlert(
          "", "has " + lines.size() + " lines; send at most " + MOST_LINES + " in one message");
    }
    for (int i = 0; i < lines.size(); i++) {
      add(lines.get(i), lines.size() == 1 ? "" : "/" + i, false);
    }
  }

  void add(String line, String place, boolean truncated) {
    try {
      alerts.add(new CefAlert(CefEvent.read(line, place, truncated)).toAlert());
    } catch (UnusableAlert e) {
      rejected.add(e);
    }
  }

  /**
   * The alerts in the order of their lines, and one more that stands for lines left out.
   *
   * @throws UnusableAlert when no line became an alert
   */
  List<Alert> alerts() throws UnusableAlert {
    if (alerts.isEmpty()) {
      throw rejected.isEmpty()
          ? new UnusableAlert("", "holds no line; expected " + CefEvent.EXPECTED)
          : rejected.get(0);
    }
    List<Alert> all = new ArrayList<>(alerts);
    if (!rejected.isEmpty()) {
      all.add(leftOut());
    }
    return all;
  }

  /**
   * A person must know that some lines were not understood. Low, because nothing is known of them;
   * it names no target, so it contains nothing.
   */
  private Alert leftOut() {
    List<String> reasons = rejected.stream().map(e -> e.pointer() + ": " + e.getMessage()).toList();
    List<String> identity = new ArrayList<>(reasons);
    alerts.forEach(a -> identity.add(a.uid()));
    int lines = alerts.size() + rejected.size();
    return Alert.builder("left-out/" + Fingerprint.of(identity), "CefLinesLeftOut")
        .title(rejected.size() + " of " + lines + " lines of a message were left out")
        .description(
            Optional.of(
                "They are in the stored message. "
                    + String.join(
                        "\n", reasons.subList(0, Math.min(MOST_REASONS, reasons.size())))))
        .severity(Severity.LOW)
        .attribute("operational", "true")
        .attribute("left_out_lines", Integer.toString(rejected.size()))
        .build();
  }
}
