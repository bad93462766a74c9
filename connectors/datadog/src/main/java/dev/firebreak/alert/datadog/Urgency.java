package dev.firebreak.alert.datadog;

import dev.firebreak.alert.Severity;
import java.util.Locale;
import java.util.Optional;

/**
 * Datadog's several scales: signals and tags have words, monitors P1 to P5, incidents SEV-1 to 5.
 */
final class Urgency {
  private Urgency() {}

  /** The severity a word of any of these scales stands for; UNKNOWN for other words. */
  static Severity of(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")) {
      case "critical", "p1", "sev1", "sev0" -> Severity.CRITICAL;
      case "high", "p2", "sev2" -> Severity.HIGH;
      case "medium", "p3", "sev3" -> Severity.MEDIUM;
      case "low", "p4", "sev4" -> Severity.LOW;
      case "info", "informational", "p5", "sev5" -> Severity.INFORMATIONAL;
      default -> Severity.UNKNOWN;
    };
  }

  /**
   * What is left where nobody said how bad it is: the event's type. An error only means that the
   * monitor's threshold was passed.
   */
  static Severity ofType(Optional<String> type) {
    return switch (type.orElse("").strip().toLowerCase(Locale.ROOT)) {
      case "error" -> Severity.MEDIUM;
      case "warning" -> Severity.LOW;
      case "info", "success" -> Severity.INFORMATIONAL;
      default -> Severity.UNKNOWN;
    };
  }
}
