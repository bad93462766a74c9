package dev.firebreak.alert.crowdstrike;

import dev.firebreak.alert.Severity;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an audited operation means. Operations have names of two styles ({@code grantUserRoles},
 * {@code reveal_token}) and new ones come with each product, so they are read by their words: what
 * was done by the operation's, to what by the operation's and the service's.
 *
 * @param what for people
 * @param verbs one of these was done
 * @param objects to one of these
 * @param severity of a success; a failed try is low
 * @param attacks ATT&amp;CK references
 */
record AuditMeaning(
    String what, Set<String> verbs, Set<String> objects, Severity severity, List<String> attacks) {
  private static final String MAKES = "create add enable activate";
  private static final String ENDS = "delete remove revoke disable deactivate hide";

  /** Read from the top; the first that fits counts. */
  private static final List<AuditMeaning> ALL =
      List.of(
          of("role granted", "grant assign add", "role", Severity.MEDIUM, "TA0003 T1098.003"),
          of("role taken away", ENDS, "role", Severity.LOW, "TA0040 T1531"),
          of(
              "API client made or changed",
              MAKES + " update reset",
              "client",
              Severity.MEDIUM,
              "TA0003 T1098.001"),
          of("API client removed", ENDS, "client", Severity.LOW, "TA0005 T1562.001"),
          of(
              "address allow list weakened",
              ENDS + " update",
              "allowlist",
              Severity.MEDIUM,
              "TA0005 T1562.007"),
          of("address allow list changed", MAKES, "allowlist", Severity.LOW, "TA0005 T1562.007"),
          of(
              "second factor reset",
              ENDS + " reset",
              "factor mfa totp 2fa auth",
              Severity.MEDIUM,
              "TA0006 T1556.006"),
          of(
              "second factor or login refused",
              "authenticate login assert",
              "*",
              Severity.LOW,
              "TA0006 T1110"),
          of(
              "password changed",
              "change reset confirm request update",
              "password",
              Severity.LOW,
              "TA0003 T1098"),
          of("maintenance token shown", "reveal", "token", Severity.MEDIUM, "TA0005 T1562.001"),
          of(
              "containment lifted",
              "lift release uncontain",
              "*",
              Severity.MEDIUM,
              "TA0005 T1562.001"),
          of(
              "exclusion from detection",
              MAKES + " update",
              "exclusion",
              Severity.MEDIUM,
              "TA0005 T1562.001"),
          of(
              "host removed from sight",
              ENDS,
              "host device sensor",
              Severity.MEDIUM,
              "TA0005 T1562.001"),
          of(
              "protection removed",
              ENDS,
              "policy rule ioa ioc indicator group detection",
              Severity.MEDIUM,
              "TA0005 T1562.001"),
          of(
              "protection changed",
              MAKES + " update set",
              "policy rule ioa ioc indicator",
              Severity.LOW,
              "TA0005 T1562.001"),
          of("user account made", MAKES + " invite", "user", Severity.LOW, "TA0003 T1136.003"),
          of("user account removed", ENDS, "user", Severity.LOW, "TA0040 T1531"),
          of("user account changed", "update change", "user", Severity.LOW, "TA0003 T1098"));

  private static AuditMeaning of(
      String what, String verbs, String objects, Severity severity, String attacks) {
    return new AuditMeaning(
        what, words(verbs), words(objects), severity, List.of(attacks.split(" ")));
  }

  /** Empty where the operation is part of ordinary work. */
  static Optional<AuditMeaning> of(String operation, String service, boolean success) {
    Set<String> verbs = words(operation);
    Set<String> objects = words(operation + " " + service);
    return ALL.stream()
        .filter(m -> m.verbs().stream().anyMatch(verbs::contains))
        .filter(m -> m.objects().contains("*") || m.objects().stream().anyMatch(objects::contains))
        .findFirst()
        .filter(m -> !m.isLogin() || !success);
  }

  /** Whether the operation is about the API clients themselves. */
  boolean aboutKeys() {
    return objects.contains("client");
  }

  private boolean isLogin() {
    return verbs.contains("authenticate");
  }

  /** Lower case, in the singular: {@code DeleteAPIClients} is delete, api and client. */
  private static Set<String> words(String name) {
    String spaced =
        name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replaceAll("([A-Z])([A-Z][a-z])", "$1 $2");
    Set<String> words = new LinkedHashSet<>();
    Arrays.stream(spaced.toLowerCase(Locale.ROOT).split("[^a-z0-9*]+"))
        .filter(w -> !w.isEmpty())
        .map(AuditMeaning::singular)
        .forEach(words::add);
    return words;
  }

  private static String singular(String word) {
    if (word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    boolean plural = word.endsWith("s") && !word.endsWith("ss") && word.length() > 3;
    return plural ? word.substring(0, word.length() - 1) : word;
  }
}
