package dev.firebreak.alert.crowdstrike;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the user names of detections into names that an identity provider knows. A sensor reports
 * the account of the operating system: only where its directory is known too is it anybody's login.
 */
final class Logins {
  /** Accounts that every machine has; nobody's login. */
  private static final Set<String> EVERYWHERE =
      Set.of(
          "administrator",
          "guest",
          "system",
          "local service",
          "network service",
          "defaultaccount",
          "root",
          "daemon",
          "nobody",
          "www-data",
          "ubuntu",
          "ec2-user",
          "azureuser",
          "unknown");

  private final Optional<String> domain;

  /**
   * @param domain put behind names that come without one
   */
  Logins(Optional<String> domain) {
    this.domain = domain.map(d -> d.toLowerCase(Locale.ROOT));
  }

  /** The login an event is about; empty where it names none or a local account. */
  Optional<String> of(Fields event) {
    Optional<String> upn =
        event.first("sourceaccountupn", "userprincipal", "userprincipalname", "upn", "useremail");
    if (upn.filter(u -> u.contains("@")).isPresent()) {
      return upn;
    }
    Optional<String> directory =
        event.first("sourceaccountdomain", "logondomain", "machinedomain", "userdomain");
    Optional<String> machine = event.first("hostname", "computername");
    boolean local =
        directory.isPresent() && machine.filter(directory.get()::equalsIgnoreCase).isPresent();
    return event
        .first("sourceaccountname", "username")
        .filter(name -> !local)
        .flatMap(name -> of(name, directory));
  }

  private Optional<String> of(String name, Optional<String> directory) {
    int slash = name.lastIndexOf('\\');
    String account = name.substring(slash + 1);
    Optional<String> realm = slash > 0 ? Optional.of(name.substring(0, slash)) : directory;
    if (account.contains("@")) {
      return Optional.of(account);
    }
    if (account.isBlank()
        || account.endsWith("$")
        || EVERYWHERE.contains(account.toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    return realm
        .filter(r -> r.contains("."))
        .map(r -> r.toLowerCase(Locale.ROOT))
        .or(() -> domain)
        .map(d -> account + "@" + d);
  }
}
