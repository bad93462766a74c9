package dev.firebreak.connector.okta;

import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.status;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

class OktaContractTest extends ConnectorContract {
  private static final String USER = "/api/v1/users/(00u7treasury|ana%40example\\.com)";
  private static final Account ANA = new Account("ana@example.com");

  @Override
  protected HttpConnectorKind<?> kind() {
    return new OktaKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of("url", baseUrl, "token", "00canaryTokenThatMustNeverBeSeen");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    may(vendor, List.of("suspend", "unsuspend", "clearSessions"));
  }

  /** An owner with one custom role of the least permissions and these. */
  static void may(FakeVendor vendor, List<String> lifecycle) {
    String permissions =
        lifecycle.stream()
            .map(l -> "{\"label\":\"okta.users.lifecycle." + l + "\"}")
            .collect(Collectors.joining(",", "{\"permissions\":[", "]}"));
    vendor
        .on(
            "GET",
            "/api/v1/users/me",
            json(
                200,
                "{\"id\":\"00ufirebreak\",\"status\":\"ACTIVE\","
                    + "\"profile\":{\"login\":\"firebreak@example.com\"}}"))
        .on("GET", "/api/v1/users", json(200, "[]"))
        .on("GET", "/api/v1/logs", json(200, "[]"))
        .on(
            "GET",
            "/api/v1/users/00ufirebreak/roles",
            json(
                200,
                "[{\"id\":\"irb1\",\"role\":\"cr0containment\",\"type\":\"CUSTOM\","
                    + "\"status\":\"ACTIVE\",\"label\":\"Containment\"},"
                    + "{\"id\":\"ra2\",\"type\":\"REPORT_ADMIN\",\"status\":\"ACTIVE\"}]"))
        .on("GET", "/api/v1/iam/roles/cr0containment/permissions", json(200, permissions));
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
