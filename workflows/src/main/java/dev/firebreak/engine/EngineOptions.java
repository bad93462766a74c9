package dev.firebreak.engine;

/**
 * How an engine is run.
 *
 * @param timers whether this node's threads fire timers; without them only callers move runs on
 */
public record EngineOptions(boolean timers) {
  public static EngineOptions standard() {
    return new EngineOptions(true);
  }
}
