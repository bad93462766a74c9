package dev.firebreak.alert.sentinel;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Microsoft's words for severities and for what an attacker does. */
final class Words {
  /**
   * Categories that are no tactics, most of them named after risk detections of Entra ID Protection
   * (https://learn.microsoft.com/en-us/entra/id-protection/concept-identity-protection-risks),
   * which say that somebody else may be using the account.
   */
  private static final Map<String, List<String>> CATEGORIES =
      Map.ofEntries(
          Map.entry("passwordspray", List.of("TA0006", "T1110.003")),
          Map.entry("bruteforce", List.of("TA0006", "T1110")),
          Map.entry("leakedcredentials", List.of("TA0006", "T1078")),
          Map.entry("anomaloustoken", List.of("TA0006", "T1528")),
          Map.entry("anonymouslogin", List.of("TA0001", "T1078")),
          Map.entry("anonymousipaddress", List.of("TA0001", "T1078")),
          Map.entry("impossibletravel", List.of("TA0001", "T1078")),
          Map.entry("unfamiliarlocation", List.of("TA0001", "T1078")),
          Map.entry("maliciousip", List.of("TA0001", "T1078")),
          Map.entry("compromisedaccount", List.of("TA0001", "T1078")),
          Map.entry("ransomware", List.of("TA0040", "T1486")));

  private Words() {}

  static Severity severity(Optional<String> word) {
    return switch (word.orElse("").strip().toLowerCase(Locale.ROOT)) {
      case "critical" -> Severity.CRITICAL;
      case "high" -> Severity.HIGH;
      case "medium" -> Severity.MEDIUM;
      case "low" -> Severity.LOW;
      case "informational", "information" -> Severity.INFORMATIONAL;
      default -> Severity.UNKNOWN;
    };
  }

  /** Adds what {@code CredentialAccess}, {@code T1110.003} or {@code PasswordSpray} stands for. */
  static void addAttack(Alert.Builder alert, String word) {
    alert.attack(word.replaceAll("(?<=[a-z])(?=[A-Z])", " "));
    CATEGORIES.getOrDefault(word.toLowerCase(Locale.ROOT), List.of()).forEach(alert::attack);
  }

  /**
   * Whether Defender for Cloud made it up on request
   * (https://learn.microsoft.com/en-us/azure/defender-for-cloud/alert-validation).
   */
  static boolean isSample(String title, Optional<String> description) {
    return title.regionMatches(true, 0, "[SAMPLE ALERT]", 0, 14)
        || description
            .filter(d -> d.regionMatches(true, 0, "THIS IS A SAMPLE ALERT", 0, 22))
            .isPresent();
  }
}
