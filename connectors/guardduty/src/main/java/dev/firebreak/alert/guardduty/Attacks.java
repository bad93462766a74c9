package dev.firebreak.alert.guardduty;

import dev.firebreak.alert.Alert;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ATT&amp;CK references of a finding: the tactic its type's purpose stands for
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html#type-format), and
 * those an attack sequence's description lists.
 *
 * @param type the finding's type
 * @param description its prose
 */
record Attacks(String type, String description) {
  private static final Pattern TECHNIQUE = Pattern.compile("\\bT\\d{4}(?:\\.\\d{3})?\\b");
  private static final Pattern TACTICS = Pattern.compile("tactics observed:([^\\n]{1,500})");

  /** Purposes that name no tactic (Behavior, Policy, PenTest) are left out. */
  private static final Map<String, String> PURPOSES =
      Map.ofEntries(
          Map.entry("Backdoor", "TA0011"),
          Map.entry("CredentialAccess", "TA0006"),
          Map.entry("CryptoCurrency", "TA0040"),
          Map.entry("DefenseEvasion", "TA0005"),
          Map.entry("Discovery", "TA0007"),
          Map.entry("Execution", "TA0002"),
          Map.entry("Exfiltration", "TA0010"),
          Map.entry("Impact", "TA0040"),
          Map.entry("InitialAccess", "TA0001"),
          Map.entry("LateralMovement", "TA0008"),
          Map.entry("Persistence", "TA0003"),
          Map.entry("PrivilegeEscalation", "TA0004"),
          Map.entry("Recon", "TA0043"),
          Map.entry("Stealth", "TA0005"),
          Map.entry("Trojan", "TA0011"),
          Map.entry("UnauthorizedAccess", "TA0001"));

  void addTo(Alert.Builder alert) {
    int colon = type.indexOf(':');
    String purpose = colon < 0 ? type : type.substring(0, colon);
    alert.attack(PURPOSES.getOrDefault(purpose, ""));
    Matcher tactics = TACTICS.matcher(description);
    if (tactics.find()) {
      for (String tactic : tactics.group(1).split(",")) {
        alert.attack(tactic);
      }
    }
    Matcher technique = TECHNIQUE.matcher(description);
    while (technique.find()) {
      alert.attack(technique.group());
    }
  }
}
