package dev.firebreak.connector.keycloak;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Ends everything a user is logged in with. */
record UserLogOut(Users users, AskedAt asked) {
  static final Duration DEADLINE = Duration.ofMinutes(2);

  LoggedOut run(Call<Account> call) throws ActionFailure {
    KeycloakUser user = users.find(call.input());
    users.logOut(user);
    List<String> clients = new ArrayList<>();
    for (Users.OfflineClient client : users.offlineClients(user)) {
      users.revokeOffline(user, client);
      clients.add(client.clientId());
    }
    return new LoggedOut(user.id(), clients);
  }

  Preview rehearse(Call<Account> call) throws ActionFailure {
    KeycloakUser user = users.find(call.input());
    int online = users.sessions(user).size();
    int offline = users.offlineClients(user).size();
    return new Preview(
        "would end %d sessions of %s and revoke his offline tokens at %d clients"
            .formatted(online, user.username(), offline),
        (long) online + offline,
        List.of(Keycloak.target(call.input())));
  }

  /**
   * HOLDS when the user's not-before was set since the action was asked for, which only logging him
   * out does, and no session is left that began before it; sessions that began afterwards are
   * another matter.
   */
  Observation observe(Call<Account> call) throws ActionFailure {
    KeycloakUser user = users.find(call.input());
    String detail = "not-before=" + user.notBefore();
    if (user.notBefore().isBefore(asked.of(call, DEADLINE))) {
      return Observation.absent(detail);
    }
    if (users.sessions(user).stream().anyMatch(user.notBefore()::isAfter)) {
      return Observation.absent(detail + ", and an older session is open");
    }
    for (Users.OfflineClient client : users.offlineClients(user)) {
      if (users.offlineSessions(user, client).stream().anyMatch(user.notBefore()::isAfter)) {
        return Observation.absent(detail + ", and an older offline session is open");
      }
    }
    return Observation.holds(detail + ", no older session");
  }
}
