package dev.firebreak.connector.okta;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Asks Okta who the token's owner is and what his admin roles give. Which users the role covers
 * (its resource set) is not asked: the roles say what may be done, not to whom.
 */
final class OktaReadiness {
  private final OktaApi api;
  private final String organisation;

  /**
   * @param organisation host name, for people
   */
  OktaReadiness(OktaApi api, String organisation) {
    this.api = api;
    this.organisation = organisation;
  }

  Readiness ask() throws ActionFailure {
    Optional<TokenOwner> owner = api.owner();
    boolean reads = api.mayReadUsers();
    Optional<List<AdminRole>> roles = owner.isPresent() ? api.roles(owner.get()) : Optional.empty();
    Readiness ready =
        Readiness.as(
            owner.map(TokenOwner::login).orElse("an OAuth client") + " in " + organisation);
    ready = grant(ready, "suspend-user", "okta.users.lifecycle.suspend", reads, roles);
    ready = grant(ready, "unsuspend-user", "okta.users.lifecycle.unsuspend", reads, roles);
    if (!api.mayReadLog()) {
      return ready.missing(
          "clear-sessions",
          "it may not read the System Log, which confirms the action: give it the role Read-only or"
              + " Report Administrator, or the scope okta.logs.read");
    }
    return grant(ready, "clear-sessions", "okta.users.lifecycle.clearSessions", reads, roles);
  }

  private static Readiness grant(
      Readiness ready,
      String action,
      String permission,
      boolean reads,
      Optional<List<AdminRole>> roles) {
    if (!reads) {
      return ready.missing(
          action,
          "it may not read users: give its role the permission okta.users.read, or the token the"
              + " scope okta.users.manage");
    }
    if (roles.isEmpty()) {
      return ready.untold(
          action, "Okta does not tell this account its admin roles; they need " + permission);
    }
    Optional<AdminRole> giving = roles.get().stream().filter(r -> r.gives(permission)).findFirst();
    if (giving.isPresent()) {
      return ready.granted(
          action, permission + " by its role " + giving.get().type() + ", for the users it covers");
    }
    String types =
        roles.get().stream().map(AdminRole::type).distinct().collect(Collectors.joining(", "));
    return roles.get().stream().allMatch(AdminRole::known)
        ? ready.missing(
            action,
            (types.isEmpty() ? "it has no admin role" : "its roles are " + types + ", none")
                + " that gives "
                + permission
                + "; give it one with that permission")
        : ready.untold(
            action,
            "its roles are " + types + "; Okta does not tell whether they give " + permission);
  }
}
