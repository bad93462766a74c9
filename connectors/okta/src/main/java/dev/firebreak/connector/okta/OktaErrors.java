package dev.firebreak.connector.okta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
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
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final VendorHttp http;
  private final Secret token;
  private final Clock clock;

  OktaErrors(VendorHttp http, Secret token, Clock clock) {
    this.http = http;
    this.token = token;
    this.clock = clock;
  }

  /** What an answer other than 2xx means for the action. */
  ActionFailure failure(Request request, Response r, String what) {
    String quote = quoted(r);
    String said =
        what + ": Okta answered HTTP " + r.status() + (quote.isEmpty() ? "" : " (" + quote + ")");
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
      default -> {
        if (r.status() >= 500) {
          yield http.failure(request, r, quote);
        }
        yield ActionFailure.refused(
            r.status() / 100 == 3
                ? said + "; redirects are not followed, check setting 'url'"
                : said);
      }
    };
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

  /** Okta's code and summary as one harmless line. */
  private String quoted(Response r) {
    try {
      JsonNode json = Json.parse(r.body());
      String text = json.path("errorCode").asText() + " " + json.path("errorSummary").asText();
      return VendorHttp.oneLine(text.replace(token.reveal(), "(secret)"));
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
