package dev.firebreak.connector.entra;

import dev.firebreak.connector.Describe;

/** Whose sessions were revoked. */
public record Revoked(@Describe("Object id of the user") String userId) {}
