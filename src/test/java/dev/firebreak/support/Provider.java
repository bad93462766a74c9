package dev.firebreak.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.keycloak.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An identity provider: a realm of a real Keycloak, with the client {@code firebreak} whose access
 * tokens name a person's groups, the client {@code other}, and the client {@code brief} whose
 * tokens live two seconds.
 */
public final class Provider {
  private static final AtomicInteger MADE = new AtomicInteger();
  private static final String SECRET = "a client secret of more than 32 characters";

  /** Everybody's. */
  public static final String PASSWORD = "correct horse";

  /** Of its own: tests share the server. */
  private final String realm = "exchange-" + MADE.incrementAndGet();

  private final Http keycloak;
  private final String url;
  private final String admin;

  private Provider(KeycloakServer server) {
    this.keycloak = new Http(server.url());
    this.url = server.url() + "/realms/" + realm;
    this.admin =
        token(
            "master",
            Map.of(
                "client_id",
                "admin-cli",
                "username",
                KeycloakServer.ADMIN,
                "password",
                server.adminPassword()));
  }

  /** Starts it; the server of this JVM is stopped with it. */
  public static Provider start() {
    System.setProperty("keycloak.home", distribution().toString());
    Provider provider = new Provider(KeycloakServer.start());
    provider.makeRealm();
    return provider;
  }

  /** Unpacked by the build of connectors/keycloak, which comes before this one. */
  private static Path distribution() {
    try (Stream<Path> all = Files.list(Firebreak.ROOT.resolve("connectors/keycloak/target"))) {
      return all.filter(p -> Files.isRegularFile(p.resolve("bin/kc.sh")))
          .findFirst()
          .orElseThrow(() -> new IOException("no Keycloak below connectors/keycloak/target"));
    } catch (IOException e) {
      throw new UncheckedIOException("build connectors/keycloak with its tests first", e);
    }
  }

  /** The configuration of an application that trusts it. */
  public Map<String, String> properties(Map<String, String> groups) {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("quarkus.oidc.tenant-enabled", "true");
    out.put("quarkus.oidc.auth-server-url", url);
    out.put("quarkus.oidc.client-id", "firebreak");
    out.put("quarkus.oidc.credentials.secret", SECRET);
    out.put("quarkus.oidc.token.audience", "firebreak");
    out.put("quarkus.oidc.token.token-type", "Bearer");
    out.put("firebreak.oidc.name", "corp");
    groups.forEach((g, grants) -> out.put("firebreak.oidc.groups.\"" + g + "\"", grants));
    return out;
  }

  private void makeRealm() {
    Map<String, Object> made =
        Map.of(
            "realm",
            realm,
            "enabled",
            true,
            "clients",
            List.of(client("firebreak", 300), client("other", 300), client("brief", 2)));
    admin("/admin/realms", made);
  }

  private static Map<String, Object> client(String id, int seconds) {
    String audience = id.equals("brief") ? "firebreak" : id;
    return Map.of(
        "clientId",
        id,
        "secret",
        SECRET,
        "directAccessGrantsEnabled",
        true,
        "standardFlowEnabled",
        id.equals("firebreak"),
        "redirectUris",
        List.of("http://127.0.0.1/*"),
        "attributes",
        Map.of("access.token.lifespan", String.valueOf(seconds)),
        "protocolMappers",
        List.of(
            mapper(
                "audience",
                "oidc-audience-mapper",
                Map.of("included.custom.audience", audience, "access.token.claim", "true")),
            mapper(
                "groups",
                "oidc-group-membership-mapper",
                Map.of(
                    "claim.name", "groups",
                    "full.path", "false",
                    "id.token.claim", "true",
                    "access.token.claim", "true"))));
  }

  private static Map<String, Object> mapper(String name, String kind, Map<String, String> config) {
    return Map.of(
        "name", name, "protocol", "openid-connect", "protocolMapper", kind, "config", config);
  }

  /** Makes a group. */
  public void addGroup(String name) {
    admin("/admin/realms/" + realm + "/groups", Map.of("name", name));
  }

  /** Makes somebody who belongs to groups that are there. */
  public void addUser(String name, String... groups) {
    admin(
        "/admin/realms/" + realm + "/users",
        Map.of(
            "username",
            name,
            "email",
            name + "@exchange.example",
            "firstName",
            "Test",
            "lastName",
            "User",
            "enabled",
            true,
            "emailVerified",
            true,
            "groups",
            Stream.of(groups).map(g -> "/" + g).toList(),
            "credentials",
            List.of(Map.of("type", "password", "value", PASSWORD, "temporary", false))));
  }

  /** An access token for somebody, made for a client. */
  public String token(String user, String client) {
    return login(user, client).path("access_token").asText();
  }

  /** What a client gets when somebody logs in to it. */
  public JsonNode login(String user, String client) {
    return login(
        realm,
        Map.of(
            "client_id",
            client,
            "client_secret",
            SECRET,
            "username",
            user,
            "password",
            PASSWORD,
            "scope",
            "openid"));
  }

  private String token(String realm, Map<String, String> login) {
    return login(realm, login).path("access_token").asText();
  }

  private JsonNode login(String realm, Map<String, String> login) {
    String form =
        "grant_type=password&"
            + login.entrySet().stream()
                .map(
                    e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    return keycloak
        .post(
            "/realms/" + realm + "/protocol/openid-connect/token",
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            form.getBytes(StandardCharsets.UTF_8))
        .json(200);
  }

  private void admin(String path, Object body) {
    Answer answer =
        keycloak.post(
            path,
            Map.of("Authorization", "Bearer " + admin, "Content-Type", "application/json"),
            Json.bytes(body));
    if (answer.status() != 201) {
      throw new AssertionError("Keycloak: " + answer);
    }
  }
}
