package dev.firebreak.sandbox;

import java.time.Duration;
import java.util.Optional;

/**
 * A fault for the next requests of a vendor.
 *
 * @param vendor {@code exchange}, {@code okta}, {@code fireblocks}, {@code kubernetes} or {@code
 *     jira}
 * @param fault what happens
 * @param times how many requests it happens to, 1 to 10,000
 * @param method only requests with this method; any where empty
 * @param pathPart only requests whose path holds this text; any where empty
 * @param delay how late a {@link Fault#SLOW} answer is, and the pause {@link Fault#HTTP_429} asks
 *     for
 */
public record FaultRule(
    String vendor,
    Fault fault,
    int times,
    Optional<String> method,
    Optional<String> pathPart,
    Duration delay) {

  /** The delay where none is given. */
  public static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);

  public FaultRule {
    if (!Sandbox.VENDORS.contains(vendor)) {
      throw new IllegalArgumentException(
          "no vendor '" + vendor + "' in the sandbox; known: " + Sandbox.VENDORS);
    }
    if (times < 1 || times > 10_000) {
      throw new IllegalArgumentException("times must be 1 to 10,000, got " + times);
    }
    if (delay.isNegative() || delay.compareTo(Duration.ofMinutes(2)) > 0) {
      throw new IllegalArgumentException("delay must be 0 to 2 minutes, got " + delay);
    }
  }

  /** For any request of the vendor, with the default delay. */
  public static FaultRule of(String vendor, Fault fault, int times) {
    return new FaultRule(vendor, fault, times, Optional.empty(), Optional.empty(), DEFAULT_DELAY);
  }

  boolean fits(String vendor, Ask ask) {
    return this.vendor.equals(vendor)
        && method.map(m -> m.equalsIgnoreCase(ask.method())).orElse(true)
        && pathPart.map(p -> ask.rawPathAndQuery().contains(p)).orElse(true);
  }
}
