package dev.firebreak.connector.bitgo;

import static dev.firebreak.connector.bitgo.BitgoWorld.APPROVAL;
import static dev.firebreak.connector.bitgo.BitgoWorld.APPROVAL_PATH;
import static dev.firebreak.connector.bitgo.BitgoWorld.FREEZE_PATH;
import static dev.firebreak.connector.bitgo.BitgoWorld.LIST_PATH;
import static dev.firebreak.connector.bitgo.BitgoWorld.ONE;
import static dev.firebreak.connector.bitgo.BitgoWorld.WALLET;
import static dev.firebreak.connector.bitgo.BitgoWorld.WALLET_PATH;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** With a plain bearer token, so that hostile bodies are read and not thrown away unread. */
class BitgoContractTest extends ConnectorContract {
  private static final String UNTIL = "2099-03-01T11:00:00.000Z";

  String auth() {
    return "bearer";
  }

  @Override
  protected HttpConnectorKind<?> kind() {
    return new BitgoKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "url", baseUrl, "token", BitgoWorld.TOKEN, "auth", auth(), "otp", "0911275canary");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    world(vendor).session("wallet_view_all", "wallet_freeze_all", "pending_approval_update");
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        ActionCase.of("freeze-wallet", new WalletActions.Freeze("tbtc4", WALLET, 3600))
            .main("POST", FREEZE_PATH)
            .before(v -> world(v).wallet("{}"))
            .vendor(v -> world(v).on("POST", FREEZE_PATH, 200, BitgoWorld.frozenUntil(UNTIL)))
            .after(v -> world(v).wallet(BitgoWorld.frozenUntil(UNTIL))),
        ActionCase.of("reject-pending-approvals", ONE)
            .main("PUT", APPROVAL_PATH)
            .before(v -> world(v).listing(waiting("pending")))
            .vendor(v -> world(v).on("PUT", APPROVAL_PATH, 200, waiting("rejected")))
            .after(v -> world(v).listing()),
        ActionCase.of("list-pending-approvals", ONE)
            .main("GET", LIST_PATH)
            .vendor(v -> world(v).listing(waiting("pending"))),
        ActionCase.of("read-wallet", ONE)
            .main("GET", WALLET_PATH)
            .vendor(v -> world(v).wallet(BitgoWorld.frozenUntil(UNTIL))));
  }

  private static String waiting(String state) {
    return BitgoWorld.approval(APPROVAL, state, "transactionRequest");
  }

  private BitgoWorld world(FakeVendor vendor) {
    return new BitgoWorld(vendor, auth(), Clock.systemUTC());
  }
}
