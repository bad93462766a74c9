package dev.firebreak.evidence;

import dev.firebreak.alert.Attack;
import dev.firebreak.intake.Inbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One place of ATT&amp;CK that alerts named, by the time it was first seen.
 *
 * @param tactic id and name; empty where only the technique is known
 */
record AttackStep(
    Instant firstSeen, String tactic, String technique, String rule, List<String> targets) {
  /** Names of the enterprise tactics, https://attack.mitre.org/tactics/enterprise/ */
  private static final Map<String, String> TACTICS =
      Map.ofEntries(
          Map.entry("TA0043", "Reconnaissance"),
          Map.entry("TA0042", "Resource Development"),
          Map.entry("TA0001", "Initial Access"),
          Map.entry("TA0002", "Execution"),
          Map.entry("TA0003", "Persistence"),
          Map.entry("TA0004", "Privilege Escalation"),
          Map.entry("TA0005", "Defense Evasion"),
          Map.entry("TA0006", "Credential Access"),
          Map.entry("TA0007", "Discovery"),
          Map.entry("TA0008", "Lateral Movement"),
          Map.entry("TA0009", "Collection"),
          Map.entry("TA0011", "Command and Control"),
          Map.entry("TA0010", "Exfiltration"),
          Map.entry("TA0040", "Impact"));

  static List<AttackStep> of(List<Inbox.Stored> alerts) {
    Map<Attack, AttackStep> steps = new LinkedHashMap<>();
    for (Inbox.Stored a : alerts) {
      List<String> targets = a.alert().targets().stream().map(Object::toString).toList();
      for (Attack attack : a.alert().attacks()) {
        steps.putIfAbsent(
            attack,
            new AttackStep(
                a.receivedAt(),
                attack.tactic().map(AttackStep::named).orElse(""),
                attack.technique().orElse(""),
                a.alert().rule(),
                targets.stream().limit(10).toList()));
      }
    }
    return new ArrayList<>(steps.values());
  }

  private static String named(String tactic) {
    return tactic + " " + TACTICS.getOrDefault(tactic, "");
  }
}
