package dev.firebreak.support;

import dev.firebreak.app.config.ApprovalsConfig;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Approvals as they are where nothing is configured about them, but for how fresh a sign-in must
 * be.
 *
 * @param maxAge of the sign-in behind a vote
 * @param effectNames of actions for which that counts
 */
public record AskedPlainly(Optional<Duration> maxAge, List<String> effectNames)
    implements ApprovalsConfig {
  public AskedPlainly() {
    this(Optional.empty(), List.of());
  }

  @Override
  public Optional<String> url() {
    return Optional.empty();
  }

  @Override
  public Map<String, Channel> channels() {
    return Map.of();
  }

  @Override
  public FreshSignIn freshSignIn() {
    return new FreshSignIn() {
      @Override
      public Optional<Duration> maxAge() {
        return maxAge;
      }

      @Override
      public Optional<String> fromSeverity() {
        return Optional.empty();
      }

      @Override
      public Optional<List<String>> effects() {
        return Optional.of(effectNames);
      }

      @Override
      public Optional<BigDecimal> fromValue() {
        return Optional.empty();
      }

      @Override
      public Optional<String> valueAttribute() {
        return Optional.empty();
      }
    };
  }
}
