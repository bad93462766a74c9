package dev.firebreak.connector.servicenow;

import java.util.Locale;

/**
 * Impact and urgency, 1 high to 3 low, of which ServiceNow makes the priority
 * (https://www.servicenow.com/community/itsm-blog/managing-incident-priority/ba-p/2294101).
 *
 * @param impact 1 to 3
 * @param urgency 1 to 3
 */
record Weight(int impact, int urgency) {
  /**
   * @param severity a severity of an alert, in any case
   * @throws IllegalArgumentException naming the known ones
   */
  static Weight of(String severity) {
    return switch (severity.strip().toLowerCase(Locale.ROOT)) {
      case "fatal", "critical" -> new Weight(1, 1);
      case "high" -> new Weight(2, 1);
      case "medium" -> new Weight(2, 2);
      case "low" -> new Weight(3, 2);
      case "informational", "unknown" -> new Weight(3, 3);
      default ->
          throw new IllegalArgumentException(
              "input 'severity' must be fatal, critical, high, medium, low, informational or"
                  + " unknown, got '"
                  + PlainText.line(severity, 40)
                  + "'");
    };
  }
}
