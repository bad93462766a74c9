package dev.firebreak.intake;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many alerts may wait for triage. Counts ordinary and critical ones apart, so that a flood of
 * the former never takes the latter's room. Safe for all threads.
 */
public final class Admission {
  private final Lane ordinary;
  private final Lane critical;

  /** Limits: messages being stored plus alerts waiting, of each lane. */
  public Admission(int ordinaryLimit, int criticalLimit) {
    this.ordinary = new Lane(ordinaryLimit);
    this.critical = new Lane(criticalLimit);
  }

  private Lane lane(boolean isCritical) {
    return isCritical ? critical : ordinary;
  }

  /** Takes a place for a message that is to be stored; {@link #exit} gives it back. */
  boolean enter(boolean isCritical) {
    return lane(isCritical).enter();
  }

  /** The message is stored, or was not. */
  void exit(boolean isCritical) {
    lane(isCritical).exit();
  }

  /**
   * Holds a sender up while many alerts of its lane wait: it hears 202 a little later, and what is
   * accepted is worked on soon instead of just stored. Never refuses; at most {@link Lane#HOLD}.
   */
  void pace(boolean isCritical) {
    lane(isCritical).pace();
  }

  /** One alert more waits for triage. */
  void stored(boolean isCritical) {
    lane(isCritical).stored();
  }

  /** One alert less waits. */
  public void leave(boolean isCritical) {
    lane(isCritical).leave();
  }

  /** Sets the counts to what the inbox really holds; called by the sweeper. */
  public void correct(int ordinaryWaiting, int criticalWaiting) {
    ordinary.correct(ordinaryWaiting);
    critical.correct(criticalWaiting);
  }

  public int waiting() {
    return ordinary.waiting() + critical.waiting();
  }

  private static final class Lane {
    /** As many are worked on within a tenth of a second. */
    private static final int SOON = 16;

    /** Shorter than any sender's time-out. */
    private static final Duration HOLD = Duration.ofSeconds(2);

    /** Each holds a thread of the web server; further senders are not held. */
    private static final int HELD = 48;

    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private int entering;
    private int waiting;
    private int held;

    Lane(int limit) {
      this.limit = limit;
    }

    private boolean enter() {
      lock.lock();
      try {
        if (entering + waiting >= limit) {
          return false;
        }
        entering++;
        return true;
      } finally {
        lock.unlock();
      }
    }

    private void exit() {
      lock.lock();
      try {
        entering--;
      } finally {
        lock.unlock();
      }
    }

    private void pace() {
      lock.lock();
      try {
        if (held >= HELD) {
          return;
        }
        held++;
        try {
          long left = HOLD.toNanos();
          while (waiting >= SOON && left > 0) {
            left = fewer.awaitNanos(left);
          }
        } finally {
          held--;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        lock.unlock();
      }
    }

    private void stored() {
      lock.lock();
      try {
        waiting++;
      } finally {
        lock.unlock();
      }
    }

    private void leave() {
      lock.lock();
      try {
        waiting = Math.max(0, waiting - 1);
        if (waiting < SOON) {
          fewer.signal();
        }
      } finally {
        lock.unlock();
      }
    }

    private void correct(int really) {
      lock.lock();
      try {
        waiting = really;
        fewer.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private int waiting() {
      lock.lock();
      try {
        return waiting;
      } finally {
        lock.unlock();
      }
    }
  }
}
