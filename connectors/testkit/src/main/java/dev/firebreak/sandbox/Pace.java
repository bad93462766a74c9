package dev.firebreak.sandbox;

import java.time.Duration;

/**
 * How fast the theft goes.
 *
 * @param every a withdrawal is submitted this often
 * @param settle how long one is pending before its value has left
 * @param broadcastAfter how long a custody transaction waits before it is broadcast and gone
 */
public record Pace(Duration every, Duration settle, Duration broadcastAfter) {
  public Pace {
    if (every.toMillis() < 1 || settle.isNegative() || broadcastAfter.isNegative()) {
      throw new IllegalArgumentException(
          "a theft submits at most every millisecond and takes no negative time, got " + every);
    }
  }

  /** A withdrawal every 400 ms, 1.5 s pending, custody transactions wait 90 s. */
  public static Pace usual() {
    return new Pace(Duration.ofMillis(400), Duration.ofMillis(1_500), Duration.ofSeconds(90));
  }
}
