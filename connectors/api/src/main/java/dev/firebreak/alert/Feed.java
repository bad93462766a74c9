package dev.firebreak.alert;

import java.util.Optional;

/**
 * The part of a source that fetches or listens by itself, where nobody posts to its hook: a topic
 * of a broker, a syslog port. It runs threads of its own, and begins again by itself, with a pause,
 * when the other side fails.
 */
public interface Feed {
  /**
   * Begins; returns once it listens or has begun to connect. Closing the result ends it, and comes
   * back when no message is under way any more.
   *
   * @throws IllegalStateException a sentence about what keeps it from beginning for good, for
   *     example a port in use
   */
  AutoCloseable start(Receiver receiver);

  /** Takes what arrives. Safe for all threads. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Stores one authentic message, and everything in it, before it returns.
     *
     * @param messageId the sender's id of this delivery, by which a repeat is known; empty where
     *     there is none
     */
    Receipt take(RawMessage message, Optional<String> messageId);
  }

  /** What became of a message. */
  enum Receipt {
    /** On disk, kept aside with a reason, or seen before: acknowledge it. */
    STORED,
    /** Not taken, because too many wait or the disk cannot be written: offer it again later. */
    LATER
  }
}
