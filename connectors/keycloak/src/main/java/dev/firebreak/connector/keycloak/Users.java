package dev.firebreak.connector.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Keycloak is asked about users
 * (https://www.keycloak.org/docs-api/latest/rest-api/index.html#_users).
 */
record Users(AdminApi api) {
  private static final Pattern ID = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,400}");

  /**
   * The one user that is meant. Every way that the account may be meant is tried, so that nobody
   * hides behind, or is hit for, another one's name.
   *
   * @throws ActionFailure REFUSED when nobody fits, or more than one does
   */
  KeycloakUser find(Account account) throws ActionFailure {
    Map<String, KeycloakUser> fitting = new LinkedHashMap<>();
    if (account.mayBeId()) {
      byId(account.user()).ifPresent(u -> fitting.put(u.id(), u));
    }
    if (account.mayBeUsername()) {
      search("username", account.user()).stream()
          .filter(u -> u.username().equalsIgnoreCase(account.user()))
          .forEach(u -> fitting.put(u.id(), u));
    }
    if (account.mayBeEmail()) {
      search("email", account.user()).stream()
          .filter(u -> u.email().equalsIgnoreCase(account.user()))
          .forEach(u -> fitting.put(u.id(), u));
    }
    if (fitting.size() != 1) {
      throw ActionFailure.refused(
          "Keycloak user '"
              + account.user()
              + "' "
              + (fitting.isEmpty()
                  ? "is not in realm " + api.settings().realm()
                  : "fits more than one user "
                      + fitting.keySet()
                      + "; name him by id, with by=id"));
    }
    return fitting.values().iterator().next();
  }

  private Optional<KeycloakUser> byId(String id) throws ActionFailure {
    String what = "reading user " + id;
    Request request = Request.get(api.path("/users/{}", id));
    Response answer = api.ask(request);
    if (answer.status() == 404 && says(answer, "User not found")) {
      return Optional.empty();
    }
    if (!answer.ok()) {
      throw api.failure(request, answer, what);
    }
    return Optional.of(user(AdminApi.json(answer, what), what)).filter(u -> u.id().equals(id));
  }

  /** {@code exact} keeps Keycloak from searching for beginnings and from taking {@code *}. */
  private List<KeycloakUser> search(String by, String value) throws ActionFailure {
    String what = "looking for user '" + value + "' by " + by;
    JsonNode found =
        api.read(api.path("/users?" + by + "={}&exact=true&first=0&max=10", value), what);
    if (!found.isArray()) {
      throw ActionFailure.unavailable(what + ": the answer is no list");
    }
    List<KeycloakUser> all = new ArrayList<>();
    for (JsonNode user : found) {
      all.add(user(user, what));
    }
    return all;
  }

  private static KeycloakUser user(JsonNode user, String what) throws ActionFailure {
    String id = user.path("id").asText("");
    boolean named = ID.matcher(id).matches() && !id.equals(".") && !id.equals("..");
    if (!named || !user.path("username").isTextual() || !user.path("enabled").isBoolean()) {
      throw ActionFailure.unavailable(what + ": the answer has no id, username and enabled");
    }
    return new KeycloakUser(
        id,
        user.path("username").textValue(),
        user.path("email").asText(""),
        user.path("enabled").booleanValue(),
        Realm.seconds(user.path("notBefore")));
  }

  /**
   * Sends back the whole user as he was read, with this one change: what is left out would be taken
   * for removed by some versions, and attributes by all where others are sent.
   */
  void setEnabled(KeycloakUser user, boolean enabled) throws ActionFailure {
    String path = api.path("/users/{}", user.id());
    String what = (enabled ? "enabling" : "disabling") + " user " + user.username();
    JsonNode whole = api.read(path, what);
    if (!(whole instanceof ObjectNode object)
        || !user.id().equals(whole.path("id").asText())
        || !whole.path("username").isTextual()) {
      throw ActionFailure.unavailable(what + ": the answer to reading him is about nobody");
    }
    api.send(Request.json("PUT", path, object.put("enabled", enabled)), what);
  }

  /**
   * Ends the user's sessions, sets his not-before to now, so that every token issued until then is
   * refused, and tells clients with a back-channel or admin URL.
   */
  void logOut(KeycloakUser user) throws ActionFailure {
    api.send(
        Request.post(api.path("/users/{}/logout", user.id())), "logging out " + user.username());
  }

  /** When his sessions that are open began, on Keycloak's clock. */
  List<Instant> sessions(KeycloakUser user) throws ActionFailure {
    return starts(api.path("/users/{}/sessions", user.id()), "listing sessions of " + user.id());
  }

  /** When those began that his offline tokens at a client belong to. */
  List<Instant> offlineSessions(KeycloakUser user, OfflineClient client) throws ActionFailure {
    return starts(
        api.path("/users/{}/offline-sessions/{}", user.id(), client.uuid()),
        "listing offline sessions of " + user.id());
  }

  private List<Instant> starts(String path, String what) throws ActionFailure {
    JsonNode sessions = api.read(path, what);
    if (!sessions.isArray()) {
      throw ActionFailure.unavailable(what + ": the answer is no list");
    }
    List<Instant> all = new ArrayList<>();
    for (JsonNode session : sessions) {
      JsonNode start = session.path("start");
      if (!start.isIntegralNumber() || !start.canConvertToLong()) {
        throw ActionFailure.unavailable(what + ": a session does not say when it began");
      }
      all.add(Instant.ofEpochMilli(start.longValue()));
    }
    return all;
  }

  /**
   * A client that has offline tokens of a user.
   *
   * @param clientId its name, for revoking
   * @param uuid its id, for listing
   */
  record OfflineClient(String clientId, String uuid) {}

  /** Found among his consents, where Keycloak lists offline tokens as additional grants. */
  List<OfflineClient> offlineClients(KeycloakUser user) throws ActionFailure {
    String what = "listing consents of " + user.id();
    JsonNode consents = api.read(api.path("/users/{}/consents", user.id()), what);
    if (!consents.isArray()) {
      throw ActionFailure.unavailable(what + ": the answer is no list");
    }
    List<OfflineClient> all = new ArrayList<>();
    for (JsonNode consent : consents) {
      for (JsonNode grant : consent.path("additionalGrants")) {
        if (grant.path("key").asText().equals("Offline Token")) {
          all.add(offlineClient(consent.path("clientId"), grant.path("client"), what));
        }
      }
    }
    return all;
  }

  private static OfflineClient offlineClient(JsonNode clientId, JsonNode uuid, String what)
      throws ActionFailure {
    for (JsonNode id : List.of(clientId, uuid)) {
      String text = id.asText("");
      if (!ID.matcher(text).matches() || text.equals(".") || text.equals("..")) {
        throw ActionFailure.unavailable(what + ": the answer has an offline token of no client");
      }
    }
    return new OfflineClient(clientId.asText(), uuid.asText());
  }

  /** Revokes his consent to a client and its offline tokens; 404 says that there are none. */
  void revokeOffline(KeycloakUser user, OfflineClient client) throws ActionFailure {
    Request request =
        Request.delete(api.path("/users/{}/consents/{}", user.id(), client.clientId()));
    Response answer = api.ask(request);
    if (!answer.ok() && answer.status() != 404) {
      throw api.failure(
          request, answer, "revoking offline tokens of " + user.username() + " at a client");
    }
  }

  private boolean says(Response answer, String words) {
    return Words.of(answer, api.settings()).contains(words);
  }
}
