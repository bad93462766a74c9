package dev.firebreak.connector.slack;

import static dev.firebreak.testkit.Answers.json;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SlackContractTest extends ConnectorContract {
  private static final String POST = "/chat.postMessage";
  private static final String UPDATE = "/chat.update";
  private static final String TOLD =
      "{\"ok\":true,\"channel\":\"C0123456789\",\"ts\":\"1772359200.000100\","
          + "\"message\":{\"text\":\"x\"}}";

  @Override
  protected HttpConnectorKind<?> kind() {
    return new SlackKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "url",
        baseUrl,
        "token",
        "xoxb-canary-token-never-to-be-seen",
        "firebreak-url",
        "https://firebreak.example.com");
  }

  @Override
  protected List<ActionCase.Read> reads() {
    return List.of(new ActionCase.Read("POST", "/auth.test"));
  }

  @Override
  protected void ready(FakeVendor vendor) {
    vendor.on(
        "POST",
        "/auth.test",
        json(
                200,
                "{\"ok\":true,\"url\":\"https://acme.slack.com/\",\"team\":\"Acme\",\"user\":"
                    + "\"firebreak\",\"team_id\":\"T0123456789\",\"user_id\":\"U0123456789\"}")
            .withHeader("X-OAuth-Scopes", "chat:write"));
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        ActionCase.of(
                "send-message",
                new NewMessage("C0123456789", "hot-1 is frozen", Optional.of("1772359100.000200")))
            .vendor(v -> v.on("POST", POST, json(200, TOLD)))
            .main("POST", POST),
        ActionCase.of(
                "ask-approval",
                new Question(
                    "C0123456789",
                    "Freeze hot-1?",
                    "hot-1",
                    "critical",
                    "PT15M",
                    "it is frozen",
                    "/approvals/7",
                    Optional.of("details"),
                    Optional.empty()))
            .vendor(v -> v.on("POST", POST, json(200, TOLD)))
            .main("POST", POST),
        ActionCase.of("update-message", new Edit("C0123456789", "1772359200.000100", "Decided"))
            .vendor(v -> v.on("POST", UPDATE, json(200, TOLD)))
            .main("POST", UPDATE));
  }
}
