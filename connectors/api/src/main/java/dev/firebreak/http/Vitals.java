package dev.firebreak.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * What the answers of a vendor say about the connection itself, kept from the newest ones.
 *
 * @param lastAnswer when the newest answer came, whatever it said
 * @param lastSuccess when the newest 2xx answer came
 * @param skew how far the vendor's clock (the {@code Date} header, whole seconds) is ahead of ours
 * @param rateLimitRemaining calls left, where the vendor says so
 * @param rateLimit calls allowed, where the vendor says so
 */
public record Vitals(
    Optional<Instant> lastAnswer,
    Optional<Instant> lastSuccess,
    Optional<Duration> skew,
    Optional<Long> rateLimitRemaining,
    Optional<Long> rateLimit) {
  /** Of a vendor that has not answered yet. */
  public static final Vitals NONE =
      new Vitals(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The names in use; https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
  private static final List<String> REMAINING =
      List.of("x-rate-limit-remaining", "x-ratelimit-remaining", "ratelimit-remaining");

  private static final List<String> LIMIT =
      List.of("x-rate-limit-limit", "x-ratelimit-limit", "ratelimit-limit");

  Vitals after(Response answer, Instant now) {
    return new Vitals(
        Optional.of(now),
        answer.ok() ? Optional.of(now) : lastSuccess,
        skew(answer, now).or(() -> skew),
        number(answer, REMAINING).or(() -> rateLimitRemaining),
        number(answer, LIMIT).or(() -> rateLimit));
  }

  private static Optional<Duration> skew(Response answer, Instant now) {
    try {
      return answer
          .header("date")
          .map(d -> ZonedDateTime.parse(d.strip(), DateTimeFormatter.RFC_1123_DATE_TIME))
          .map(d -> Duration.between(now, d.toInstant()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> number(Response answer, List<String> names) {
    return names.stream()
        .flatMap(n -> answer.header(n).stream())
        .map(String::strip)
        .filter(v -> v.matches("\\d{1,12}"))
        .map(Long::valueOf)
        .findFirst();
  }
}
