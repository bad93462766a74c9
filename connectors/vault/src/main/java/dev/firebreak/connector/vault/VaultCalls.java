package dev.firebreak.connector.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Sends requests that read and requests that change, and tells their failures apart. */
final class VaultCalls {
  private final VaultSession session;

  VaultCalls(VaultSession session) {
    this.session = session;
  }

  /** How far Vault's clock is ahead of ours. */
  Duration skew() {
    return session.skew();
  }

  /** The texts of Vault's error answer, without secrets. */
  List<String> errors(Response answer) {
    return session.errors(answer);
  }

  /** Sends a request that changes something. */
  void change(Request request, String what) throws ActionFailure {
    Response answer = session.exchange(request);
    if (!answer.ok()) {
      throw session.failure(request, answer, what);
    }
  }

  /**
   * Of a request that changes nothing, whatever its method: a lost answer is no unknown outcome.
   */
  Response read(Request request) throws ActionFailure {
    try {
      return session.exchange(request);
    } catch (ActionFailure e) {
      throw nothingChanged(e);
    }
  }

  /**
   * The {@code data} of the answer to a request that only reads; a missing node where it has none.
   */
  JsonNode data(Request request, Response answer, String what) throws ActionFailure {
    if (!answer.ok()) {
      throw nothingChanged(session.failure(request, answer, what));
    }
    try {
      return Json.parse(answer.body()).path("data");
    } catch (JsonProcessingException e) {
      throw ActionFailure.unavailable(
          what + ": the answer is not JSON; check that setting 'url' is a Vault", e);
    }
  }

  private static ActionFailure nothingChanged(ActionFailure e) {
    return e.kind() == ActionFailure.Kind.UNKNOWN
        ? ActionFailure.unavailable(e.getMessage(), e)
        : e;
  }

  /** {@code {"errors": []}}: how Vault answers for a list without entries, or an unknown id. */
  static boolean isEmptyList(Response answer) {
    try {
      JsonNode errors = Json.parse(answer.body()).path("errors");
      return errors.isArray() && errors.isEmpty();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Whether one of the errors has these words, in any case. */
  static boolean says(List<String> errors, String sign) {
    return errors.stream().anyMatch(e -> e.toLowerCase(Locale.ROOT).contains(sign));
  }
}
