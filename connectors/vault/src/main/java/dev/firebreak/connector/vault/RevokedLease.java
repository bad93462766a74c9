package dev.firebreak.connector.vault;

import dev.firebreak.connector.Describe;

/** What revoking a lease came to. */
public record RevokedLease(
    @Describe("true when there was no such lease (any more).") boolean already) {}
