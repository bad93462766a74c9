package dev.firebreak.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Spans of time as people say them. */
final class Spans {
  private Spans() {}

  /** {@code +1.25 s}, {@code +4 min 10 s}, {@code -3 d 2 h}. */
  static String of(Instant from, Instant to) {
    Duration span = Duration.between(from, to);
    return (span.isNegative() ? "-" : "+") + between(span.abs());
  }

  static String took(Instant from, Instant to) {
    return between(Duration.between(from, to).abs());
  }

  static String between(Duration span) {
    if (span.toDays() > 0) {
      return span.toDays() + " d " + span.toHoursPart() + " h";
    } else if (span.toHours() > 0) {
      return span.toHours() + " h " + span.toMinutesPart() + " min";
    } else if (span.toMinutes() > 0) {
      return span.toMinutes() + " min " + span.toSecondsPart() + " s";
    }
    return span.toMillis() < 1_000
        ? span.toMillis() + " ms"
        : String.format(Locale.ROOT, "%.2f s", span.toMillis() / 1000.0);
  }
}
