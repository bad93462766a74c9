package dev.firebreak.connector.keycloak;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When an action was asked for, on Keycloak's clock: what it writes down is compared with what it
 * wrote down, so that our clocks may differ.
 */
record AskedAt(ServiceAccount account, Clock clock) {
  /** Keycloak counts whole seconds, and so is off by up to one at either end. */
  private static final Duration ROUNDING = Duration.ofSeconds(2);

  /**
   * @param deadline the action's; the call's is that long after it was asked for
   */
  Instant of(Call<?> call, Duration deadline) throws ActionFailure {
    Instant there = account.now();
    Duration since = Duration.between(call.deadline().minus(deadline), clock.instant());
    return there.minus(since).minus(ROUNDING);
  }
}
