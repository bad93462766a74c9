package dev.firebreak.connector.okta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The calls this connector makes. Safe for all threads; calls block. */
final class OktaApi {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern STATUS = Pattern.compile("[A-Z_]{1,40}");
  private static final int LOG_PAGE = 100;

  private final VendorHttp http;
  private final OktaSettings settings;
  private final OktaErrors errors;

  OktaApi(OktaSettings settings, VendorHttp http, Clock clock) {
    this.http = http;
    this.settings = settings;
    this.errors = new OktaErrors(http, settings.token(), clock);
  }

  private Map<String, String> headers() {
    return Map.of("Authorization", settings.authorization(), "Accept", "application/json");
  }

  /**
   * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/#tag/User/operation/getUser
   *
   * @throws ActionFailure REFUSED when there is no such user
   */
  OktaUser user(String user) throws ActionFailure {
    String what = "reading Okta user '" + user + "'";
    JsonNode json = json(send(Request.get(Request.path("/api/v1/users/{}", user)), what), what);
    String id = text(json.path("id"));
    String status = text(json.path("status"));
    if (!ID.matcher(id).matches() || !STATUS.matcher(status).matches()) {
      throw ActionFailure.unavailable(
          what + ": the answer has no usable id and status; check setting 'url'");
    }
    return new OktaUser(id, status);
  }

  /**
   * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserLifecycle/#tag/UserLifecycle/operation/suspendUser
   */
  void suspend(OktaUser user) throws ActionFailure {
    send(
        Request.post(Request.path("/api/v1/users/{}/lifecycle/suspend", user.id())),
        "suspending Okta user " + user.id());
  }

  /**
   * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserLifecycle/#tag/UserLifecycle/operation/unsuspendUser
   */
  void unsuspend(OktaUser user) throws ActionFailure {
    send(
        Request.post(Request.path("/api/v1/users/{}/lifecycle/unsuspend", user.id())),
        "unsuspending Okta user " + user.id());
  }

  /**
   * Ends the sessions at Okta and, by {@code oauthTokens=true}, revokes OpenID Connect and OAuth
   * tokens; sessions that apps keep themselves stay.
   * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserSessions/#tag/UserSessions/operation/revokeUserSessions
   */
  void clearSessions(OktaUser user) throws ActionFailure {
    send(
        Request.delete(Request.path("/api/v1/users/{}/sessions?oauthTokens=true", user.id())),
        "clearing the sessions of Okta user " + user.id());
  }

  /**
   * Whether the System Log has a successful {@code user.session.clear} of this user that was stored
   * at or after an instant. Without {@code until} this is a polling query, where {@code since} is
   * compared with the time the event was stored, so a late entry is not missed. One page is enough:
   * only events of one type and one user within minutes come back.
   * https://developer.okta.com/docs/reference/system-log-query/,
   * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/
   */
  boolean sessionsClearedSince(OktaUser user, Instant since) throws ActionFailure {
    String what = "reading Okta's System Log for user " + user.id();
    String filter = "eventType eq \"user.session.clear\" and target.id eq \"" + user.id() + "\"";
    Request request =
        Request.get(
            Request.path(
                "/api/v1/logs?since={}&filter={}&limit={}",
                since.truncatedTo(ChronoUnit.SECONDS),
                filter,
                LOG_PAGE));
    for (JsonNode event : json(send(request, what), what)) {
      if (event.path("eventType").asText().equals("user.session.clear")
          && event.path("outcome").path("result").asText().equals("SUCCESS")) {
        return true;
      }
    }
    return false;
  }

  /**
   * The user the token belongs to; empty where it belongs to none, as an OAuth service app's, or
   * may not be read.
   * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/#tag/User/operation/getUser
   */
  Optional<TokenOwner> owner() throws ActionFailure {
    String what = "reading the owner of the Okta token";
    Optional<JsonNode> json = ifAllowed("/api/v1/users/me", what);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    String id = text(json.get().path("id"));
    if (!ID.matcher(id).matches()) {
      throw ActionFailure.unavailable(what + ": the answer has no usable id; check setting 'url'");
    }
    String login = VendorHttp.oneLine(text(json.get().path("profile").path("login")));
    return Optional.of(new TokenOwner(id, login.isEmpty() ? id : login));
  }

  /** Whether the token may list users; without that it can read none. */
  boolean mayReadUsers() throws ActionFailure {
    return ifAllowed("/api/v1/users?limit=1", "listing Okta users").isPresent();
  }

  /** Whether the token may read the System Log. */
  boolean mayReadLog() throws ActionFailure {
    return ifAllowed("/api/v1/logs?limit=1", "reading Okta's System Log").isPresent();
  }

  /**
   * The active admin roles of a user, by himself or by a group; empty where they may not be read.
   * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/RoleAssignmentAUser/#tag/RoleAssignmentAUser/operation/listAssignedRolesForUser
   */
  Optional<List<AdminRole>> roles(TokenOwner owner) throws ActionFailure {
    String what = "reading the admin roles of " + owner.login();
    Optional<JsonNode> json = ifAllowed(Request.path("/api/v1/users/{}/roles", owner.id()), what);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    List<AdminRole> roles = new ArrayList<>();
    for (JsonNode role : json.get()) {
      String type = text(role.path("type"));
      if (text(role.path("status")).equals("ACTIVE") && STATUS.matcher(type).matches()) {
        roles.add(new AdminRole(type, permissions(text(role.path("role")))));
      }
    }
    return Optional.of(List.copyOf(roles));
  }

  /**
   * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/RoleECustomPermission/#tag/RoleECustomPermission/operation/listRolePermissions
   */
  private Optional<Set<String>> permissions(String role) throws ActionFailure {
    if (!ID.matcher(role).matches()) {
      return Optional.empty();
    }
    String path = Request.path("/api/v1/iam/roles/{}/permissions", role);
    Optional<JsonNode> json = ifAllowed(path, "reading the permissions of Okta role " + role);
    return json.map(
        j -> {
          Set<String> labels = new TreeSet<>();
          j.path("permissions").forEach(p -> labels.add(text(p.path("label"))));
          return labels;
        });
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }

  private Response send(Request request, String what) throws ActionFailure {
    Response response = http.exchange(request.withHeaders(headers()));
    if (!response.ok()) {
      throw errors.failure(request, response, what);
    }
    return response;
  }

  /** Empty where Okta says 403 or 404: there is no such thing, or it is none of our business. */
  private Optional<JsonNode> ifAllowed(String target, String what) throws ActionFailure {
    Request request = Request.get(target);
    Response response = http.exchange(request.withHeaders(headers()));
    if (response.status() == 403 || response.status() == 404) {
      return Optional.empty();
    }
    if (!response.ok()) {
      throw errors.failure(request, response, what);
    }
    return Optional.of(json(response, what));
  }

  /** The answer to a read: one that cannot be understood has changed nothing. */
  private static JsonNode json(Response response, String what) throws ActionFailure {
    try {
      return Json.parse(response.body());
    } catch (JsonProcessingException e) {
      throw ActionFailure.unavailable(
          what + ": the answer is not JSON; check that setting 'url' is an Okta organisation", e);
    }
  }
}
