package dev.firebreak.evidence;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A legal period: hours and minutes ({@code PT4H}) run by the clock, days and months ({@code P60D},
 * {@code P1M}) by the calendar in UTC.
 */
public record Within(TemporalAmount amount) {
  /**
   * @throws IllegalArgumentException when it is no ISO 8601 period over 0
   */
  public static Within of(String text) {
    try {
      TemporalAmount amount = text.contains("T") ? Duration.parse(text) : Period.parse(text);
      Within within = new Within(amount);
      if (!within.after(Instant.EPOCH).isAfter(Instant.EPOCH)) {
        throw unusable(text);
      }
      return within;
    } catch (DateTimeException e) {
      throw unusable(text);
    }
  }

  private static IllegalArgumentException unusable(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is no period over 0; write PT4H for hours, P60D for days, P1M for a month");
  }

  Instant after(Instant start) {
    return start.atZone(ZoneOffset.UTC).plus(amount).toInstant();
  }

  /** For example {@code 4 hours}, {@code 60 days}, {@code 1 month}. */
  public String words() {
    if (amount instanceof Duration d) {
      return d.toMinutesPart() == 0
          ? counted(d.toHours(), "hour")
          : counted(d.toMinutes(), "minute");
    }
    Period p = Period.from(amount);
    return Stream.of(counted(p.toTotalMonths(), "month"), counted(p.getDays(), "day"))
        .filter(w -> !w.startsWith("0 "))
        .collect(Collectors.joining(" and "));
  }

  private static String counted(long n, String unit) {
    return n + " " + unit + (n == 1 ? "" : "s");
  }
}
