package dev.firebreak.connector.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A realm on the real server, with clients whose service accounts Firebreak uses, the client
 * {@value #APP} that users log in to, and whatever users a test adds.
 */
final class TestRealm {
  static final String SECRET = "firebreak-secret-7d1f";
  static final String APP = "app";
  static final String APP_SECRET = "app-secret";
  static final String PASSWORD = "correct horse";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final KeycloakServer server;
  private final String name = "acme" + NUMBER.incrementAndGet();
  private final HttpClient http = HttpClient.newHttpClient();

  private TestRealm(KeycloakServer server) {
    this.server = server;
  }

  /**
   * @param accounts clients with a service account, and the roles of realm-management it has
   * @param more further members of the realm's JSON, for example {@code "loginWithEmailAllowed":
   *     false}
   */
  static TestRealm with(
      KeycloakServer server, Map<String, List<String>> accounts, Map<String, ?> more) {
    TestRealm realm = new TestRealm(server);
    List<Object> clients = new ArrayList<>(List.of(client(APP, APP_SECRET, false)));
    List<Object> users = new ArrayList<>();
    accounts.forEach(
        (client, roles) -> {
          clients.add(client(client, SECRET, true));
          users.add(
              Map.of(
                  "username",
                  "service-account-" + client,
                  "enabled",
                  true,
                  "serviceAccountClientId",
                  client,
                  "clientRoles",
                  Map.of("realm-management", roles)));
        });
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("realm", realm.name);
    json.put("enabled", true);
    json.put("clients", clients);
    json.put("users", users);
    json.putAll(more);
    realm.admin("POST", "/admin/realms", Json.write(json), 201);
    return realm;
  }

  /** Its access tokens are for itself as well, so that it may introspect them. */
  static Map<String, Object> client(String id, String secret, boolean serviceAccount) {
    Map<String, Object> audience =
        Map.of(
            "name", "own-audience",
            "protocol", "openid-connect",
            "protocolMapper", "oidc-audience-mapper",
            "config", Map.of("included.client.audience", id, "access.token.claim", "true"));
    Map<String, Object> client = new LinkedHashMap<>();
    client.put("clientId", id);
    client.put("secret", secret);
    client.put("serviceAccountsEnabled", serviceAccount);
    client.put("directAccessGrantsEnabled", !serviceAccount);
    client.put("standardFlowEnabled", false);
    client.put("protocolMappers", List.of(audience));
    return client;
  }

  String name() {
    return name;
  }

  /** Adds a client that users log in to. */
  void addClient(String id) {
    String json = Json.write(client(id, APP_SECRET, false));
    admin("POST", "/admin/realms/" + name + "/clients", json, 201);
  }

  /** Changes one member of a client. */
  void changeClient(String id, String member, Object value) {
    JsonNode client = admin("GET", clients() + "?clientId=" + id, "", 200).path(0);
    Map<String, Object> changed = new LinkedHashMap<>();
    client.properties().forEach(e -> changed.put(e.getKey(), e.getValue()));
    changed.put(member, value);
    admin("PUT", clients() + "/" + client.path("id").asText(), Json.write(changed), 204);
  }

  private String clients() {
    return "/admin/realms/" + name + "/clients";
  }

  /** Lets users have attributes that no profile names. */
  void allowAnyAttribute() {
    String path = "/admin/realms/" + name + "/users/profile";
    Map<String, Object> profile = new LinkedHashMap<>();
    admin("GET", path, "", 200).properties().forEach(e -> profile.put(e.getKey(), e.getValue()));
    profile.put("unmanagedAttributePolicy", "ENABLED");
    admin("PUT", path, Json.write(profile), 200);
  }

  /** A user with {@value #PASSWORD}. */
  record Person(String id, String name) {
    String email() {
      return name + "@example.com";
    }
  }

  /** Adds somebody whose name nobody had before. */
  Person addUser() {
    String username = "ana" + NUMBER.incrementAndGet();
    return new Person(addUser(username, username + "@example.com", Map.of()), username);
  }

  String addUser(String username, String email, Map<String, ?> more) {
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("username", username);
    user.put("email", email);
    user.put("firstName", "Test");
    user.put("lastName", "User");
    user.put("enabled", true);
    user.put("emailVerified", true);
    user.put(
        "credentials", List.of(Map.of("type", "password", "value", PASSWORD, "temporary", false)));
    user.putAll(more);
    admin("POST", "/admin/realms/" + name + "/users", Json.write(user), 201);
    return admin(
            "GET",
            "/admin/realms/" + name + "/users?exact=true&username=" + encode(username),
            "",
            200)
        .path(0)
        .path("id")
        .asText();
  }

  /** The whole user as an administrator sees him. */
  JsonNode user(String id) {
    return admin("GET", "/admin/realms/" + name + "/users/" + id, "", 200);
  }

  JsonNode realm() {
    return admin("GET", "/admin/realms/" + name, "", 200);
  }

  /**
   * What a log-in gives.
   *
   * @param status 200 where it was let in
   */
  record LogIn(int status, String accessToken, String refreshToken) {}

  LogIn logIn(Person person) {
    return logIn(APP, person, "openid");
  }

  LogIn logInOffline(Person person) {
    return logIn(APP, person, "openid offline_access");
  }

  LogIn logIn(String client, Person person, String scope) {
    Map<String, String> form =
        Map.of(
            "grant_type",
            "password",
            "username",
            person.name(),
            "password",
            PASSWORD,
            "scope",
            scope);
    return token(client, form);
  }

  /** Whether Keycloak gives new tokens for these. */
  boolean refreshes(String client, LogIn login) {
    return token(
                client,
                Map.of("grant_type", "refresh_token", "refresh_token", login.refreshToken()))
            .status()
        == 200;
  }

  boolean refreshes(LogIn login) {
    return refreshes(APP, login);
  }

  /** Whether Keycloak calls the access token active (RFC 7662). */
  boolean isActive(LogIn login) {
    HttpResponse<String> answer =
        post(APP, "/token/introspect", Map.of("token", login.accessToken()));
    return json(answer).path("active").asBoolean();
  }

  /** Ends whatever earlier tests left. */
  void endAllSessions() {
    admin("POST", "/admin/realms/" + name + "/logout-all", "", 200);
    nextSecond();
  }

  /** Waits until Keycloak's clock, which counts whole seconds, has moved on. */
  void nextSecond() {
    long now = issuedAt();
    while (issuedAt() == now) {
      Thread.onSpinWait();
    }
  }

  private long issuedAt() {
    String payload = adminToken().split("\\.")[1];
    return parse(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8))
        .path("iat")
        .asLong();
  }

  private LogIn token(String client, Map<String, String> form) {
    HttpResponse<String> answer = post(client, "/token", form);
    JsonNode json = json(answer);
    return new LogIn(
        answer.statusCode(),
        json.path("access_token").asText(),
        json.path("refresh_token").asText());
  }

  private HttpResponse<String> post(String client, String path, Map<String, String> form) {
    Map<String, String> all = new LinkedHashMap<>(form);
    all.put("client_id", client);
    all.put("client_secret", APP_SECRET);
    return send(
        request("/realms/" + name + "/protocol/openid-connect" + path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form(all))));
  }

  /** As the server's administrator. */
  JsonNode admin(String method, String path, String body, int expected) {
    HttpResponse<String> answer =
        send(
            request(path)
                .header("Authorization", "Bearer " + adminToken())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    if (answer.statusCode() != expected) {
      throw new AssertionError(
          method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return json(answer);
  }

  private String adminToken() {
    String form =
        form(
            Map.of(
                "grant_type",
                "password",
                "client_id",
                "admin-cli",
                "username",
                KeycloakServer.ADMIN,
                "password",
                server.adminPassword()));
    HttpResponse<String> answer =
        send(
            request("/realms/master/protocol/openid-connect/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    return json(answer).path("access_token").asText();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return parse(answer.body().isEmpty() ? "{}" : answer.body());
  }

  private static JsonNode parse(String text) {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
