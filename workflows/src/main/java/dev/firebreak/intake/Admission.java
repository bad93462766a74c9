package dev.firebreak.intake;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many accepted alerts may wait for triage. Counts ordinary and critical sources apart, so that
 * a flood of the former never takes the latter's room. Safe for all threads.
 */
public final class Admission {
  /** As many are worked on within a few hundred milliseconds. */
  private static final int SOON = 32;

  private final int ordinaryLimit;
  private final int criticalLimit;
  private final AtomicInteger ordinary = new AtomicInteger();
  private final AtomicInteger critical = new AtomicInteger();

  public Admission(int ordinaryLimit, int criticalLimit) {
    this.ordinaryLimit = ordinaryLimit;
    this.criticalLimit = criticalLimit;
  }

  /**
   * Takes a place for a message; {@link #leave} gives it back when its alerts were triaged or not
   * stored.
   */
  boolean enter(boolean isCritical) {
    AtomicInteger count = isCritical ? critical : ordinary;
    if (count.incrementAndGet() > (isCritical ? criticalLimit : ordinaryLimit)) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  /**
   * Slows a sender down for a moment while many alerts of its lane wait, so that they are worked on
   * soon after they are accepted and not just stored. Never refuses; at most a quarter of a second.
   */
  void pace(boolean isCritical) {
    AtomicInteger count = isCritical ? critical : ordinary;
    try {
      for (int i = 0; i < 50 && count.get() > SOON; i++) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Further alerts of a message that has entered. */
  void add(boolean isCritical, int more) {
    (isCritical ? critical : ordinary).addAndGet(more);
  }

  /** One alert less waits. */
  public void leave(boolean isCritical) {
    (isCritical ? critical : ordinary).updateAndGet(n -> Math.max(0, n - 1));
  }

  /** Sets the counts to what the inbox really holds; called by the sweeper. */
  public void correct(int ordinaryWaiting, int criticalWaiting) {
    ordinary.set(ordinaryWaiting);
    critical.set(criticalWaiting);
  }

  public int waiting() {
    return ordinary.get() + critical.get();
  }
}
