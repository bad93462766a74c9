package dev.firebreak.connector.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Readiness.State;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import java.util.List;
import java.util.Set;

/**
 * What the service account may do. Keycloak says of every user whether we may manage him, and shows
 * the realm's settings to those who may; only changing them is told by nothing but the token.
 */
record KeycloakReadiness(AdminApi api, Realm realm, ServiceAccount account) {
  private static final String GIVE =
      "; give it to the service account (client, Service accounts roles, Assign role, client"
          + " realm-management)";

  Readiness ask() throws ActionFailure {
    Set<String> roles = account.roles();
    State users = users();
    State view = realm.visibleNotBefore().isPresent() ? State.GRANTED : State.MISSING;
    Readiness ready =
        Readiness.as(
            "service account of client "
                + api.settings().clientId()
                + " in realm "
                + api.settings().tokensFrom());
    for (String action : List.of("log-out-user", "disable-user", "enable-user")) {
      ready = grant(ready, action, users, "manage-users");
    }
    ready =
        view == State.MISSING
            ? ready.missing("log-out-realm", "role view-realm is missing" + GIVE)
            : grant(ready, "log-out-realm", users, "manage-users");
    return grant(ready, "revoke-realm-tokens", manageRealm(roles, view), "manage-realm");
  }

  private State users() throws ActionFailure {
    Request request = Request.get(api.path("/users?first=0&max=1&briefRepresentation=true"));
    String what = "reading one user";
    Response answer = api.ask(request);
    if (answer.status() == 403) {
      return State.MISSING;
    }
    if (!answer.ok()) {
      throw api.failure(request, answer, what);
    }
    JsonNode may = AdminApi.json(answer, what).path(0).path("access").path("manage");
    return may.isBoolean() ? (may.booleanValue() ? State.GRANTED : State.MISSING) : State.UNTOLD;
  }

  private static State manageRealm(Set<String> roles, State view) {
    if (roles.contains("manage-realm")) {
      return State.GRANTED;
    }
    return roles.isEmpty() && view == State.GRANTED ? State.UNTOLD : State.MISSING;
  }

  private static Readiness grant(Readiness ready, String action, State state, String role) {
    return switch (state) {
      case GRANTED -> ready.granted(action, "Keycloak shows that we have " + role);
      case MISSING -> ready.missing(action, "role " + role + " is missing" + GIVE);
      case UNTOLD ->
          ready.untold(action, "Keycloak does not tell whether we have " + role + " here");
    };
  }
}
