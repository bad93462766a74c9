package dev.firebreak.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Short-lived access tokens of a vendor that gives them for a client's credentials (OAuth 2.0, RFC
 * 6749 section 4.4), kept until shortly before they end. Safe for all threads.
 */
public final class BearerTokens {
  private static final Duration EARLIER = Duration.ofSeconds(60);
  private static final long DEFAULT_SECONDS = 300;

  private record Token(String value, Instant until) {}

  private final VendorHttp http;
  private final Supplier<Request> ask;
  private final Clock clock;
  private Optional<Token> kept = Optional.empty();

  /**
   * @param ask the request for a token, whose answer has {@code access_token} and {@code
   *     expires_in} (seconds)
   */
  public BearerTokens(VendorHttp http, Supplier<Request> ask, Clock clock) {
    this.http = http;
    this.ask = ask;
    this.clock = clock;
  }

  /**
   * Sends a request with a token. A 401 makes it ask for a new one, once: a token can be revoked
   * before its time, and a request refused for it had no effect.
   *
   * @return any answer, as {@link VendorHttp#exchange}
   * @throws ActionFailure as {@link VendorHttp#exchange}; REFUSED where no token is given, and
   *     UNAVAILABLE where the answer to asking was lost: nothing was done
   */
  public Response exchange(Request request) throws ActionFailure {
    String token = token();
    Response answer = http.exchange(with(token, request));
    if (answer.status() != 401) {
      return answer;
    }
    forget(token);
    return http.exchange(with(token(), request));
  }

  /** {@link #exchange} with the status rules of {@link VendorHttp#send}. */
  public Response send(Request request) throws ActionFailure {
    return http.accepted(request, exchange(request), "");
  }

  private static Request with(String token, Request request) {
    return request.withHeader("Authorization", "Bearer " + token);
  }

  private synchronized String token() throws ActionFailure {
    Optional<Token> valid = kept.filter(t -> clock.instant().isBefore(t.until()));
    if (valid.isPresent()) {
      return valid.get().value();
    }
    Token fresh = fetch();
    kept = Optional.of(fresh);
    return fresh.value();
  }

  private synchronized void forget(String token) {
    kept = kept.filter(t -> !t.value().equals(token));
  }

  private Token fetch() throws ActionFailure {
    Request request = ask.get();
    try {
      Response answer = http.send(request);
      if (!answer.ok()) {
        throw ActionFailure.refused(
            "no access token (HTTP "
                + answer.status()
                + "): check the client id and secret of this connector");
      }
      return read(answer.json());
    } catch (ActionFailure e) {
      throw e.kind() == ActionFailure.Kind.UNKNOWN
          ? ActionFailure.unavailable("no access token: " + e.getMessage(), e)
          : e;
    }
  }

  private Token read(JsonNode answer) throws ActionFailure {
    String value = answer.path("access_token").asText("");
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw ActionFailure.unavailable("the answer to asking for an access token holds none");
    }
    long seconds = answer.path("expires_in").asLong(DEFAULT_SECONDS);
    Duration life = Duration.ofSeconds(Math.max(0, Math.min(seconds, 86_400)));
    Duration usable = life.compareTo(EARLIER.multipliedBy(2)) > 0 ? life.minus(EARLIER) : life;
    return new Token(value, clock.instant().plus(usable));
  }
}
