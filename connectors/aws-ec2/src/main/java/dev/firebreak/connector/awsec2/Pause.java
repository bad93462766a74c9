package dev.firebreak.connector.awsec2;

import java.time.Duration;

/** Waits while interfaces are open. */
@FunctionalInterface
interface Pause {
  /**
   * Waits, or less: an interruption ends it, because what was opened must be closed.
   *
   * @return whether it was interrupted; the thread's flag is cleared then
   */
  boolean interruptedWithin(Duration time);

  Pause REAL =
      time -> {
        try {
          Thread.sleep(time.toMillis());
          return false;
        } catch (InterruptedException e) {
          return true;
        }
      };
}
