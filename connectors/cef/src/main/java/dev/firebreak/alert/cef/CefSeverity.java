package dev.firebreak.alert.cef;

import dev.firebreak.alert.Severity;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * CEF's severity: 0 to 10 or Unknown, Low, Medium, High, Very-High; and the words that products
 * write instead.
 */
final class CefSeverity {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,2}(?:\\.\\d{1,6})?");

  private CefSeverity() {}

  static Severity of(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT).replaceAll("[ _]", "-");
    if (NUMBER.matcher(word).matches()) {
      return ofNumber(Double.parseDouble(word));
    }
    return switch (word) {
      case "fatal", "emergency" -> Severity.FATAL;
      case "very-high", "critical", "severe", "alert" -> Severity.CRITICAL;
      case "high", "error", "major" -> Severity.HIGH;
      case "medium", "moderate", "warning", "warn" -> Severity.MEDIUM;
      case "low", "minor", "notice" -> Severity.LOW;
      case "informational", "information", "info", "debug", "very-low" -> Severity.INFORMATIONAL;
      default -> Severity.UNKNOWN;
    };
  }

  private static Severity ofNumber(double n) {
    if (n > 10) {
      return Severity.UNKNOWN;
    } else if (n >= 9) {
      return Severity.CRITICAL;
    } else if (n >= 7) {
      return Severity.HIGH;
    } else if (n >= 4) {
      return Severity.MEDIUM;
    }
    return n >= 1 ? Severity.LOW : Severity.INFORMATIONAL;
  }
}
