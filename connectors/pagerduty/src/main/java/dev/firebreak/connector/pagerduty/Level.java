package dev.firebreak.connector.pagerduty;

import java.util.Locale;
import java.util.Set;

/**
 * PagerDuty's severities, and which of ours is which (https://support.pagerduty.com/docs/pd-cef).
 */
enum Level {
  CRITICAL(Set.of("critical", "fatal")),
  ERROR(Set.of("error", "high")),
  WARNING(Set.of("warning", "medium")),
  INFO(Set.of("info", "low", "informational", "unknown"));

  private final Set<String> names;

  Level(Set<String> names) {
    this.names = names;
  }

  /** As PagerDuty writes it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param name PagerDuty's or Firebreak's name, in any case
   * @throws IllegalArgumentException naming the known ones
   */
  static Level of(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    for (Level level : values()) {
      if (level.names.contains(wanted)) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        "input 'severity' must be critical, error, warning or info, or a severity of an alert"
            + " (fatal, critical, high, medium, low, informational, unknown), got '"
            + PlainText.line(name, 40)
            + "'");
  }
}
