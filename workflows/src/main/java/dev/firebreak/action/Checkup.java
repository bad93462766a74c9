package dev.firebreak.action;

import dev.firebreak.connector.Readiness;
import dev.firebreak.http.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was found when an instance was asked whether it could act.
 *
 * @param problem what is wrong, and what to do; empty where all is well
 * @param readiness what the vendor said, where it answered
 */
public record Checkup(
    String instance,
    Instant at,
    State state,
    Optional<String> problem,
    Optional<Readiness> readiness,
    Vitals vitals) {
  /** Beyond this, signed requests begin to be refused by the stricter vendors. */
  static final Duration MOST_SKEW = Duration.ofSeconds(20);

  /** From best to worst. */
  public enum State {
    /** It could act. */
    READY,
    /** The vendor answers; something is missing: a permission, calls to spend, the right time. */
    LIMITED,
    /** The vendor does not take the credential. */
    REFUSED,
    /** The vendor cannot be reached. */
    UNREACHABLE
  }

  public boolean ready() {
    return state == State.READY;
  }
}
