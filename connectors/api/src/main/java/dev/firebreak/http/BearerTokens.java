package dev.firebreak.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Short-lived access tokens of a vendor that gives them for a client's credentials (OAuth 2.0, RFC
 * 6749 section 4.4), kept until shortly before they end. Safe for all threads.
 */
public final class BearerTokens {
  private static final Duration EARLIER = Duration.ofSeconds(60);
  private static final long DEFAULT_SECONDS = 300;

  /** Error codes of RFC 6749 section 5.2, and those that vendors add in its manner. */
  private static final Pattern CODE = Pattern.compile("[a-z][a-z_]{2,39}");

  /** What to say where no token is given. */
  @FunctionalInterface
  public interface Refusal {
    /**
     * @param answer not 2xx, 3xx, 429 or 5xx; it may repeat what was sent
     * @return a sentence for people, with the vendor's words as far as no secret can be in them
     */
    String sentence(Response answer);
  }

  private record Token(String value, Instant until) {}

  private final VendorHttp http;
  private final Supplier<Request> ask;
  private final Optional<Refusal> refusal;
  private final Clock clock;
  private Optional<Token> kept = Optional.empty();

  /**
   * Where no token is given, the error code of RFC 6749 section 5.2 is said.
   *
   * @param ask the request for a token, whose answer has {@code access_token} and {@code
   *     expires_in} (seconds)
   */
  public BearerTokens(VendorHttp http, Supplier<Request> ask, Clock clock) {
    this(http, ask, Optional.empty(), clock);
  }

  /** {@link #BearerTokens(VendorHttp, Supplier, Clock)}, for a vendor with more to say. */
  public BearerTokens(VendorHttp http, Supplier<Request> ask, Refusal refusal, Clock clock) {
    this(http, ask, Optional.of(refusal), clock);
  }

  private BearerTokens(
      VendorHttp http, Supplier<Request> ask, Optional<Refusal> refusal, Clock clock) {
    this.http = http;
    this.ask = ask;
    this.refusal = refusal;
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

  /**
   * Asks for a new token, which serves from now on, and reads its claims (RFC 7519 section 4): what
   * was granted since shows only in a new one. They are not verified; they tell what we may do, and
   * nobody is let in by them.
   *
   * @return a JSON object; empty where the token cannot be read, for to us it is opaque by contract
   * @throws ActionFailure as {@link #exchange} where no token is given
   */
  public Optional<JsonNode> freshClaims() throws ActionFailure {
    return JwtClaims.of(renewed());
  }

  private static Request with(String token, Request request) {
    return request.withHeader("Authorization", "Bearer " + token);
  }

  private synchronized String token() throws ActionFailure {
    Optional<Token> valid = kept.filter(t -> clock.instant().isBefore(t.until()));
    if (valid.isPresent()) {
      return valid.get().value();
    }
    return renewed();
  }

  private synchronized String renewed() throws ActionFailure {
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
      Response answer = http.exchange(request);
      if (answer.status() == 429 || answer.status() >= 500 || answer.status() / 100 == 3) {
        throw http.failure(request, answer, "");
      }
      if (!answer.ok()) {
        throw ActionFailure.refused(
            refusal.map(r -> r.sentence(answer)).orElseGet(() -> usualRefusal(request, answer)));
      }
      return read(answer.json());
    } catch (ActionFailure e) {
      throw e.kind() == ActionFailure.Kind.UNKNOWN
          ? ActionFailure.unavailable("no access token: " + e.getMessage(), e)
          : e;
    }
  }

  private static String usualRefusal(Request request, Response answer) {
    return "no access token (HTTP "
        + answer.status()
        + code(request, answer).map(c -> ", " + c).orElse("")
        + "): check the client id and secret of this connector";
  }

  /** Its description is left out, and so is a code that repeats a part of what was sent. */
  private static Optional<String> code(Request request, Response answer) {
    try {
      String sent = new String(request.bodyBytes(), StandardCharsets.UTF_8);
      return Optional.of(Json.parse(answer.body()).path("error").asText(""))
          .filter(c -> CODE.matcher(c).matches() && !sent.contains(c));
    } catch (JsonProcessingException e) {
      return Optional.empty();
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
