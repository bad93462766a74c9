package dev.firebreak.connector.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Readiness;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleConnectorTest extends ConnectorContract {
  @Override
  protected HttpConnectorKind<?> kind() {
    return new ExampleKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of("url", baseUrl, "token", "made-up-token-5d1f0c");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    vendor.on(
        "GET",
        "/v1/self",
        Answers.json(200, "{\"client\":\"firebreak\",\"may\":[\"freeze\",\"lift\",\"ticket\"]}"));
  }

  @Test
  void whatTheTokenMayNotDoIsMissing() throws ActionFailure {
    Readiness ready = connector().readiness();

    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.MISSING)
        .extracting(Readiness.Grant::action)
        .containsExactly("isolate", "revoke");
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        containment("freeze", "{\"id\":\"a-1\",\"wallet\":\"hot-1\"}"),
        containment("isolate", "{\"id\":\"a-1\",\"workload\":\"custody/signer-0\"}"),
        containment("revoke", "{\"id\":\"a-1\",\"credential\":\"key-9\"}"),
        ActionCase.of("lift", "{\"id\":\"a-1\",\"action\":\"freeze\"}")
            .main("DELETE", "/v1/freeze/a-1")
            .before(v -> state(v, "freeze", true))
            .vendor(v -> v.on("DELETE", "/v1/freeze/a-1", Answers.status(204)))
            .after(v -> v.on("GET", "/v1/state/freeze/a-1", Answers.status(404))),
        ActionCase.of("ticket", "{\"id\":\"a-1\",\"text\":\"Wallet hot-1 is frozen.\"}")
            .main("POST", "/v1/ticket/a-1")
            .vendor(v -> accepts(v, "ticket")));
  }

  private static ActionCase containment(String action, String input) {
    return ActionCase.of(action, input)
        .main("POST", "/v1/" + action + "/a-1")
        .before(v -> state(v, action, false))
        .vendor(v -> accepts(v, action))
        .after(v -> state(v, action, true));
  }

  private static void accepts(FakeVendor vendor, String action) {
    String answer =
        "{\"status\":\"accepted\",\"action\":\"%1$s\",\"ref\":\"%1$s-77\"}".formatted(action);
    vendor.on("POST", "/v1/" + action + "/a-1", Answers.json(200, answer));
  }

  private static void state(FakeVendor vendor, String action, boolean active) {
    vendor.on(
        "GET", "/v1/state/" + action + "/a-1", Answers.json(200, "{\"active\":" + active + "}"));
  }
}
