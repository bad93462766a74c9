/** EVM chains: pauses and unpauses contracts over JSON-RPC, and reads balances. */
@NullMarked
package dev.firebreak.connector.evm;

import org.jspecify.annotations.NullMarked;
