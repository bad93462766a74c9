package dev.firebreak.connector.crowdstrike;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;

class FalconContractTest extends ConnectorContract {
  @Override
  protected HttpConnectorKind<?> kind() {
    return new FalconKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "url", baseUrl,
        "client-id", "aabbccddeeff00112233445566778899",
        "client-secret", "canaryClientSecret91f3");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    vendor
        .on("POST", "/oauth2/token", Shapes.token())
        .on("GET", Shapes.SEARCH, Shapes.resources(200, "\"" + Shapes.AID + "\""));
  }

  @Override
  protected List<ActionCase.Read> reads() {
    return List.of(new ActionCase.Read("POST", "/oauth2/token"));
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        actionCase("contain-host", "Normal", "contained"),
        actionCase("lift-containment", "contained", "Normal"));
  }

  private ActionCase actionCase(String action, String before, String after) {
    return ActionCase.of(action, new Containment.HostRef(Shapes.NAME))
        .main("POST", Shapes.ACTIONS)
        .before(v -> v.on("GET", Shapes.DEVICES, Shapes.host(before)))
        .vendor(
            v -> {
              ready(v);
              v.on("POST", Shapes.ACTIONS, Shapes.taken());
            })
        .after(v -> v.on("GET", Shapes.DEVICES, Shapes.host(after)));
  }
}
