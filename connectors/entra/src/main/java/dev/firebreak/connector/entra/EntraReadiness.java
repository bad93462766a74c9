package dev.firebreak.connector.entra;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import dev.firebreak.http.BearerTokens;
import dev.firebreak.http.EntraApp;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the app may do, by the permissions in its token. That these do not reach administrators is
 * said with each grant, for no token tells it.
 */
record EntraReadiness(EntraSettings settings, BearerTokens tokens, Graph graph) {
  private static final Set<String> READ =
      Set.of(
          "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All");

  /** https://learn.microsoft.com/graph/api/user-update#permissions */
  private static final Set<String> SWITCH =
      Set.of("User.EnableDisableAccount.All", "User.ReadWrite.All", "Directory.ReadWrite.All");

  /** https://learn.microsoft.com/graph/api/user-revokesigninsessions#permissions */
  private static final Set<String> REVOKE =
      Set.of("User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All");

  Readiness ask() throws ActionFailure {
    Optional<Set<String>> roles = EntraApp.roles(tokens);
    Readiness ready =
        Readiness.as("app " + settings.clientId() + " in tenant " + settings.tenant());
    if (roles.isEmpty()) {
      String why = "the token does not show its permissions";
      for (String action : List.of("disable-user", "enable-user", "revoke-sessions")) {
        ready = ready.untold(action, why);
      }
      return ready;
    }
    if (!Collections.disjoint(roles.get(), READ)) {
      graph.anyUser();
    }
    ready = grant(ready, "disable-user", "User.EnableDisableAccount.All", SWITCH, roles.get());
    ready = grant(ready, "enable-user", "User.EnableDisableAccount.All", SWITCH, roles.get());
    return grant(ready, "revoke-sessions", "User.RevokeSessions.All", REVOKE, roles.get());
  }

  private static Readiness grant(
      Readiness ready, String action, String least, Set<String> enough, Set<String> has) {
    boolean reads = !Collections.disjoint(has, READ);
    boolean acts = !Collections.disjoint(has, enough);
    if (reads && acts) {
      return ready.granted(
          action, "the token has " + has + "; administrators may need a role besides");
    }
    String lacks = reads ? least : acts ? "User.Read.All" : least + " and User.Read.All";
    return ready.missing(
        action,
        "grant the app the application permission "
            + lacks
            + " of Microsoft Graph, with admin consent (API permissions)");
  }
}
