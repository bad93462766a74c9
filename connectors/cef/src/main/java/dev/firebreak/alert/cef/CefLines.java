package dev.firebreak.alert.cef;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Batch;
import dev.firebreak.alert.UnusableAlert;
import java.util.List;

/** The alerts of one message, a line each; places are named as if the lines were a JSON array. */
final class CefLines {
  private static final int MOST_LINES = 1_000;

  private final Batch batch =
      new Batch(new Batch.Names("CefLinesLeftOut", "lines", "left_out_lines"));

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
    batch.add(() -> new CefAlert(CefEvent.read(line, place, truncated)).toAlert());
  }

  /**
   * The alerts in the order of their lines, and one more that stands for lines left out.
   *
   * @throws UnusableAlert when no line became an alert
   */
  List<Alert> alerts() throws UnusableAlert {
    return batch.alerts("holds no line; expected " + CefEvent.EXPECTED);
  }
}
