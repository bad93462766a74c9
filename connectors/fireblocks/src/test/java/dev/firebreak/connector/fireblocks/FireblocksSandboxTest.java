package dev.firebreak.connector.fireblocks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.connector.fireblocks.PendingTransactions.Cancel;
import dev.firebreak.connector.fireblocks.PendingTransactions.Cancelled;
import dev.firebreak.connector.fireblocks.WorkspaceFreeze.Freeze;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.sandbox.Sandbox;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against a custodian with a memory, which checks every signature. */
class FireblocksSandboxTest {
  private static final String KEY = "89abcdef0123456789abcdef0123456789abcdef";

  @Test
  void theThiefsTransactionsAreStoppedBeforeTheyAreBroadcast() throws Exception {
    try (Sandbox sandbox = Sandbox.start(0)) {
      FireblocksConnector connector = connect(sandbox);
      sandbox.drain(Sandbox.HOT_WALLET, BigDecimal.ONE);
      Call<Cancel> call = call(new Cancel(Sandbox.VAULT_ACCOUNT, Optional.empty()));
      Observation before = connector.pending().observe(call);

      Cancelled done = connector.pending().cancel(call);

      assertThat(before.state()).isEqualTo(Observation.State.ABSENT);
      assertThat(done.cancelled()).isPositive();
      assertThat(connector.pending().observe(call).state()).isNotEqualTo(Observation.State.ABSENT);
    }
  }

  @Test
  void theWorkspaceIsFrozenAndSeenToBe() throws Exception {
    try (Sandbox sandbox = Sandbox.start(0)) {
      FireblocksConnector connector = connect(sandbox);
      Observation before = connector.freeze().observe(call(new Freeze()));

      connector.freeze().freeze(call(new Freeze()));

      assertThat(before.state()).isEqualTo(Observation.State.ABSENT);
      assertThat(connector.freeze().observe(call(new Freeze())).state())
          .isEqualTo(Observation.State.HOLDS);
    }
  }

  @Test
  void aRehearsalCountsTheThiefsTransactionsAndCancelsNone() throws Exception {
    try (Sandbox sandbox = Sandbox.start(0)) {
      FireblocksConnector connector = connect(sandbox);
      sandbox.drain(Sandbox.HOT_WALLET, BigDecimal.ONE);

      Preview preview =
          connector.rehearsals().cancel(call(new Cancel(Sandbox.VAULT_ACCOUNT, Optional.empty())));

      assertThat(preview.sentence())
          .isEqualTo(
              "would cancel 3 transactions (3 ETH; 3,640,000.00 USD; PENDING_AUTHORIZATION 3) of"
                  + " vault account 7 'hot ETH withdrawals'");
      assertThat(sandbox.state().path("effectsByName")).isEmpty();
    }
  }

  @Test
  void theSandboxGrantsEveryAction() throws Exception {
    try (Sandbox sandbox = Sandbox.start(0)) {
      Readiness ready = connect(sandbox).readiness();

      assertThat(ready.grants()).hasSize(2).allMatch(g -> g.state() == Readiness.State.GRANTED);
    }
  }

  private static FireblocksConnector connect(Sandbox sandbox) {
    String prefix = "firebreak.connectors.fireblocks.settings.";
    Map<String, String> values = new HashMap<>();
    sandbox
        .properties()
        .forEach(
            (k, v) -> {
              if (k.startsWith(prefix)) {
                values.put(k.substring(prefix.length()), v);
              }
            });
    FireblocksKind kind = new FireblocksKind();
    FireblocksSettings settings = Settings.bind("connector", kind.settings(), values);
    return (FireblocksConnector)
        kind.open(settings, VendorHttp.open(kind.endpoint(settings), List.of("127.0.0.1")));
  }

  private static <I extends Record> Call<I> call(I input) {
    return new Call<>(input, KEY, "incident-1", Instant.now().plusSeconds(60));
  }
}
