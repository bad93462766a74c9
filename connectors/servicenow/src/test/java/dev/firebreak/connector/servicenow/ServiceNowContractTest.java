package dev.firebreak.connector.servicenow;

import static dev.firebreak.connector.servicenow.FakeTable.MARK;
import static dev.firebreak.connector.servicenow.FakeTable.ROW;
import static dev.firebreak.connector.servicenow.FakeTable.TABLE;
import static dev.firebreak.connector.servicenow.FakeTable.list;
import static dev.firebreak.connector.servicenow.FakeTable.row;
import static dev.firebreak.testkit.Answers.json;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ServiceNowContractTest extends ConnectorContract {
  @Override
  protected HttpConnectorKind<?> kind() {
    return new ServiceNowKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "url", baseUrl, "user", "firebreak", "password", "canary-password-never-to-be-seen");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    signIn(vendor);
    vendor.on("GET", TABLE, json(200, list(row("", "2", "true", ""))));
  }

  /** What signing in needs answered. */
  void signIn(FakeVendor vendor) {}

  @Override
  protected List<ActionCase> cases() {
    String noted = FakeTable.ENTRY + MARK + "\\n\\n";
    return List.of(
        ActionCase.of(
                "open-incident",
                new NewIncident("Withdrawals frozen", "hot-1 is frozen", Optional.of("critical")))
            .before(this::signIn)
            .vendor(
                v -> {
                  signIn(v);
                  FakeTable.creatable(v, row(MARK, "1", "true", ""));
                })
            .main("POST", TABLE),
        ActionCase.of("comment", new NewNote("INC0010042", "hot-1 is frozen"))
            .before(this::signIn)
            .vendor(
                v -> {
                  signIn(v);
                  FakeTable.patchable(
                      v, row("", "2", "true", FakeTable.ENTRY), row("", "2", "true", noted));
                })
            .main("PATCH", ROW),
        ActionCase.of(
                "resolve-incident", new Resolution("INC0010042", "Lifted", Optional.of("Other")))
            .before(this::signIn)
            .vendor(
                v -> {
                  signIn(v);
                  FakeTable.patchable(v, row("", "2", "true", ""), row("", "6", "true", ""));
                })
            .main("PATCH", ROW));
  }
}
