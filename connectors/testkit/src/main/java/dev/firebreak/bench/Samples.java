package dev.firebreak.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Percentiles of durations, by nearest rank.
 *
 * @param sortedNanos ascending
 */
record Samples(List<Long> sortedNanos) {
  static Samples of(Collection<Long> nanos) {
    return new Samples(nanos.stream().sorted().toList());
  }

  /** Milliseconds that {@code percent} of the samples do not exceed; NaN where there are none. */
  double millis(double percent) {
    if (sortedNanos.isEmpty()) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(percent / 100 * sortedNanos.size());
    return sortedNanos.get(Math.max(0, rank - 1)) / 1e6;
  }

  static double median(double... values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }
}
