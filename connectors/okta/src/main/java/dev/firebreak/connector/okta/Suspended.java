package dev.firebreak.connector.okta;

import dev.firebreak.connector.Describe;

/**
 * What suspending came to.
 *
 * @param userId Okta's id of the user, which stays when the login changes
 * @param already whether somebody else had suspended the user before; think twice before lifting
 */
public record Suspended(
    @Describe("Okta's id of the user") String userId,
    @Describe("true when the user was suspended before Firebreak came") boolean already) {}
