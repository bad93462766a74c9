package dev.firebreak.playbook;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A version of a playbook or table. It never changes.
 *
 * @param author a subject, {@code folder}, or {@code git:} and who wrote the commit
 * @param contributors whose changes are in it that nobody else has released yet; none of them may
 *     release it
 * @param state what became of it
 * @param decidedBy who released, rejected or withdrew it
 */
public record Version(
    String playbook,
    int version,
    String sha256,
    byte[] content,
    String author,
    Set<String> contributors,
    Instant at,
    String comment,
    Origin origin,
    Optional<String> commit,
    Optional<Integer> basedOn,
    State state,
    Optional<String> decidedBy,
    Optional<Instant> decidedAt,
    Optional<String> decision) {
  /** Where it came from. */
  public enum Origin {
    FOLDER,
    CONSOLE,
    MODELER,
    GIT
  }

  /** What became of it. */
  public enum State {
    SUBMITTED,
    RELEASED,
    REJECTED,
    WITHDRAWN
  }

  public Version {
    contributors = Set.copyOf(contributors);
  }

  /** For people and records: {@code hot-wallet-drain version 3}. */
  @Override
  public String toString() {
    return playbook + " version " + version;
  }
}
