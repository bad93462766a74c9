package dev.firebreak.connector.entra;

import static dev.firebreak.connector.entra.Samples.CLIENT;
import static dev.firebreak.connector.entra.Samples.ID;
import static dev.firebreak.connector.entra.Samples.NAME;
import static dev.firebreak.connector.entra.Samples.TENANT;
import static dev.firebreak.connector.entra.Samples.TOKEN_PATH;
import static dev.firebreak.connector.entra.Samples.token;
import static dev.firebreak.connector.entra.Samples.user;
import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.status;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;

class EntraContractTest extends ConnectorContract {
  private static final String LONG_AGO = "2024-05-05T05:05:05Z";
  private static final String LATER = "2099-01-01T00:00:00Z";
  private static final Account ANA = new Account(NAME);
  private static final String BY_NAME = "/v1.0/users/ana%40acme\\.example";
  private static final String BY_ID = "/v1.0/users/" + ID;

  @Override
  protected HttpConnectorKind<?> kind() {
    return new EntraKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "tenant", TENANT,
        "client-id", CLIENT,
        "client-secret", "canary8Q~SecretThatMustNeverBeSeen",
        "graph-url", baseUrl,
        "login-url", baseUrl);
  }

  @Override
  protected void ready(FakeVendor vendor) {
    vendor
        .on("POST", TOKEN_PATH, token("User.Read.All", "User.EnableDisableAccount.All"))
        .on("GET", "/v1.0/users", json(200, "{\"value\":[{\"id\":\"" + ID + "\"}]}"));
  }

  @Override
  protected List<ActionCase.Read> reads() {
    return List.of(new ActionCase.Read("POST", TOKEN_PATH));
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        turn("disable-user", false),
        turn("enable-user", true),
        ActionCase.of("revoke-sessions", ANA)
            .before(v -> v.on("GET", BY_NAME, user(true, LONG_AGO)))
            .vendor(
                v ->
                    v.on("POST", TOKEN_PATH, token("User.Read.All", "User.RevokeSessions.All"))
                        .on(
                            "POST",
                            BY_ID + "/revokeSignInSessions",
                            json(200, "{\"@odata.context\":\"Edm.Boolean\",\"value\":true}")))
            .after(v -> v.on("GET", BY_NAME, user(true, LATER)))
            .main("POST", BY_ID + "/revokeSignInSessions"));
  }

  private static ActionCase turn(String action, boolean enabled) {
    return ActionCase.of(action, ANA)
        .before(v -> v.on("GET", BY_NAME, user(!enabled, LONG_AGO)))
        .vendor(
            v ->
                v.on("POST", TOKEN_PATH, token("User.Read.All", "User.EnableDisableAccount.All"))
                    .on("PATCH", BY_ID, status(204)))
        .after(v -> v.on("GET", BY_NAME, user(enabled, LONG_AGO)))
        .main("PATCH", BY_ID);
  }
}
