package dev.firebreak.connector.defender;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import dev.firebreak.http.BearerTokens;
import dev.firebreak.http.EntraApp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the app may do, by the permissions in its token. */
record AppPermissions(DefenderSettings settings, BearerTokens tokens, DefenderApi api) {
  private static final List<String> ACTIONS = List.of("isolate-machine", "release-machine");
  private static final String ISOLATE = "Machine.Isolate";
  private static final String READ = "Machine.Read.All";
  private static final Set<String> READING = Set.of(READ, "Machine.ReadWrite.All");

  Readiness readiness() throws ActionFailure {
    Optional<Set<String>> roles = EntraApp.roles(tokens);
    Readiness ready =
        Readiness.as("app " + settings.clientId() + " in tenant " + settings.tenant());
    if (roles.isPresent() && !Collections.disjoint(roles.get(), READING)) {
      api.tryReading();
    }
    for (String action : ACTIONS) {
      ready = grant(ready, action, roles);
    }
    return ready;
  }

  private static Readiness grant(Readiness ready, String action, Optional<Set<String>> roles) {
    if (roles.isEmpty()) {
      return ready.untold(action, "the token does not show its permissions");
    }
    List<String> lacks = new ArrayList<>();
    if (!roles.get().contains(ISOLATE)) {
      lacks.add(ISOLATE);
    }
    if (Collections.disjoint(roles.get(), READING)) {
      lacks.add(READ);
    }
    return lacks.isEmpty()
        ? ready.granted(action, "the token has " + roles.get())
        : ready.missing(
            action,
            "grant the app the application permission "
                + String.join(" and ", lacks)
                + " of WindowsDefenderATP, with admin consent (API permissions)");
  }
}
