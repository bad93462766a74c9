package dev.firebreak.engine;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Literal ISO 8601 times of a playbook. */
final class IsoTimes {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Pattern DURATION =
      Pattern.compile(
          "P([0-9]{1,4}D)?(T([0-9]{1,5}H)?([0-9]{1,6}M)?([0-9]{1,7}(\\.[0-9]{1,3})?S)?)?");
  private static final Pattern CYCLE = Pattern.compile("R([0-9]{1,4})/(P[A-Z0-9.]+)");
  private static final int MAX_REPETITIONS = 1000;

  private IsoTimes() {}

  /**
   * A positive duration of at most a year, such as {@code PT30M}, {@code P1DT12H} or {@code P2W}.
   */
  static boolean isDuration(String text) {
    if (!text.matches("P[0-9]{1,4}W") && !DURATION.matcher(text).matches()) {
      return false;
    }
    try {
      Duration duration =
          text.endsWith("W")
              ? Duration.ofDays(7L * Integer.parseInt(text.substring(1, text.length() - 1)))
              : Duration.parse(text);
      return duration.compareTo(Duration.ZERO) > 0 && duration.compareTo(LONGEST) <= 0;
    } catch (DateTimeException notADuration) {
      return false;
    }
  }

  /**
   * @param kind timeDuration, timeDate or timeCycle
   */
  static Optional<String> problem(String kind, String text) {
    return switch (kind) {
      case "timeDuration" ->
          isDuration(text)
              ? Optional.empty()
              : Optional.of(
                  "'" + text + "' must be a literal ISO duration up to a year, such as PT15M");
      case "timeDate" ->
          isDate(text)
              ? Optional.empty()
              : Optional.of(
                  "'" + text + "' must be a literal ISO date such as 2026-03-01T08:00:00Z");
      default ->
          isCycle(text)
              ? Optional.empty()
              : Optional.of(
                  "'" + text + "' must repeat a counted number of times, such as R3/PT5M");
    };
  }

  private static boolean isDate(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException notADate) {
      return false;
    }
  }

  private static boolean isCycle(String text) {
    Matcher cycle = CYCLE.matcher(text);
    return cycle.matches()
        && Integer.parseInt(cycle.group(1)) >= 1
        && Integer.parseInt(cycle.group(1)) <= MAX_REPETITIONS
        && isDuration(cycle.group(2));
  }
}
