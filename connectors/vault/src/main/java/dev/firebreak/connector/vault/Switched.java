package dev.firebreak.connector.vault;

import dev.firebreak.connector.Describe;

/**
 * What disabling or enabling came to.
 *
 * @param already whether somebody else had done it before; think twice before lifting it
 */
public record Switched(
    @Describe("The entity's name.") String name,
    @Describe("true when it was so before Firebreak came.") boolean already) {}
