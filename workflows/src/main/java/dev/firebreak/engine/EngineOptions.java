package dev.firebreak.engine;

import java.util.Optional;

/**
 * How an engine is run.
 *
 * @param timers whether this node's threads fire timers; without them only callers move runs on
 * @param released asked about each file that is read back from the database
 */
public record EngineOptions(boolean timers, Released released) {
  /** Whether a file may run that was not deployed just now. */
  @FunctionalInterface
  public interface Released {
    /**
     * Why a file must not run.
     *
     * @param sha256 of its bytes, lower-case hex
     */
    Optional<String> problem(String playbook, String sha256);
  }

  /** Where nobody releases: whatever was deployed runs. */
  public EngineOptions(boolean timers) {
    this(timers, (playbook, sha256) -> Optional.empty());
  }

  public static EngineOptions standard() {
    return new EngineOptions(true);
  }
}
