package dev.firebreak.alert.cef;

import dev.firebreak.alert.JsonBody;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as devices write them: since 1970 in milliseconds (or, by their length, seconds,
 * microseconds, nanoseconds), {@code Jan 15 2026 10:12:00[.250][ zone]}, or ISO 8601. Without a
 * zone of its own a time is in the device's ({@code dtz}), else in UTC. One without a year is none.
 */
final class CefTime {
  private static final Pattern NUMBER = Pattern.compile("\\d{10,19}");
  private static final Pattern WORDS =
      Pattern.compile(
          "([A-Z][a-z]{2} \\d{1,2} \\d{4} \\d{2}:\\d{2}:\\d{2})(\\.\\d{1,9})?(?: (\\S{1,40}))?");
  private static final Pattern ISO_WITHOUT_ZONE =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?");
  private static final DateTimeFormatter MONTH_FIRST =
      DateTimeFormatter.ofPattern("MMM d uuuu HH:mm:ss", Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);

  private CefTime() {}

  static Optional<Instant> read(String text, Optional<String> deviceZone) {
    String t = text.strip().replaceAll("\\s+", " ");
    ZoneId zone = deviceZone.flatMap(CefTime::zone).orElse(ZoneOffset.UTC);
    if (NUMBER.matcher(t).matches()) {
      return JsonBody.sane(number(t));
    }
    try {
      Matcher words = WORDS.matcher(t);
      if (words.matches()) {
        LocalDateTime local = LocalDateTime.parse(words.group(1), MONTH_FIRST);
        ZoneId own = Optional.ofNullable(words.group(3)).flatMap(CefTime::zone).orElse(zone);
        String fraction = Optional.ofNullable(words.group(2)).orElse(".0");
        return JsonBody.sane(local.plusNanos(nanos(fraction)).atZone(own).toInstant());
      }
      if (ISO_WITHOUT_ZONE.matcher(t).matches()) {
        return JsonBody.sane(LocalDateTime.parse(t.replace(' ', 'T')).atZone(zone).toInstant());
      }
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    return JsonBody.instant(t);
  }

  private static Instant number(String digits) {
    long n = Long.parseLong(digits.substring(0, Math.min(digits.length(), 18)));
    return switch (digits.length()) {
      case 10, 11 -> Instant.ofEpochSecond(n);
      case 12, 13, 14 -> Instant.ofEpochMilli(n);
      case 15, 16, 17 -> Instant.ofEpochSecond(n / 1_000_000, n % 1_000_000 * 1_000);
      case 18 -> Instant.ofEpochSecond(n / 1_000_000_000, n % 1_000_000_000);
      default -> Instant.ofEpochSecond(n / 100_000_000, n % 100_000_000 * 10);
    };
  }

  private static long nanos(String fraction) {
    return Long.parseLong((fraction.substring(1) + "000000000").substring(0, 9));
  }

  /** Offsets, names of places, and the old short names; empty for anything else. */
  private static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name.strip(), ZoneId.SHORT_IDS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
