package dev.firebreak.alert.fireblocks;

import dev.firebreak.alert.Severity;
import java.util.Locale;

/** What the notifications of one transaction can be about. */
enum Matter {
  AML_REJECTED(Severity.HIGH, "Screening rejected a transaction"),
  AML_FLAGGED(Severity.MEDIUM, "Screening flagged a transaction"),
  FROZEN(Severity.LOW, "A transaction was frozen by hand"),
  BLOCKED_BY_POLICY(Severity.MEDIUM, "Policy blocked a transaction"),
  OUTGOING_CALL(Severity.MEDIUM, "Outgoing call"),
  OUTGOING_TO_UNLISTED(
      Severity.MEDIUM, "Outgoing transaction to an address that is not whitelisted"),
  OUTGOING(Severity.LOW, "Outgoing transaction"),
  INCOMING(Severity.INFORMATIONAL, "Incoming transaction"),
  INTERNAL(Severity.INFORMATIONAL, "Transaction between own accounts");

  private final Severity severity;
  private final String title;

  Matter(Severity severity, String title) {
    this.severity = severity;
    this.title = title;
  }

  Severity severity() {
    return severity;
  }

  String title() {
    return title;
  }

  /** The alert's rule. */
  String rule() {
    return "transaction-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the transaction was stopped because of it, so that the stop does not settle it. */
  boolean isWhyItStopped() {
    return compareTo(BLOCKED_BY_POLICY) <= 0;
  }
}
