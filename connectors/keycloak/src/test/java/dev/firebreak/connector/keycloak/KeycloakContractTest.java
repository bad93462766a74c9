package dev.firebreak.connector.keycloak;

import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.status;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class KeycloakContractTest extends ConnectorContract {
  static final String ID = "d7af09af-3c00-4921-8cda-9876e0ef6fba";
  static final String TOKEN = "/realms/acme/protocol/openid-connect/token";
  static final String ADMIN = "/admin/realms/acme";
  static final String USER = ADMIN + "/users/" + ID;

  /** 2099-01-01T00:00:00Z would not do: Keycloak counts seconds in 32 bits. */
  private static final long LATER = 2_145_916_800L;

  private static final Account ANA = new Account("ana", Optional.empty());
  private static final RealmName ACME = new RealmName("acme");

  @Override
  protected HttpConnectorKind<?> kind() {
    return new KeycloakKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "url", baseUrl,
        "realm", "acme",
        "client-id", "firebreak",
        "client-secret", "canarySecretThatMustNeverBeSeen");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    vendor
        .on("POST", TOKEN, token())
        .on(
            "GET",
            ADMIN + "/users",
            json(200, "[{\"id\":\"" + ID + "\",\"access\":{\"manage\":true}}]"))
        .on("GET", ADMIN, realm(0));
  }

  @Override
  protected List<ActionCase.Read> reads() {
    return List.of(new ActionCase.Read("POST", TOKEN));
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        logOutUser(),
        turn("disable-user", false),
        turn("enable-user", true),
        realmCase("log-out-realm", "POST", ADMIN + "/logout-all"),
        realmCase("revoke-realm-tokens", "PUT", ADMIN));
  }

  private static ActionCase logOutUser() {
    return ActionCase.of("log-out-user", ANA)
        .before(
            v ->
                v.on("GET", ADMIN + "/users", json(200, "[" + user(true, 0) + "]"))
                    .on("GET", USER + "/sessions", json(200, "[" + session(1_700_000_000L) + "]"))
                    .on("GET", USER + "/consents", json(200, "[" + OFFLINE + "]")))
        .vendor(
            v ->
                v.on("POST", TOKEN, token())
                    .on("POST", USER + "/logout", status(204))
                    .on("DELETE", USER + "/consents/app", status(204)))
        .after(
            v ->
                v.on("GET", ADMIN + "/users", json(200, "[" + user(true, LATER) + "]"))
                    .on("GET", USER + "/sessions", json(200, "[" + session(LATER) + "]"))
                    .on("GET", USER + "/consents", json(200, "[]")))
        .main("POST", USER + "/logout");
  }

  private static ActionCase turn(String action, boolean enabled) {
    return ActionCase.of(action, ANA)
        .before(
            v ->
                v.on("GET", ADMIN + "/users", json(200, "[" + user(!enabled, 0) + "]"))
                    .on("GET", USER, json(200, user(!enabled, 0))))
        .vendor(v -> v.on("POST", TOKEN, token()).on("PUT", USER, status(204)))
        .after(v -> v.on("GET", ADMIN + "/users", json(200, "[" + user(enabled, 0) + "]")))
        .main("PUT", USER);
  }

  private static ActionCase realmCase(String action, String method, String path) {
    return ActionCase.of(action, ACME)
        .before(
            v ->
                v.on("GET", ADMIN, realm(0))
                    .on(
                        "GET",
                        ADMIN + "/client-session-stats",
                        json(
                            200,
                            "[{\"id\":\"1\",\"clientId\":\"app\",\"active\":\"4\",\"offline\":\"2\"}]")))
        .vendor(
            v ->
                v.on("POST", TOKEN, token())
                    .on("PUT", ADMIN, status(204))
                    .on("POST", ADMIN + "/(logout-all|push-revocation)", json(200, "{}")))
        .after(v -> v.on("GET", ADMIN, realm(LATER)))
        .main(method, path);
  }

  static final String OFFLINE =
      "{\"clientId\":\"app\",\"grantedClientScopes\":[],\"additionalGrants\":"
          + "[{\"client\":\"df81cf96-5f35-4c79-848d-d5b2413c44a1\",\"key\":\"Offline Token\"}]}";

  static String session(long startSeconds) {
    return "{\"id\":\"s1\",\"username\":\"ana\",\"start\":" + startSeconds * 1000 + "}";
  }

  static String user(boolean enabled, long notBefore) {
    return """
        {"id":"%s","username":"ana","firstName":"Ana","email":"ana@example.com","enabled":%s,
        "attributes":{"badge":["7"]},"requiredActions":[],"notBefore":%d,"access":{"manage":true}}
        """
        .formatted(ID, enabled, notBefore);
  }

  static ResponseDefinitionBuilder realm(long notBefore) {
    return json(200, "{\"realm\":\"acme\",\"enabled\":true,\"notBefore\":" + notBefore + "}");
  }

  /** Issued at 2026-03-01T10:00:00Z. */
  static ResponseDefinitionBuilder token() {
    String payload =
        "{\"iat\":1772359200,\"azp\":\"firebreak\",\"resource_access\":{\"realm-management\":"
            + "{\"roles\":[\"manage-realm\",\"manage-users\",\"view-realm\"]}}}";
    String token =
        base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(payload) + ".c2lnbmVk";
    return json(
        200, "{\"access_token\":\"" + token + "\",\"expires_in\":300,\"token_type\":\"Bearer\"}");
  }

  private static String base64(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
