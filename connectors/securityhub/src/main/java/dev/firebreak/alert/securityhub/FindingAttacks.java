package dev.firebreak.alert.securityhub;

import dev.firebreak.alert.Alert;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ATT&amp;CK references of a finding: the category of its types, which under {@code TTPs} is a
 * tactic and under {@code Effects} what came of it
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-type-taxonomy.html),
 * technique ids in types, and the indicators of an attack sequence.
 *
 * @param body the finding
 */
record FindingAttacks(FindingBody body) {
  private static final Pattern TECHNIQUE = Pattern.compile("\\bT\\d{4}(?:\\.\\d{3})?\\b");

  private static final Map<String, String> EFFECTS =
      Map.of(
          "Data Exfiltration", "TA0010",
          "Data Destruction", "TA0040",
          "Denial of Service", "TA0040",
          "Resource Consumption", "TA0040");

  void addTo(Alert.Builder alert) {
    for (String type : body.texts("/types")) {
      String[] parts = type.split("/", 3);
      if (parts.length > 1) {
        alert.attack(EFFECTS.getOrDefault(parts[1], parts[0].equals("TTPs") ? parts[1] : ""));
      }
      Matcher technique = TECHNIQUE.matcher(type);
      while (technique.find()) {
        alert.attack(technique.group());
      }
    }
    for (FindingBody indicator : body.items("/detection/sequence/sequenceindicators")) {
      if (indicator.text("/key").filter(k -> k.startsWith("ATTACK_")).isPresent()) {
        indicator.texts("/values").forEach(alert::attack);
      }
    }
  }
}
