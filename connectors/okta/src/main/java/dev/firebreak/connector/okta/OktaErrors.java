package dev.firebreak.connector.okta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Turns Okta's error answers into failures. Okta's body is {@code {errorCode, errorSummary,
 * errorLink, errorId, errorCauses}}; see https://developer.okta.com/docs/reference/error-codes/.
 */
final class OktaErrors {
  private static final int LONGEST_QUOTE = 200;
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final Secret token;
  private final Clock clock;

  OktaErrors(Secret token, Clock clock) {
    this.token = token;
    this.clock = clock;
  }

  /** What an answer other than 2xx means for the action. */
  ActionFailure failure(String method, Response r, String what) {
    String said = what + ": Okta answered HTTP " + r.status() + quoted(r);
    return switch (r.status()) {
      case 401 ->
          ActionFailure.refused(
              said + "; check settings 'token' and 'auth-scheme', the token may have expired");
      case 403 ->
          ActionFailure.refused(
              said + "; give the token's owner the permissions named in the connector's README");
      case 404 ->
          ActionFailure.refused(
              said + "; check that the name is an id or login of this organisation");
      case 429 -> rateLimited(r, said);
      case 503 -> ActionFailure.unavailable(said);
      default -> other(method, r, said);
    };
  }

  private static ActionFailure other(String method, Response r, String said) {
    if (r.status() >= 500) {
      return method.equals("GET")
          ? ActionFailure.unavailable(said)
          : ActionFailure.unknown(said + "; it may have been done, so it is read back first");
    }
    if (r.status() / 100 == 3) {
      return ActionFailure.refused(said + "; redirects are not followed, check setting 'url'");
    }
    return ActionFailure.refused(said);
  }

  private ActionFailure rateLimited(Response r, String said) {
    return pause(r)
        .map(
            d ->
                ActionFailure.unavailable(
                    said + "; the limit resets in " + d.toSeconds() + " s", d))
        .orElseGet(() -> ActionFailure.unavailable(said));
  }

  /**
   * Until X-Rate-Limit-Reset, UTC epoch seconds, on Okta's own clock (the Date header) where it is
   * told; where that header is missing, Retry-After, which a proxy may send; 1 s to 1 h. See
   * https://developer.okta.com/docs/reference/rl-best-practices/
   */
  private Optional<Duration> pause(Response r) {
    return number(r, "x-rate-limit-reset")
        .map(seconds -> Duration.between(vendorNow(r), Instant.ofEpochSecond(seconds)))
        .or(() -> number(r, "retry-after").map(Duration::ofSeconds))
        .map(d -> d.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : d)
        .map(d -> d.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : d);
  }

  private static Optional<Long> number(Response r, String header) {
    return r.header(header)
        .map(String::strip)
        .filter(v -> v.matches("\\d{1,11}"))
        .map(Long::valueOf);
  }

  private Instant vendorNow(Response r) {
    try {
      return r.header("date")
          .map(d -> ZonedDateTime.parse(d, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .orElseGet(clock::instant);
    } catch (DateTimeParseException e) {
      return clock.instant();
    }
  }

  /** Okta's code and summary as one harmless line: they may repeat what an alert's sender chose. */
  private String quoted(Response r) {
    try {
      JsonNode json = Json.parse(r.body());
      String text = json.path("errorCode").asText() + " " + json.path("errorSummary").asText();
      String line =
          text.replace(token.reveal(), "(secret)")
              .replaceAll("[\\p{C}\\s\\p{Zl}\\p{Zp}]+", " ")
              .strip();
      return line.isEmpty() ? "" : " (" + cut(line) + ")";
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static String cut(String s) {
    if (s.length() <= LONGEST_QUOTE) {
      return s;
    }
    int end = LONGEST_QUOTE - 3;
    return s.substring(0, Character.isHighSurrogate(s.charAt(end - 1)) ? end - 1 : end) + "...";
  }
}
