package dev.firebreak.alert.wazuh;

import dev.firebreak.alert.Severity;
import java.util.Locale;
import java.util.Optional;

/**
 * Wazuh's rule levels, 0 to 16
 * (https://documentation.wazuh.com/current/user-manual/ruleset/rules/rules-classification.html): to
 * 3 messages and permitted events, to 6 errors, to 11 what may be an attack, from 12 on what is
 * called of high importance, 15 a severe attack. Newer rules have words.
 */
final class RuleLevel {
  private RuleLevel() {}

  static Severity severity(Optional<String> level) {
    String text = level.orElse("").toLowerCase(Locale.ROOT);
    return text.matches("\\d{1,2}") ? ofNumber(Integer.parseInt(text)) : ofWord(text);
  }

  private static Severity ofNumber(int level) {
    if (level > 16) {
      return Severity.UNKNOWN;
    }
    if (level >= 15) {
      return Severity.CRITICAL;
    }
    if (level >= 12) {
      return Severity.HIGH;
    }
    if (level >= 7) {
      return Severity.MEDIUM;
    }
    return level >= 4 ? Severity.LOW : Severity.INFORMATIONAL;
  }

  private static Severity ofWord(String word) {
    return switch (word) {
      case "critical" -> Severity.CRITICAL;
      case "high" -> Severity.HIGH;
      case "medium" -> Severity.MEDIUM;
      case "low" -> Severity.LOW;
      case "informational" -> Severity.INFORMATIONAL;
      default -> Severity.UNKNOWN;
    };
  }
}
