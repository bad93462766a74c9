package dev.firebreak.alert.fireblocks;

import java.util.Set;

/**
 * How far a transaction is, by its primary status
 * (https://developers.fireblocks.com/reference/primary-transaction-statuses).
 */
enum Stage {
  /** Nothing has left yet: it waits for screening, people or signatures, or its status is new. */
  WAITING,
  /** Signed and on its way, or there. */
  SENT,
  /** Cancelled, rejected or failed; nothing leaves. */
  STOPPED,
  /** Stopped by the workspace's own policy. */
  BLOCKED;

  private static final Set<String> ON_ITS_WAY =
      Set.of("BROADCASTING", "CONFIRMING", "PARTIALLY_COMPLETED", "COMPLETED");
  private static final Set<String> OVER =
      Set.of("CANCELLING", "CANCELLED", "REJECTED", "FAILED", "TIMEOUT");

  static Stage of(String status) {
    if (ON_ITS_WAY.contains(status)) {
      return SENT;
    }
    if (OVER.contains(status)) {
      return STOPPED;
    }
    return status.equals("BLOCKED") ? BLOCKED : WAITING;
  }
}
