package dev.firebreak.connector.exchange;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.exchange.WithdrawalService.Self;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the withdrawal service what the key may do. */
record KeyReadiness(WithdrawalService service, String keyId) {
  /** What each action needs; reading a freeze back goes with the right to freeze. */
  private static final Map<String, List<String>> NEEDS = new LinkedHashMap<>();

  static {
    NEEDS.put("freeze-wallet-withdrawals", List.of("freeze"));
    NEEDS.put("freeze-asset-withdrawals", List.of("freeze"));
    NEEDS.put("freeze-all-withdrawals", List.of("freeze"));
    NEEDS.put("unfreeze-withdrawals", List.of("freeze", "lift"));
    NEEDS.put("hold-pending-withdrawals", List.of("list", "hold"));
    NEEDS.put("release-held-withdrawals", List.of("list", "release"));
    NEEDS.put("list-pending-withdrawals", List.of("list"));
  }

  Readiness ask() throws ActionFailure {
    Optional<Self> self = service.self();
    Readiness ready = Readiness.as("key " + keyId + self.map(s -> ", " + s.client()).orElse(""));
    for (Map.Entry<String, List<String>> need : NEEDS.entrySet()) {
      ready = grant(ready, need.getKey(), need.getValue(), self);
    }
    return ready;
  }

  private static Readiness grant(
      Readiness ready, String action, List<String> needs, Optional<Self> self) {
    if (self.isEmpty()) {
      return ready.untold(
          action, "the service does not answer GET /v1/self (contract 1.1), so it can't be asked");
    }
    List<String> lacking = needs.stream().filter(n -> !self.get().may().contains(n)).toList();
    return lacking.isEmpty()
        ? ready.granted(action, "the service lists " + needs + " for this key")
        : ready.missing(action, "give the key the right to " + lacking + " at the service");
  }
}
