package dev.firebreak.connector.keycloak;

import dev.firebreak.connector.Describe;

/**
 * What disabling or enabling came to.
 *
 * @param already whether somebody else had done it before; think twice before lifting it
 */
public record Switched(
    @Describe("Keycloak's id of the user") String userId,
    @Describe("true when it was so before Firebreak came") boolean already) {}
