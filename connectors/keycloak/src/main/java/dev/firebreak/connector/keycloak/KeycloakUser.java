package dev.firebreak.connector.keycloak;

import java.time.Instant;

/**
 * What Keycloak says of a user.
 *
 * @param notBefore tokens issued before this are refused; the epoch where that was never set. On
 *     Keycloak's clock, in whole seconds
 */
record KeycloakUser(String id, String username, String email, boolean enabled, Instant notBefore) {}
