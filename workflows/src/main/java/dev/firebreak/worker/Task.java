package dev.firebreak.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One piece of work.
 *
 * @param topic {@code <instance>.<action>}
 * @param incident what the worker gets as business key
 * @param variables a JSON object
 * @param worker who has fetched it last
 * @param answer what the worker gave back, a JSON object; JSON null before
 * @param reason why it was refused or is to be tried later
 */
public record Task(
    String id,
    String topic,
    String incident,
    JsonNode variables,
    State state,
    Optional<String> worker,
    Optional<Instant> lockedUntil,
    JsonNode answer,
    Optional<String> reason,
    Optional<Duration> retryAfter,
    Instant createdAt) {

  /** Where it is. */
  public enum State {
    /** May be fetched. */
    OPEN,
    /** A worker has it, until its lock ends. */
    LOCKED,
    DONE,
    /** The worker says that it cannot be done. */
    REFUSED,
    /** The worker wants it tried later. */
    LATER,
    /** Nobody waits for it any more, and nobody had fetched it. */
    WITHDRAWN;

    boolean ended() {
      return this == DONE || this == REFUSED || this == LATER;
    }
  }
}
