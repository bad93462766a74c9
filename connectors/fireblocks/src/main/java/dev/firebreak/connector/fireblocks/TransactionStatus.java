package dev.firebreak.connector.fireblocks;

import java.util.List;
import java.util.Set;

/**
 * How far an outgoing transaction is, by the vendor's primary status.
 *
 * @see <a href="https://developers.fireblocks.com/reference/primary-transaction-statuses">Primary
 *     transaction statuses</a>
 */
enum TransactionStatus {
  /** Not yet broadcast: can be cancelled. */
  CANCELLABLE,
  /** Cancelled, rejected or failed, or about to be; nothing leaves. */
  STOPPED,
  /** Broadcast, or in a status unknown here: may have left. */
  TOO_LATE;

  /** Accepted for cancelling, but by the vendor's word not final. */
  static final String CANCELLING = "CANCELLING";

  /**
   * Every status before BROADCASTING, in the order in which a transaction passes them. The vendor's
   * support page offers cancelling in four of them, its API reference in all before BROADCASTING.
   *
   * @see <a href="https://developers.fireblocks.com/reference/canceltransaction">Cancel a
   *     transaction</a>
   * @see <a
   *     href="https://support.fireblocks.io/hc/en-us/articles/14298285316892-Cancel-a-transaction">When
   *     it can be cancelled</a>
   */
  static final List<String> BEFORE_BROADCASTING =
      List.of(
          "SUBMITTED",
          "PENDING_AML_SCREENING",
          "PENDING_ENRICHMENT",
          "PENDING_AUTHORIZATION",
          "QUEUED",
          "PENDING_SIGNATURE",
          "PENDING_3RD_PARTY_MANUAL_APPROVAL",
          "PENDING_3RD_PARTY");

  private static final Set<String> NOTHING_LEAVES =
      Set.of(CANCELLING, "CANCELLED", "REJECTED", "BLOCKED", "FAILED", "TIMEOUT");

  static TransactionStatus of(String vendorStatus) {
    if (BEFORE_BROADCASTING.contains(vendorStatus)) {
      return CANCELLABLE;
    }
    return NOTHING_LEAVES.contains(vendorStatus) ? STOPPED : TOO_LATE;
  }
}
