package dev.firebreak.playbook;

import java.time.Instant;
import java.util.Optional;

/**
 * A version put in force.
 *
 * @param id grows with every release of anything
 * @param by a subject, {@code folder}, or {@code git:} and who committed it
 * @param replaced the version that was in force before
 */
public record Release(
    long id,
    String playbook,
    int version,
    How how,
    String by,
    Instant at,
    String comment,
    Optional<Integer> replaced) {
  /** On whose word. */
  public enum How {
    RELEASE,
    ROLLBACK,
    FOLDER,
    GIT
  }
}
