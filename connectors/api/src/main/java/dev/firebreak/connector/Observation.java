package dev.firebreak.connector;

import java.time.Instant;
import java.util.Optional;

/**
 * What a probe saw at the target.
 *
 * @param state whether the wanted state is there
 * @param detail what was read, in a few words for people, for example {@code status=SUSPENDED}; no
 *     secrets
 * @param until when it ends by itself, where the vendor says so ({@link Reversibility#TIMED})
 */
public record Observation(State state, String detail, Optional<Instant> until) {
  /** The answer to "is what the action asked for in force?" */
  public enum State {
    /** In force. */
    HOLDS,
    /** Accepted by the vendor and on its way; ask again. */
    PENDING,
    /** Not in force. */
    ABSENT
  }

  /** One that says nothing of an end. */
  public Observation(State state, String detail) {
    this(state, detail, Optional.empty());
  }

  public static Observation holds(String detail) {
    return new Observation(State.HOLDS, detail);
  }

  /** In force, and over by itself at a time the vendor named. */
  public static Observation holdsUntil(Instant until, String detail) {
    return new Observation(State.HOLDS, detail, Optional.of(until));
  }

  public static Observation pending(String detail) {
    return new Observation(State.PENDING, detail);
  }

  public static Observation absent(String detail) {
    return new Observation(State.ABSENT, detail);
  }
}
