package dev.firebreak.connector.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.sandbox.Sandbox;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The connector against a withdrawal service with a memory and a thief in it. */
class ExchangeSandboxTest {
  private static final String PREFIX = "firebreak.connectors.exchange.settings.";

  @Test
  void theSandboxGrantsEveryAction() throws Exception {
    try (Sandbox sandbox = Sandbox.start(0);
        VendorHttp http = http(sandbox)) {
      Readiness ready = kind.open(settings(sandbox), http).readiness();

      assertThat(ready.grants()).hasSize(7).allMatch(g -> g.state() == Readiness.State.GRANTED);
    }
  }

  @Test
  void aRehearsalCountsWhatTheThiefHasPendingAndChangesNothing() throws Exception {
    try (Sandbox sandbox = Sandbox.start(0);
        VendorHttp http = http(sandbox)) {
      sandbox.drain(Sandbox.HOT_WALLET, new BigDecimal("10000"));
      Connector exchange = kind.open(settings(sandbox), http);

      Preview everything =
          Calls.preview(exchange, "freeze-all-withdrawals", "{\"reason\":\"theft\"}");
      Preview usdc =
          Calls.preview(
              exchange, "freeze-asset-withdrawals", "{\"asset\":\"USDC\",\"reason\":\"theft\"}");

      assertThat(everything.sentence()).contains(" ETH; ").contains("USD) pending now");
      assertThat(everything.targets()).contains(new Target(TargetType.WALLET, Sandbox.HOT_WALLET));
      assertThat(usdc.sentence()).endsWith("and 0 withdrawals pending now");
      assertThat(sandbox.state().path("freezes")).isEmpty();
    }
  }

  private final ExchangeKind kind = new ExchangeKind();

  private VendorHttp http(Sandbox sandbox) {
    return VendorHttp.open(kind.endpoint(settings(sandbox)), List.of("127.0.0.1"));
  }

  private ExchangeKind.Settings settings(Sandbox sandbox) {
    Map<String, String> own = new LinkedHashMap<>();
    sandbox.properties().entrySet().stream()
        .filter(e -> e.getKey().startsWith(PREFIX))
        .forEach(e -> own.put(e.getKey().substring(PREFIX.length()), e.getValue()));
    return Settings.bind("connector 'exchange'", kind.settings(), own);
  }
}
