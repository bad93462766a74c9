package dev.firebreak.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything the fake vendors know, behind one lock: each look at it first lets everything happen
 * that is due by the clock.
 */
final class World {
  final Pace pace;
  final Clock clock;
  final Effects effects = new Effects();
  final Withdrawals withdrawals;
  final Vault vault = new Vault();
  final Map<String, VendorApi> vendors = new LinkedHashMap<>();
  private final FakeOkta okta;
  private final FakeKubernetes kubernetes;
  private final FakeJira jira;

  World(Pace pace, Clock clock, Keys keys, String base) {
    this.pace = pace;
    this.clock = clock;
    this.withdrawals = new Withdrawals(pace);
    this.okta = new FakeOkta(effects, clock, keys.oktaToken());
    this.kubernetes = new FakeKubernetes(effects, keys.kubernetesToken());
    this.jira =
        new FakeJira(
            effects, clock, Keys.JIRA_PROJECT, Keys.JIRA_EMAIL, keys.jiraToken(), base + "/jira");
    vendors.put(
        "exchange",
        new FakeExchange(withdrawals, effects, clock, Keys.EXCHANGE_KEY_ID, keys.exchangeSecret()));
    vendors.put("okta", okta);
    vendors.put(
        "fireblocks",
        new FakeFireblocks(
            vault, effects, clock, keys.fireblocksApiKey(), keys.fireblocks().getPublic()));
    vendors.put("kubernetes", kubernetes);
    vendors.put("jira", jira);
    populate();
  }

  private void populate() {
    withdrawals.add(new Wallet(Sandbox.HOT_WALLET, "ETH", new BigDecimal("36000000.00")));
    withdrawals.add(new Wallet("hot-usdc-1", "USDC", new BigDecimal("12000000.00")));
    vault.addAccount(Sandbox.VAULT_ACCOUNT, "hot ETH withdrawals");
    vault.addAccount("0", "treasury");
    okta.add("00u7dana0operatorA17", Sandbox.OPERATOR, 3);
    okta.add("00u7lena0financeAB17", "lena.finance@exchange.example", 1);
    kubernetes.addPod(
        "custody",
        "eth-signer-6c9fd7b4d8-x2lqp",
        Map.of("app", "eth-signer", "pod-template-hash", "6c9fd7b4d8"));
    kubernetes.addPod("custody", "withdrawal-api-7f5b9c6d5-m8k4t", Map.of("app", "withdrawal-api"));
    kubernetes.addService("custody", "eth-signer", Map.of("app", "eth-signer"));
    kubernetes.addService("custody", "withdrawal-api", Map.of("app", "withdrawal-api"));
  }

  /** One request to a vendor, with everything due done before it. */
  synchronized Reply answer(String vendor, Ask ask)
      throws com.fasterxml.jackson.core.JsonProcessingException {
    advance();
    VendorApi api = vendor(vendor);
    effects.asked(ask);
    return api.answer(ask);
  }

  VendorApi vendor(String name) {
    VendorApi api = vendors.get(name);
    if (api == null) {
      throw new IllegalArgumentException("no vendor '" + name + "' in the sandbox");
    }
    return api;
  }

  /** Reads or changes something under the lock. */
  synchronized <T> T at(Supplier<T> what) {
    advance();
    return what.get();
  }

  private void advance() {
    Instant now = clock.instant();
    withdrawals.advance(now);
    vault.advance(now);
  }

  /**
   * Starts the thief at a wallet. On the main hot wallet he also leaves three transactions at the
   * custodian, which wait before they are broadcast.
   */
  synchronized void drain(String wallet, BigDecimal usdPerSecond) {
    advance();
    Instant now = clock.instant();
    withdrawals.steal(wallet, usdPerSecond, now);
    if (wallet.equals(Sandbox.HOT_WALLET) && vault.transactions().isEmpty()) {
      for (String usd : List.of("1450000.00", "980000.00", "1210000.00")) {
        vault.submit(
            Sandbox.VAULT_ACCOUNT,
            "ETH",
            new BigDecimal(usd),
            now,
            now.plus(pace.broadcastAfter()));
      }
    }
  }

  BigDecimal lost() {
    return at(() -> withdrawals.lost().add(vault.lost()));
  }

  synchronized JsonNode state() {
    advance();
    Instant now = clock.instant();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("at", now.toString());
    Map<String, BigDecimal> balances = new LinkedHashMap<>();
    withdrawals.wallets().forEach(w -> balances.put(w.id, w.balance));
    out.put("balances", balances);
    out.put("lost", withdrawals.lost().add(vault.lost()));
    out.put("lossPerSecond", withdrawals.lossPerSecond());
    out.put("drainRunning", withdrawals.draining(now));
    out.put("custodyAtRisk", vault.atRisk());
    out.put("workspaceFrozen", vault.frozen());
    out.put(
        "freezes",
        withdrawals.freezes().stream().map(f -> f.toJson(now, withdrawals.heldBy(f.id))).toList());
    out.put("withdrawals", counts());
    out.put("transactions", vault.transactions().stream().map(Vault.Transaction::toJson).toList());
    out.put(
        "users",
        okta.users().stream()
            .map(
                u ->
                    Map.of(
                        "id", u.id, "login", u.login, "status", u.status, "sessions", u.sessions))
            .toList());
    out.put("pods", kubernetes.all("pods"));
    out.put("networkPolicies", kubernetes.all("networkpolicies"));
    out.put("issues", issues());
    out.put("effects", effects.byKey());
    out.put("requests", effects.requestsByKey());
    out.put("effectsByName", effects.byName());
    return Json.mapper().valueToTree(out);
  }

  /** A ticket as text for people. */
  synchronized Optional<String> ticket(String key) {
    return jira.issues().stream()
        .filter(i -> i.key.equals(key))
        .findFirst()
        .map(FakeJira.Issue::text);
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> out = new LinkedHashMap<>();
    withdrawals.all().forEach(w -> out.merge(w.state.name(), 1, Integer::sum));
    return out;
  }

  private List<Map<String, Object>> issues() {
    List<Map<String, Object>> out = new ArrayList<>();
    for (FakeJira.Issue i : jira.issues()) {
      out.add(
          Map.of(
              "key", i.key,
              "summary", i.summary(),
              "status", i.status,
              "labels", i.fields.path("labels"),
              "comments", i.comments.size()));
    }
    return out;
  }
}
