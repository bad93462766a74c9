package dev.firebreak.action;

import dev.firebreak.alert.Severity;
import dev.firebreak.connector.Effect;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * For what a vote needs a sign-in that is fresh.
 *
 * @param maxAge how old it may be; empty where none is asked for. Alone, it is asked for always
 * @param fromSeverity from this severity on
 * @param effects for these effects
 * @param fromValue from this value at stake on; an unknown value counts as above it
 */
public record StepUp(
    Optional<Duration> maxAge,
    Optional<Severity> fromSeverity,
    Set<Effect> effects,
    Optional<BigDecimal> fromValue) {
  /** Never. */
  public static final StepUp NONE =
      new StepUp(Optional.empty(), Optional.empty(), Set.of(), Optional.empty());

  public StepUp {
    effects = Set.copyOf(effects);
    if (maxAge.filter(a -> a.isNegative() || a.isZero()).isPresent()) {
      throw new IllegalArgumentException("max-age must be more than no time");
    }
  }

  /** How old the sign-in behind a vote may be; empty where it does not matter. */
  Optional<Duration> of(Effect effect, Severity severity, Supplier<Optional<BigDecimal>> value) {
    boolean asked =
        isAlways()
            || effects.contains(effect)
            || fromSeverity.filter(severity::atLeast).isPresent()
            || fromValue
                .filter(f -> value.get().map(v -> v.compareTo(f) >= 0).orElse(true))
                .isPresent();
    return maxAge.filter(a -> asked);
  }

  private boolean isAlways() {
    return effects.isEmpty() && fromSeverity.isEmpty() && fromValue.isEmpty();
  }
}
