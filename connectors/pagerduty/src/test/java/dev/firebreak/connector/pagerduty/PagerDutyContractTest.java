package dev.firebreak.connector.pagerduty;

import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.status;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;

class PagerDutyContractTest extends ConnectorContract {
  private static final String ENQUEUE = "/v2/enqueue";

  @Override
  protected HttpConnectorKind<?> kind() {
    return new PagerDutyKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of("url", baseUrl, "routing-key", "R0canary9made0up8key1234567890ab");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    vendor.on("GET", ENQUEUE, status(405));
  }

  @Override
  protected List<ActionCase> cases() {
    String named = "{\"dedupKey\":\"case-77\"}";
    return List.of(
        ActionCase.of(
                "trigger",
                """
                {"summary": "Withdrawals frozen", "source": "hot-1", "severity": "critical",
                 "details": "Two lines\\nof text", "link": "https://firebreak.example.com/incidents/7",
                 "component": "signer", "group": "custody", "dedupKey": "case-77"}
                """)
            .main("POST", ENQUEUE)
            .vendor(PagerDutyContractTest::takes),
        ActionCase.of("acknowledge", named)
            .main("POST", ENQUEUE)
            .vendor(PagerDutyContractTest::takes),
        ActionCase.of("resolve", named).main("POST", ENQUEUE).vendor(PagerDutyContractTest::takes));
  }

  private static void takes(FakeVendor vendor) {
    vendor.on(
        "POST",
        ENQUEUE,
        json(
            202,
            "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"case-77\"}"));
  }
}
