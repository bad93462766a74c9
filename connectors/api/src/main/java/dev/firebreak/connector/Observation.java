package dev.firebreak.connector;

/**
 * What a probe saw at the target.
 *
 * @param state whether the wanted state is there
 * @param detail what was read, in a few words for people, for example {@code status=SUSPENDED}; no
 *     secrets
 */
public record Observation(State state, String detail) {
  /** The answer to "is what the action asked for in force?" */
  public enum State {
    /** In force. */
    HOLDS,
    /** Accepted by the vendor and on its way; ask again. */
    PENDING,
    /** Not in force. */
    ABSENT
  }

  public static Observation holds(String detail) {
    return new Observation(State.HOLDS, detail);
  }

  public static Observation pending(String detail) {
    return new Observation(State.PENDING, detail);
  }

  public static Observation absent(String detail) {
    return new Observation(State.ABSENT, detail);
  }
}
