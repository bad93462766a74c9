package dev.firebreak.connector.entra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.http.BearerTokens;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** The four requests to Graph, and what its answers mean. Safe for all threads; calls block. */
record Graph(VendorHttp http, BearerTokens tokens) {
  /** All but the first come only where they are selected. */
  private static final String SELECT =
      "id,userPrincipalName,accountEnabled,externalUserState,onPremisesSyncEnabled,"
          + "signInSessionsValidFromDateTime";

  /**
   * https://learn.microsoft.com/graph/api/user-get and
   * https://learn.microsoft.com/graph/api/resources/user#properties
   *
   * @throws ActionFailure REFUSED when there is no such user, and when the permission does not
   *     cover whether he is enabled
   */
  EntraUser user(Account account) throws ActionFailure {
    String what = "reading Entra user '" + account.user() + "'";
    Request request = Request.get(Request.path("/v1.0/users/{}?$select=" + SELECT, account.user()));
    JsonNode user = json(send(request, what), what);
    String id = user.path("id").asText("");
    String name = user.path("userPrincipalName").asText("");
    boolean asked = account.user().equalsIgnoreCase(id) || account.user().equalsIgnoreCase(name);
    if (!Account.ID.matcher(id).matches() || !asked) {
      throw ActionFailure.unavailable(what + ": the answer is not about this user");
    }
    if (!user.path("accountEnabled").isBoolean()) {
      throw ActionFailure.refused(
          what + ": Graph does not say whether he is enabled; grant the app User.Read.All");
    }
    return new EntraUser(
        id,
        user.path("accountEnabled").booleanValue(),
        EntraUser.isExternal(name, user.path("externalUserState").asText("")),
        user.path("onPremisesSyncEnabled").asBoolean(false),
        instant(user.path("signInSessionsValidFromDateTime").asText("")));
  }

  /** https://learn.microsoft.com/graph/api/user-update */
  void setEnabled(EntraUser user, boolean enabled, String tracedBy) throws ActionFailure {
    Request request =
        Request.json(
            "PATCH", Request.path("/v1.0/users/{}", user.id()), Map.of("accountEnabled", enabled));
    send(
        request.withHeader("client-request-id", tracedBy),
        (enabled ? "enabling" : "disabling") + " Entra user " + user.id());
  }

  /**
   * Resets signInSessionsValidFromDateTime to now. 200 with {@code {"value": true}}; 204 was seen
   * once, too. https://learn.microsoft.com/graph/api/user-revokesigninsessions
   */
  void revokeSessions(EntraUser user, String tracedBy) throws ActionFailure {
    String what = "revoking the sign-in sessions of Entra user " + user.id();
    Request request = Request.post(Request.path("/v1.0/users/{}/revokeSignInSessions", user.id()));
    Response answer = send(request.withHeader("client-request-id", tracedBy), what);
    if (answer.status() != 204 && !answer.json().path("value").asBoolean(false)) {
      throw ActionFailure.unknown(
          what + ": Graph answered HTTP " + answer.status() + " without saying that it did");
    }
  }

  /** Some user, only to see whether Graph takes our token. */
  void anyUser() throws ActionFailure {
    String what = "reading one Entra user";
    if (!json(send(Request.get("/v1.0/users?$top=1&$select=id"), what), what)
        .path("value")
        .isArray()) {
      throw ActionFailure.unavailable(what + ": the answer has no list; check setting 'graph-url'");
    }
  }

  private Response send(Request request, String what) throws ActionFailure {
    Response answer = tokens.exchange(request.withHeader("Accept", "application/json"));
    if (answer.ok()) {
      return answer;
    }
    String said = what + ": " + words(answer);
    throw answer.status() == 403
        ? ActionFailure.refused(
            VendorHttp.oneLine(said)
                + ": HTTP 403; the app lacks a permission, or the user is an administrator whom"
                + " it may not touch without a role (README)")
        : http.failure(request, answer, said);
  }

  /** Code and message of {@code {"error": {...}}}: https://learn.microsoft.com/graph/errors */
  private static String words(Response answer) {
    try {
      JsonNode error = Json.parse(answer.body()).path("error");
      return error.path("code").asText("") + " " + error.path("message").asText("");
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  /** The answer to a read: one that cannot be understood has changed nothing. */
  private static JsonNode json(Response answer, String what) throws ActionFailure {
    try {
      return Json.parse(answer.body());
    } catch (JsonProcessingException e) {
      throw ActionFailure.unavailable(
          what + ": the answer is not JSON; check setting 'graph-url'", e);
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }
}
