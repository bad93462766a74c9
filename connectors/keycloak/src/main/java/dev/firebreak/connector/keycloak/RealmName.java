package dev.firebreak.connector.keycloak;

import dev.firebreak.connector.Describe;

/**
 * The realm an action works on. An instance has one realm; it is named all the same, so that nobody
 * logs out a whole realm without having written its name.
 */
public record RealmName(
    @Describe("Name of the realm; must be the one this connector is configured for.")
        String realm) {
  public RealmName {
    if (realm.isBlank()) {
      throw new IllegalArgumentException("input 'realm' must not be blank");
    }
  }
}
