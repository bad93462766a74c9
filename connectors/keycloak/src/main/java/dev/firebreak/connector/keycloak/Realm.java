package dev.firebreak.connector.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Keycloak is asked about the realm as a whole
 * (https://www.keycloak.org/docs-api/latest/rest-api/index.html#_realms_admin).
 */
record Realm(AdminApi api) {
  /**
   * The realm's not-before: tokens issued before it are refused. On Keycloak's clock.
   *
   * @throws ActionFailure REFUSED where we may not see it
   */
  Instant notBefore() throws ActionFailure {
    return visibleNotBefore()
        .orElseThrow(
            () ->
                ActionFailure.refused(
                    "Keycloak does not show the settings of realm "
                        + api.settings().realm()
                        + "; give the service account the role view-realm of realm-management"));
  }

  /**
   * Without view-realm or manage-realm the answer has little in it, and without any role it is 403.
   */
  Optional<Instant> visibleNotBefore() throws ActionFailure {
    String what = "reading realm " + api.settings().realm();
    Request request = Request.get(api.path(""));
    Response answer = api.ask(request);
    if (answer.status() == 403) {
      return Optional.empty();
    }
    if (!answer.ok()) {
      throw api.failure(request, answer, what);
    }
    JsonNode realm = AdminApi.json(answer, what);
    if (!realm.path("realm").asText("").equals(api.settings().realm())) {
      throw ActionFailure.unavailable(what + ": the answer is about another one");
    }
    return Optional.of(realm.path("notBefore"))
        .filter(JsonNode::isIntegralNumber)
        .map(Realm::seconds);
  }

  /** Changes this and nothing else of the realm. */
  void setNotBefore(Instant time) throws ActionFailure {
    api.send(
        Request.json("PUT", api.path(""), Map.of("notBefore", time.getEpochSecond())),
        "setting not-before of realm " + api.settings().realm());
  }

  /** Tells clients with an admin URL what the realm's not-before is. */
  Told pushRevocation() throws ActionFailure {
    return told(Request.post(api.path("/push-revocation")), "pushing the realm's not-before");
  }

  /** Ends all sessions, sets the realm's not-before to now, and tells clients with an admin URL. */
  Told logOutAll() throws ActionFailure {
    return told(
        Request.post(api.path("/logout-all")), "logging out realm " + api.settings().realm());
  }

  private Told told(Request request, String what) throws ActionFailure {
    Response answer = api.send(request, what);
    JsonNode result = answer.json();
    return new Told(urls(result.path("successRequests")), urls(result.path("failedRequests")));
  }

  private static List<String> urls(JsonNode list) {
    List<String> all = new ArrayList<>();
    list.forEach(url -> all.add(VendorHttp.oneLine(url.asText())));
    return all.subList(0, Math.min(all.size(), 100));
  }

  /** Sessions that clients have, of all users; one user's session counts at each of his clients. */
  record Open(long online, long offline, long clients) {
    long all() {
      return online + offline;
    }
  }

  Open open() throws ActionFailure {
    String what = "counting the sessions of realm " + api.settings().realm();
    JsonNode stats = api.read(api.path("/client-session-stats"), what);
    if (!stats.isArray()) {
      throw ActionFailure.unavailable(what + ": the answer is no list");
    }
    long online = 0;
    long offline = 0;
    for (JsonNode client : stats) {
      online += count(client.path("active"), what);
      offline += count(client.path("offline"), what);
    }
    return new Open(online, offline, stats.size());
  }

  /** Keycloak writes these numbers as text. */
  private static long count(JsonNode number, String what) throws ActionFailure {
    String text = number.asText("");
    if (!text.matches("[0-9]{1,12}")) {
      throw ActionFailure.unavailable(what + ": the answer has a count that is none");
    }
    return Long.parseLong(text);
  }

  /** Seconds since the epoch; the epoch itself for what is none. */
  static Instant seconds(JsonNode value) {
    boolean usable = value.isIntegralNumber() && value.canConvertToInt() && value.intValue() > 0;
    return Instant.ofEpochSecond(usable ? value.intValue() : 0);
  }
}
