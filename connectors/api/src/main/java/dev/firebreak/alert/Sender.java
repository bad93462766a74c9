package dev.firebreak.alert;

import java.time.Instant;
import java.util.Optional;

/** The outcome of checking who sent a message; says nothing to the sender but yes, no or later. */
public sealed interface Sender {
  /**
   * It is the configured sender.
   *
   * @param messageId the signed or sender-given id by which a replay is known; empty where the
   *     scheme has none
   * @param signedAt the signed time, where the scheme signs one; already checked against the
   *     tolerance
   */
  record Authentic(Optional<String> messageId, Optional<Instant> signedAt) implements Sender {}

  /**
   * It is not, or cannot be shown to be.
   *
   * @param reason for our log and counters, never for the sender
   */
  record Refused(String reason) implements Sender {}

  /**
   * It cannot be told right now, because something the check needs cannot be had (for example a
   * signing certificate). Nothing is stored; the sender is asked to send it again.
   *
   * @param reason for our log and counters, never for the sender
   */
  record Undecided(String reason) implements Sender {}
}
