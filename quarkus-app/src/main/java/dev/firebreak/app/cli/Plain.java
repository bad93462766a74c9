package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Values as text for a terminal. What comes out of an alert may be hostile: control characters,
 * which could drive the terminal, and those that turn the reading direction are shown as {@code ?}.
 */
final class Plain {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Plain() {}

  static String text(String s) {
    return s.replaceAll(
        "[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]", "?");
  }

  /** One field, empty where there is none. Lists are joined, objects in them go by their name. */
  static String field(JsonNode of, String name) {
    return value(of.path(name));
  }

  static String value(JsonNode value) {
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(v -> parts.add(value(v)));
      return String.join(", ", parts);
    }
    if (value.isObject()) {
      for (String name : List.of("topic", "name", "id", "by")) {
        if (value.hasNonNull(name)) {
          return text(value.path(name).asText());
        }
      }
      return text(value.toString());
    }
    return value.isNull() || value.isMissingNode() ? "" : text(value.asText());
  }

  /** An instant in this machine's time zone; anything else as it is. */
  static String time(String iso) {
    return instant(iso).map(i -> CLOCK.format(i.atZone(ZoneId.systemDefault()))).orElse(iso);
  }

  static Optional<Instant> instant(String iso) {
    try {
      return iso.isBlank() ? Optional.empty() : Optional.of(Instant.parse(iso));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The time from one instant to another, like {@code +1.250 s}; empty where one is missing. */
  static String after(String from, String to) {
    return instant(from)
        .flatMap(f -> instant(to).map(t -> Duration.between(f, t)))
        .map(d -> String.format(Locale.ROOT, "%+.3f s", d.toNanos() / 1e9))
        .orElse("");
  }

  /** The first eight characters of an id: enough to name it on the command line. */
  static String id(JsonNode of, String name) {
    String id = field(of, name);
    return id.matches("[0-9a-fA-F]{8}-.*") ? id.substring(0, 8) : id;
  }
}
