package dev.firebreak.alert.crowdstrike;

import dev.firebreak.alert.JsonBody;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as Falcon's events have them: ISO 8601, or seconds or milliseconds since 1970. */
final class EventTime {
  private static final Pattern SECONDS = Pattern.compile("\\d{9,10}");
  private static final Pattern MILLIS = Pattern.compile("\\d{12,13}");

  private EventTime() {}

  /** Empty where the text is none of these. */
  static Optional<Instant> read(String text) {
    if (SECONDS.matcher(text).matches()) {
      return JsonBody.sane(Instant.ofEpochSecond(Long.parseLong(text)));
    }
    return MILLIS.matcher(text).matches()
        ? JsonBody.sane(Instant.ofEpochMilli(Long.parseLong(text)))
        : JsonBody.instant(text);
  }
}
