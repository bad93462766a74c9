package dev.firebreak.alert;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One place in MITRE ATT&amp;CK (https://attack.mitre.org).
 *
 * @param tactic tactic id, for example {@code TA0010}; empty where only the technique is known
 * @param technique technique id, for example {@code T1567} or {@code T1098.003}; empty where only
 *     the tactic is known
 */
public record Attack(Optional<String> tactic, Optional<String> technique) {
  private static final Pattern TACTIC = Pattern.compile("TA\\d{4}");
  private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");

  /** Enterprise tactics by the names that products use, lower case with hyphens. */
  private static final Map<String, String> TACTICS =
      Map.ofEntries(
          Map.entry("reconnaissance", "TA0043"),
          Map.entry("resource-development", "TA0042"),
          Map.entry("initial-access", "TA0001"),
          Map.entry("execution", "TA0002"),
          Map.entry("persistence", "TA0003"),
          Map.entry("privilege-escalation", "TA0004"),
          Map.entry("defense-evasion", "TA0005"),
          Map.entry("credential-access", "TA0006"),
          Map.entry("discovery", "TA0007"),
          Map.entry("lateral-movement", "TA0008"),
          Map.entry("collection", "TA0009"),
          Map.entry("command-and-control", "TA0011"),
          Map.entry("exfiltration", "TA0010"),
          Map.entry("impact", "TA0040"));

  public Attack {
    tactic
        .filter(t -> !TACTIC.matcher(t).matches())
        .ifPresent(
            t -> {
              throw new IllegalArgumentException(
                  "ATT&CK tactic id must be like TA0010, got '" + t + "'");
            });
    technique
        .filter(t -> !TECHNIQUE.matcher(t).matches())
        .ifPresent(
            t -> {
              throw new IllegalArgumentException(
                  "ATT&CK technique id must be like T1567 or T1567.002, got '" + t + "'");
            });
    if (tactic.isEmpty() && technique.isEmpty()) {
      throw new IllegalArgumentException("an ATT&CK reference needs a tactic or a technique");
    }
  }

  /**
   * Reads a tag as products write it: {@code TA0010}, {@code T1098.003}, {@code
   * mitre_lateral_movement}, {@code Lateral Movement}, {@code attack.t1078}.
   *
   * @return empty when the text names neither a tactic nor a technique
   */
  public static Optional<Attack> parse(String text) {
    String t = text.strip().replaceFirst("(?i)^(mitre|attack)[._ -]+", "");
    String upper = t.toUpperCase(Locale.ROOT);
    if (TACTIC.matcher(upper).matches()) {
      return Optional.of(new Attack(Optional.of(upper), Optional.empty()));
    }
    if (TECHNIQUE.matcher(upper).matches()) {
      return Optional.of(new Attack(Optional.empty(), Optional.of(upper)));
    }
    String name = t.toLowerCase(Locale.ROOT).replaceAll("[ _]+", "-");
    return Optional.ofNullable(TACTICS.get(name))
        .map(id -> new Attack(Optional.of(id), Optional.empty()));
  }
}
