/** HashiCorp Vault: revokes tokens and leases, and disables entities, which can be lifted again. */
@NullMarked
package dev.firebreak.connector.vault;

import org.jspecify.annotations.NullMarked;
