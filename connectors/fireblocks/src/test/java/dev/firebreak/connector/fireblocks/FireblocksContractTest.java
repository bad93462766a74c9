package dev.firebreak.connector.fireblocks;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;

class FireblocksContractTest extends ConnectorContract {
  private static final String STATUS = "/v1/management/workspace_status";

  @Override
  protected HttpConnectorKind<?> kind() {
    return new FireblocksKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Workspace.settings(baseUrl);
  }

  @Override
  protected void ready(FakeVendor vendor) {
    Workspace.readyForAdmin(vendor);
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        ActionCase.of(
                "cancel-pending-transactions", "{\"vaultAccount\":\"7\",\"assets\":[\"ETH\"]}")
            .before(v -> Workspace.holding(v, Workspace.tx("tx-1", "QUEUED")))
            .main("POST", "/v1/transactions/tx-1/cancel")
            .after(v -> v.on("GET", "/v1/transactions", Answers.json(200, "[]"))),
        ActionCase.of("freeze-workspace", "{}")
            .before(v -> v.on("GET", STATUS, Answers.json(200, "{\"status\":\"ACTIVE\"}")))
            .main("POST", "/v1/workspace/freeze")
            .vendor(
                v ->
                    v.on("POST", "/v1/workspace/freeze", Answers.status(204))
                        .on("GET", "/v1/transactions", Answers.json(200, "[]")))
            .after(v -> v.on("GET", STATUS, Answers.json(200, "{\"status\":\"FROZEN\"}"))));
  }
}
