package dev.firebreak.connector.entra;

import static dev.firebreak.testkit.Answers.json;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Microsoft's answers, in the shapes its documentation has. */
final class Samples {
  static final String ID = "5d8a1c7e-3f42-4b6a-9c0d-2e1f7a8b9c0d";
  static final String NAME = "ana@acme.example";
  static final String TENANT = "acme.example";
  static final String CLIENT = "0f3b2c1d-7777-4a5b-8c9d-e1f2a3b4c5d6";
  static final String TOKEN_PATH = "/acme.example/oauth2/v2.0/token";

  private Samples() {}

  /** An access token with these application permissions, given for an hour. */
  static ResponseDefinitionBuilder token(String... roles) {
    String payload =
        "{\"aud\":\"https://graph.microsoft.com\",\"appid\":\""
            + CLIENT
            + "\",\"idtyp\":\"app\",\"roles\":[\""
            + String.join("\",\"", roles)
            + "\"]}";
    return opaqueToken(
        base64("{\"typ\":\"JWT\",\"alg\":\"RS256\"}") + "." + base64(payload) + ".c2lnbmVk");
  }

  static ResponseDefinitionBuilder opaqueToken(String value) {
    return json(
        200, "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + value + "\"}");
  }

  private static String base64(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  static ResponseDefinitionBuilder user(boolean enabled, String validFrom) {
    return user(NAME, enabled, validFrom, "null", "null");
  }

  static ResponseDefinitionBuilder user(
      String name, boolean enabled, String validFrom, String externalState, String synced) {
    return json(
        200,
        """
        {"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users(id)/$entity","id":"%s",
        "userPrincipalName":"%s","accountEnabled":%s,"externalUserState":%s,"onPremisesSyncEnabled":%s,
        "signInSessionsValidFromDateTime":"%s"}
        """
            .formatted(ID, name, enabled, externalState, synced, validFrom));
  }

  static ResponseDefinitionBuilder error(int status, String code, String message) {
    return json(
        status,
        """
        {"error":{"code":"%s","message":"%s","innerError":{"date":"2026-03-01T10:00:00",
        "request-id":"1","client-request-id":"2"}}}
        """
            .formatted(code, message));
  }
}
