package dev.firebreak.connector.openc2;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** OpenC2 has one method and one path, so that every request is of the kind that only reads. */
class OpenC2ContractTest extends ConnectorContract {
  @Override
  protected HttpConnectorKind<?> kind() {
    return new OpenC2Kind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    Map<String, String> settings = new HashMap<>(FakeConsumer.settings(baseUrl));
    settings.put("rule-numbers-from", "5000");
    return settings;
  }

  @Override
  protected void ready(FakeVendor vendor) {
    FakeConsumer.onQuery(vendor, "features", FakeConsumer.results(FakeConsumer.PAIRS));
  }

  @Override
  protected List<ActionCase.Read> reads() {
    return List.of(new ActionCase.Read("POST", FakeConsumer.PATH));
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        of("deny-ip", "deny", "{\"ip\":\"203.0.113.9\"}"),
        of("allow-ip", "allow", "{\"ip\":\"2001:db8::9\"}"),
        of("deny-net", "deny", "{\"net\":\"198.51.100.0/24\"}"),
        of("allow-net", "allow", "{\"net\":\"198.51.100.0/24\"}"),
        of("deny-domain", "deny", "{\"domain\":\"evil.example\"}"),
        of("allow-domain", "allow", "{\"domain\":\"evil.example\"}"),
        of("contain-device", "contain", "{\"device\":\"laptop-7\"}"),
        of("restore-device", "restore", "{\"device\":\"laptop-7\"}"),
        of("delete-rule", "delete", "{\"rule\":5234,\"denies\":\"ip:203.0.113.9\"}"));
  }

  private ActionCase of(String action, String verb, String input) {
    return ActionCase.of(action, input)
        .main("POST", FakeConsumer.PATH)
        .before(v -> FakeConsumer.onQuery(v, "command", FakeConsumer.status(404)))
        .vendor(
            v -> {
              ready(v);
              FakeConsumer.on(v, verb, FakeConsumer.status(200));
            })
        .after(v -> FakeConsumer.onQuery(v, "command", FakeConsumer.status(200)));
  }
}
