package dev.firebreak.connector.crowdstrike;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
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
 * Turns Falcon's error answers into failures. Its body is {@code {meta, resources, errors: [{code,
 * message, id}]}}, and success can come with errors in it, so that both are to be looked at.
 */
record FalconErrors(VendorHttp http, Clock clock) {
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /**
   * The body of an answer without errors.
   *
   * @throws ActionFailure for a status or an error in the body
   */
  JsonNode success(Request request, Response answer, String what) throws ActionFailure {
    if (!answer.ok()) {
      throw failure(request, answer, what);
    }
    JsonNode body = answer.json();
    JsonNode error = body.path("errors").path(0);
    if (!error.isMissingNode() && !error.isNull()) {
      throw inSuccess(answer, error, what);
    }
    return body;
  }

  private ActionFailure failure(Request request, Response answer, String what) {
    String said = said(answer);
    Optional<Duration> wait = answer.status() == 429 ? untilReset(answer) : Optional.empty();
    if (wait.isPresent()) {
      return ActionFailure.unavailable(
          what + ": Falcon answered HTTP 429; its limit resets in " + wait.get().toSeconds() + " s",
          wait.get());
    }
    boolean byStatus =
        answer.status() >= 500 || answer.status() == 429 || answer.status() / 100 == 3;
    if (byStatus) {
      return http.failure(request, answer, said);
    }
    String fact = what + ": Falcon answered HTTP " + answer.status() + " " + said;
    return switch (answer.status()) {
      case 401 -> ActionFailure.refused(fact + "; check client-id, client-secret and url");
      case 403 ->
          ActionFailure.refused(fact + "; give the API client the scope Hosts: Read and Write");
      case 404 -> ActionFailure.refused(fact + "; is the host of this customer and cloud?");
      default -> ActionFailure.refused(fact);
    };
  }

  /** Of one id, for we never send more. */
  private static ActionFailure inSuccess(Response answer, JsonNode error, String what) {
    int code = error.path("code").asInt(0);
    String fact =
        what + ": Falcon answered HTTP " + answer.status() + " with the error " + line(error);
    if (code == 429) {
      return ActionFailure.unavailable(fact);
    }
    if (code >= 500) {
      return answer.toRead() ? ActionFailure.unavailable(fact) : ActionFailure.unknown(fact);
    }
    return ActionFailure.refused(fact);
  }

  private static String said(Response answer) {
    try {
      return line(Json.parse(answer.body()).path("errors").path(0));
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static String line(JsonNode error) {
    return VendorHttp.oneLine(error.path("code").asText() + " " + error.path("message").asText());
  }

  /**
   * X-RateLimit-RetryAfter: UTC epoch seconds, not a delay, on Falcon's own clock (the Date header)
   * where it is told; 1 s to 1 h.
   * https://github.com/CrowdStrike/falconpy/blob/main/src/falconpy/_result/_headers.py
   */
  private Optional<Duration> untilReset(Response answer) {
    return answer
        .header("x-ratelimit-retryafter")
        .map(String::strip)
        .filter(v -> v.matches("\\d{1,11}"))
        .map(v -> Duration.between(vendorNow(answer), Instant.ofEpochSecond(Long.parseLong(v))))
        .map(d -> d.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : d)
        .map(d -> d.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : d);
  }

  private Instant vendorNow(Response answer) {
    try {
      return answer
          .header("date")
          .map(
              d -> ZonedDateTime.parse(d.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .orElseGet(clock::instant);
    } catch (DateTimeParseException e) {
      return clock.instant();
    }
  }
}
