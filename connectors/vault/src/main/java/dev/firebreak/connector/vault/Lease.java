package dev.firebreak.connector.vault;

import java.time.Instant;

/**
 * One lease.
 *
 * @param issued on Vault's clock
 * @param ending whether its time is over: Vault is revoking it, and tries again where that fails
 * @param revokeError why Vault could not revoke it; empty for none
 */
record Lease(Instant issued, boolean ending, String revokeError) {
  String whileEnding() {
    return revokeError.isEmpty()
        ? "its time is over, Vault is revoking it"
        : "Vault could not revoke it yet: " + revokeError;
  }
}
