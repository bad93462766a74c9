package dev.firebreak.connector.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.http.BearerTokens;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;

/** Requests to the realm's part of the Admin REST API. Safe for all threads; calls block. */
record AdminApi(KeycloakSettings settings, VendorHttp http, BearerTokens tokens) {
  /** A path below {@code /admin/realms/<realm>}, built like {@link Request#path}. */
  String path(String template, Object... values) {
    return Request.path("/admin/realms/{}", settings.realm()) + Request.path(template, values);
  }

  /** Any answer. */
  Response ask(Request request) throws ActionFailure {
    return tokens.exchange(request.withHeader("Accept", "application/json"));
  }

  /**
   * A 2xx answer.
   *
   * @param what for the message, for example {@code disabling user ana}
   * @throws ActionFailure what any other answer means
   */
  Response send(Request request, String what) throws ActionFailure {
    Response answer = ask(request);
    if (!answer.ok()) {
      throw failure(request, answer, what);
    }
    return answer;
  }

  ActionFailure failure(Request request, Response answer, String what) {
    return http.failure(request, answer, what + "; " + Words.of(answer, settings));
  }

  /** The JSON that a reading request is answered with. */
  JsonNode read(String path, String what) throws ActionFailure {
    return json(send(Request.get(path), what), what);
  }

  /** The answer to a read: one that cannot be understood has changed nothing. */
  static JsonNode json(Response answer, String what) throws ActionFailure {
    try {
      return Json.parse(answer.body());
    } catch (JsonProcessingException e) {
      throw ActionFailure.unavailable(what + ": the answer is not JSON; check setting 'url'", e);
    }
  }
}
