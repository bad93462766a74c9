package dev.firebreak.connector.entra;

import dev.firebreak.connector.Describe;

/**
 * What disabling or enabling came to.
 *
 * @param userId stays when the user principal name changes
 * @param already whether somebody else had done it before; think twice before lifting it
 */
public record Switched(
    @Describe("Object id of the user") String userId,
    @Describe("true when it was so before Firebreak came") boolean already,
    @Describe("true for a guest: his account at home is another one") boolean guest,
    @Describe("true when Active Directory may set it back: change it there, too") boolean synced) {}
