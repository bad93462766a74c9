package dev.firebreak.connector.okta;

import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.status;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import java.util.List;
import java.util.Map;

class OktaContractTest extends ConnectorContract {
  private static final String USER = "/api/v1/users/(00u7treasury|ana%40example\\.com)";
  private static final Account ANA = new Account("ana@example.com");

  @Override
  protected ConnectorKind<?> kind() {
    return new OktaKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of("url", baseUrl, "token", "00canaryTokenThatMustNeverBeSeen");
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        ActionCase.of("suspend-user", ANA)
            .before(v -> v.on("GET", USER, user("ACTIVE")))
            .vendor(
                v -> v.on("POST", "/api/v1/users/00u7treasury/lifecycle/suspend", json(200, "{}")))
            .after(v -> v.on("GET", USER, user("SUSPENDED")))
            .main("POST", "/api/v1/users/00u7treasury/lifecycle/suspend"),
        ActionCase.of("unsuspend-user", ANA)
            .before(v -> v.on("GET", USER, user("SUSPENDED")))
            .vendor(
                v ->
                    v.on("POST", "/api/v1/users/00u7treasury/lifecycle/unsuspend", json(200, "{}")))
            .after(v -> v.on("GET", USER, user("ACTIVE")))
            .main("POST", "/api/v1/users/00u7treasury/lifecycle/unsuspend"),
        ActionCase.of("clear-sessions", ANA)
            .before(v -> v.on("GET", "/api/v1/logs", json(200, "[]")))
            .vendor(
                v ->
                    v.on("GET", USER, user("ACTIVE"))
                        .on("DELETE", "/api/v1/users/00u7treasury/sessions", status(204)))
            .after(v -> v.on("GET", "/api/v1/logs", json(200, "[" + CLEARED + "]")))
            .main("DELETE", "/api/v1/users/00u7treasury/sessions"));
  }

  static final String CLEARED =
      "{\"uuid\":\"5b0f\",\"published\":\"2026-03-01T10:00:02.113Z\","
          + "\"eventType\":\"user.session.clear\",\"outcome\":{\"result\":\"SUCCESS\"},"
          + "\"target\":[{\"id\":\"00u7treasury\",\"type\":\"User\"}]}";

  static ResponseDefinitionBuilder user(String status) {
    return json(
        200,
        "{\"id\":\"00u7treasury\",\"status\":\""
            + status
            + "\",\"statusChanged\":\"2026-02-11T08:00:00.000Z\","
            + "\"profile\":{\"login\":\"ana@example.com\"}}");
  }
}
