package dev.firebreak.connector.panos;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;

class PanosContractTest extends ConnectorContract {
  @Override
  protected HttpConnectorKind<?> kind() {
    return new PanosKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Firewall.settings(baseUrl);
  }

  @Override
  protected void ready(FakeVendor vendor) {
    Firewall.isThere(vendor);
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        tagging("{\"ip\":\"203.0.113.9\",\"tag\":\"quarantine\"}"),
        tagging("{\"ip\":\"203.0.113.9\",\"tag\":\"quarantine\",\"minutes\":60}"),
        ActionCase.of("untag-ip", "{\"ip\":\"203.0.113.9\",\"tag\":\"quarantine\"}")
            .main("POST", "/api/")
            .before(v -> Firewall.registered(v, "203.0.113.9", "quarantine", "other"))
            .vendor(v -> v.on("POST", "/api/", Firewall.DONE))
            .after(v -> Firewall.registered(v, "203.0.113.9", "other")),
        ActionCase.of("refresh-edl", "{\"name\":\"firebreak-ip\",\"kind\":\"ip\"}")
            .main("POST", "/api/")
            .vendor(
                v ->
                    v.on(
                        "POST",
                        "/api/",
                        Firewall.xml(
                            "<response status=\"success\"><result>EDL refresh job enqueued"
                                + "</result></response>"))));
  }

  private static ActionCase tagging(String input) {
    return ActionCase.of("tag-ip", input)
        .main("POST", "/api/")
        .before(v -> Firewall.registered(v, "203.0.113.9"))
        .vendor(v -> v.on("POST", "/api/", Firewall.DONE))
        .after(v -> Firewall.registered(v, "203.0.113.9", "other", "quarantine"));
  }
}
