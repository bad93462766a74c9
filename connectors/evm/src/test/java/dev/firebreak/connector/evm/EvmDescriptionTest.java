package dev.firebreak.connector.evm;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Settings;
import dev.firebreak.testkit.DescriptionContract;
import dev.firebreak.testkit.FakeAccess;
import dev.firebreak.testkit.FakeVendor;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class EvmDescriptionTest extends DescriptionContract {
  private final FakeVendor vendor = FakeVendor.start();

  @BeforeAll
  void aNodeInOrder() {
    new FakeNode(vendor, "/v3/canary-provider-key-51c0de").inOrder();
  }

  @AfterAll
  void stop() {
    vendor.close();
  }

  @Override
  protected ConnectorKind<?> kind() {
    return new EvmKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "url",
        vendor.url(),
        "path",
        "/v3/canary-provider-key-51c0de",
        "chain-id",
        "1",
        "contracts",
        "0x00000000000000000000000000000000000000aa",
        "private-key",
        Keys.PAUSER.privateKey());
  }

  @Override
  protected Connector connector() {
    return new EvmKind()
        .open(
            Settings.bind("connector 'evm'", EvmSettings.class, settings()),
            FakeAccess.at(Clock.systemUTC()).withHttp().withEntries());
  }
}
