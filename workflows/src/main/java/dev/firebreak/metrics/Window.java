package dev.firebreak.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The time that is counted, cut into buckets of equal length which begin at multiples of it (weeks
 * on a Monday), in UTC.
 *
 * @param to exclusive
 */
public record Window(Instant from, Instant to, Duration bucket) {
  /** A longer window would have to read too much. */
  public static final Duration LONGEST = Duration.ofDays(92);

  private static final Duration SHORTEST_BUCKET = Duration.ofMinutes(1);
  private static final int MOST_BUCKETS = 400;
  private static final int ENOUGH_BUCKETS = 100;
  private static final List<Duration> USUAL =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(7));

  /**
   * @throws IllegalArgumentException a sentence about what is wrong
   */
  public Window {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("from must be before to");
    }
    Duration length = Duration.between(from, to);
    if (length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "at most "
              + LONGEST.toDays()
              + " days are counted at once; move from and to closer together");
    }
    if (bucket.compareTo(SHORTEST_BUCKET) < 0) {
      throw new IllegalArgumentException("a bucket is at least a minute long (PT1M)");
    }
    if (length.dividedBy(bucket) > MOST_BUCKETS) {
      throw new IllegalArgumentException(
          "these are more than " + MOST_BUCKETS + " buckets; take longer ones or a shorter time");
    }
  }

  /**
   * The last seven days where nothing is said, in about a hundred buckets.
   *
   * @throws IllegalArgumentException a sentence about what is wrong
   */
  public static Window of(
      Optional<Instant> from, Optional<Instant> to, Optional<Duration> bucket, Instant now) {
    Instant end = to.orElse(now);
    Instant start = from.orElse(end.minus(Duration.ofDays(7)));
    return new Window(start, end, bucket.orElseGet(() -> usual(Duration.between(start, end))));
  }

  private static Duration usual(Duration length) {
    return USUAL.stream()
        .filter(b -> length.dividedBy(b) <= ENOUGH_BUCKETS)
        .findFirst()
        .orElse(Duration.ofDays(7));
  }
}
