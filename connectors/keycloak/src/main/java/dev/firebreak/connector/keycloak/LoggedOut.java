package dev.firebreak.connector.keycloak;

import dev.firebreak.connector.Describe;
import java.util.List;

/** What logging a user out came to. */
public record LoggedOut(
    @Describe("Keycloak's id of the user") String userId,
    @Describe("Clients whose offline tokens of him were revoked") List<String> offlineClients) {
  public LoggedOut {
    offlineClients = List.copyOf(offlineClients);
  }
}
