package dev.firebreak.alert.elastic;

import dev.firebreak.alert.Severity;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * Severity by a rule's word, else by its risk score
 * (https://www.elastic.co/docs/solutions/security/detect-and-alert/common-rule-settings).
 */
final class RuleSeverity {
  private static final BigDecimal MOST = BigDecimal.valueOf(100);

  private RuleSeverity() {}

  static Severity of(Optional<String> word, Optional<String> score) {
    Severity byWord = word.map(RuleSeverity::byWord).orElse(Severity.UNKNOWN);
    return byWord != Severity.UNKNOWN
        ? byWord
        : score.map(RuleSeverity::byScore).orElse(Severity.UNKNOWN);
  }

  private static Severity byWord(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "critical" -> Severity.CRITICAL;
      case "high" -> Severity.HIGH;
      case "medium" -> Severity.MEDIUM;
      case "low" -> Severity.LOW;
      case "info", "informational" -> Severity.INFORMATIONAL;
      default -> Severity.UNKNOWN;
    };
  }

  /** The scores Elastic's own rules have are the tops of these bands: 21, 47, 73 and 99. */
  private static Severity byScore(String text) {
    BigDecimal score;
    try {
      score = new BigDecimal(text);
    } catch (NumberFormatException e) {
      return Severity.UNKNOWN;
    }
    if (score.signum() < 0 || score.compareTo(MOST) > 0) {
      return Severity.UNKNOWN;
    }
    if (score.compareTo(BigDecimal.valueOf(73)) > 0) {
      return Severity.CRITICAL;
    }
    if (score.compareTo(BigDecimal.valueOf(47)) > 0) {
      return Severity.HIGH;
    }
    return score.compareTo(BigDecimal.valueOf(21)) > 0 ? Severity.MEDIUM : Severity.LOW;
  }
}
