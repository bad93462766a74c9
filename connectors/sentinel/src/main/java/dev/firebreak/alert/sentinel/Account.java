package dev.firebreak.alert.sentinel;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One account as Microsoft's products describe it.
 *
 * @param principalName name and suffix, like an e-mail address; what Entra and others know it by
 * @param name the name alone
 * @param domain the Windows domain of the name
 * @param objectId Entra's id of the user
 */
record Account(
    Optional<String> principalName,
    Optional<String> name,
    Optional<String> domain,
    Optional<String> objectId) {

  /**
   * Names that identify nobody
   * (https://learn.microsoft.com/en-us/azure/sentinel/entities-reference#account).
   */
  private static final Set<String> NOBODY =
      Set.of(
          "admin",
          "administrator",
          "system",
          "root",
          "anonymous",
          "authenticated user",
          "network",
          "null",
          "local system",
          "localsystem",
          "network service",
          "local service",
          "-");

  static Account ofEntity(Part entity) throws UnusableAlert {
    Optional<String> name = entity.firstShown("accountName", "name");
    Optional<String> suffix = entity.shown("upnSuffix");
    Optional<String> principal =
        name.filter(n -> n.contains("@")).or(() -> name.flatMap(n -> suffix.map(s -> n + "@" + s)));
    return new Account(
        principal, name, entity.firstShown("ntDomain", "dnsDomain"), entity.shown("aadUserId"));
  }

  /** Graph's {@code userAccount}. */
  static Account ofEvidence(Part account) throws UnusableAlert {
    return new Account(
        account.shown("userPrincipalName"),
        account.shown("accountName"),
        account.shown("domainName"),
        account.firstShown("azureAdUserId", "userId"));
  }

  void addTo(Alert.Builder alert) {
    Optional<String> person =
        name.filter(n -> !NOBODY.contains(n.toLowerCase(Locale.ROOT)) && !n.endsWith("$"));
    principalName
        .or(() -> objectId)
        .or(() -> person)
        .ifPresent(id -> alert.target(TargetType.IDENTITY, id));
    objectId.ifPresent(o -> alert.observable("entra_user_id", o));
    name.ifPresent(n -> alert.observable("account", domain.map(d -> d + "\\").orElse("") + n));
  }
}
