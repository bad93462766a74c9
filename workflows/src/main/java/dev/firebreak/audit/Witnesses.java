package dev.firebreak.audit;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Takes signed heads to all witnesses; each is served by itself, so that one that hangs or is lost
 * keeps nothing from the others. Safe for all threads.
 */
public final class Witnesses {
  private final List<Witnessing> all;

  /**
   * @param executor as many threads as there are witnesses
   * @param alarm told once each time a witness is lost, with its name and the reason
   */
  public Witnesses(
      List<Witness> witnesses,
      Heads heads,
      Guard guard,
      Clock clock,
      Executor executor,
      Consumer<String> alarm) {
    this.all =
        witnesses.stream()
            .map(w -> new Witnessing(w, heads, guard, clock, executor, alarm))
            .toList();
  }

  /**
   * How a witness is.
   *
   * @param size of the newest head it is known to keep, 0 for none
   * @param problem why it does not keep what it should
   */
  public record Status(String witness, long size, Optional<String> problem) {}

  /** Empty where none is configured. */
  public List<Status> status() {
    return all.stream().map(Witnessing::status).toList();
  }

  /** Why one of them does not keep what it should; empty where all is well or none configured. */
  public Optional<String> problem() {
    return status().stream()
        .flatMap(s -> s.problem().map(p -> s.witness() + ": " + p).stream())
        .findFirst();
  }

  /** Whether what witnesses kept before this start has been looked at, where it can be. */
  boolean compared() {
    return all.stream().allMatch(Witnessing::compared);
  }

  /** Asks for a round soon; returns at once. */
  public void soon() {
    all.forEach(Witnessing::soon);
  }
}
