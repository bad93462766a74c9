package dev.firebreak.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A line of the result: a figure and what it has to be.
 *
 * @param name for people
 * @param unit for people
 * @param figure which one
 * @param key its name among the ratios in JSON; empty where no ratio to the floor is meant
 * @param goal what is to be met; empty where the figure is only shown
 */
record Target(
    String name, String unit, ToDoubleFunction<Figures> figure, String key, Optional<Goal> goal) {

  /** A limit for the figure itself or for its ratio to the floor's. */
  record Goal(Kind kind, double limit) {
    enum Kind {
      AT_MOST,
      UNDER,
      AT_MOST_TIMES_FLOOR,
      AT_LEAST_TIMES_FLOOR
    }

    boolean isMet(double value, double ratio) {
      return switch (kind) {
        case AT_MOST -> value <= limit;
        case UNDER -> value < limit;
        case AT_MOST_TIMES_FLOOR -> ratio <= limit;
        case AT_LEAST_TIMES_FLOOR -> ratio >= limit;
      };
    }

    boolean needsFloor() {
      return kind == Kind.AT_MOST_TIMES_FLOOR || kind == Kind.AT_LEAST_TIMES_FLOOR;
    }

    String text(String unit) {
      String number =
          String.format(Locale.ROOT, limit == Math.rint(limit) ? "%.0f" : "%.1f", limit);
      return switch (kind) {
        case AT_MOST -> "<= " + (number + " " + unit).strip();
        case UNDER -> "< " + (number + " " + unit).strip();
        case AT_MOST_TIMES_FLOOR -> "<= " + number + " x floor";
        case AT_LEAST_TIMES_FLOOR -> ">= " + number + " x floor";
      };
    }
  }
}
