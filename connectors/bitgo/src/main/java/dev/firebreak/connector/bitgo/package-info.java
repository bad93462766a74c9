/** BitGo: freezes wallets for a time, and rejects withdrawals that wait for approval. */
@NullMarked
package dev.firebreak.connector.bitgo;

import org.jspecify.annotations.NullMarked;
