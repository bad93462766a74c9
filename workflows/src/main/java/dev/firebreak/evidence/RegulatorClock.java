package dev.firebreak.evidence;

import java.time.Instant;
import java.util.Optional;

/**
 * How one report stands.
 *
 * @param clock the report's id, for example {@code dora-initial}
 * @param limit in words, for example {@code 4 hours from classified, 24 hours from aware}
 * @param startedAt of the limit that ends first; empty while none has begun
 * @param dueAt empty while none has begun
 * @param provisional whether a report it counts from is not done yet, so that it may be due earlier
 * @param doneAt when it was reported, by what people said
 */
public record RegulatorClock(
    String regulation,
    String applies,
    String clock,
    String report,
    String to,
    String limit,
    String source,
    State state,
    Optional<Instant> startedAt,
    Optional<Instant> dueAt,
    boolean provisional,
    Optional<Instant> doneAt) {

  /** Where it is. */
  public enum State {
    /** What it counts from has not happened. */
    WAITING,
    RUNNING,
    /** Over, and nobody said that it was reported. */
    PASSED,
    DONE,
    DONE_LATE
  }
}
