package dev.firebreak.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.connector.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Five vendors with a memory on 127.0.0.1: {@code /exchange}, {@code /okta}, {@code
 * /fireblocks/v1}, {@code /kubernetes}, {@code /jira}. Each checks its own kind of credential.
 * Control: {@code GET /_sandbox/state}, {@code POST /_sandbox/drain {"wallet","usdPerSecond"}},
 * {@code POST /_sandbox/faults {"vendor","fault","times","method","path","delayMs"}}. Safe for all
 * threads.
 */
public final class Sandbox implements AutoCloseable {
  /** The vendors, by the prefix each is served under. */
  public static final List<String> VENDORS =
      List.of("exchange", "okta", "fireblocks", "kubernetes", "jira");

  /** The wallet that is worth stealing from; $36m in ETH. */
  public static final String HOT_WALLET = "hot-eth-1";

  /** The vault account behind {@link #HOT_WALLET} at the custodian. */
  public static final String VAULT_ACCOUNT = "7";

  /** The workload that signs for {@link #HOT_WALLET}, {@code namespace/pod}. */
  public static final String SIGNER = "custody/eth-signer-6c9fd7b4d8-x2lqp";

  /** The operator whose account the thief uses. */
  public static final String OPERATOR = "dana.ops@exchange.example";

  private final String url;
  private final SandboxServer server;
  private final Faults faults = new Faults();
  private final Keys keys = Keys.fresh();
  private final World world;

  private Sandbox(int port, Pace pace, Clock clock) throws IOException {
    HttpServer bound = SandboxServer.bind(port);
    this.url = "http://127.0.0.1:" + bound.getAddress().getPort();
    this.world = new World(pace, clock, keys, url);
    this.server = new SandboxServer(bound, world, faults);
  }

  /**
   * Starts one.
   *
   * @param port 0 for any free one
   * @throws IOException when the port is taken
   */
  public static Sandbox start(int port) throws IOException {
    return start(port, Pace.usual(), Clock.systemUTC());
  }

  /** {@link #start(int)} with another pace and clock. */
  public static Sandbox start(int port, Pace pace, Clock clock) throws IOException {
    return new Sandbox(port, pace, clock);
  }

  /** {@code http://127.0.0.1:PORT}. */
  public String url() {
    return url;
  }

  /** The application's {@code firebreak.connectors.*} settings that point it here; with secrets. */
  public Map<String, String> properties() {
    Map<String, String> out = new LinkedHashMap<>();
    setting(out, "exchange", "key-id", Keys.EXCHANGE_KEY_ID);
    setting(out, "exchange", "secret", keys.exchangeSecret());
    setting(out, "okta", "token", keys.oktaToken());
    setting(out, "fireblocks", "api-key", keys.fireblocksApiKey());
    setting(out, "fireblocks", "private-key", keys.fireblocksPrivateKey());
    setting(out, "kubernetes", "token", keys.kubernetesToken());
    setting(out, "jira", "email", Keys.JIRA_EMAIL);
    setting(out, "jira", "token", keys.jiraToken());
    setting(out, "jira", "project", Keys.JIRA_PROJECT);
    for (String vendor : VENDORS) {
      String path = vendor.equals("fireblocks") ? "/fireblocks/v1" : "/" + vendor;
      setting(out, vendor, "url", url() + path);
      out.put("firebreak.connectors." + vendor + ".kind", vendor);
      out.put("firebreak.connectors." + vendor + ".private-hosts", "127.0.0.1");
    }
    return out;
  }

  private static void setting(Map<String, String> out, String vendor, String key, String value) {
    out.put("firebreak.connectors." + vendor + ".settings." + key, value);
  }

  /** Lets the next requests of a vendor fail. */
  public void inject(String vendor, Fault fault, int times) {
    inject(FaultRule.of(vendor, fault, times));
  }

  /** Lets the next requests that fit fail. */
  public void inject(FaultRule rule) {
    faults.add(rule);
  }

  /** Starts the theft from a wallet, or changes its speed. */
  public void drain(String wallet, BigDecimal usdPerSecond) {
    world.drain(wallet, usdPerSecond);
  }

  /** Everything the vendors know, as {@code GET /_sandbox/state} shows it. */
  public JsonNode state() {
    return world.state();
  }

  /** What has left so far, in US dollars. */
  public BigDecimal lost() {
    return world.lost();
  }

  /** Whether withdrawals still leave, or the thief's next one would. */
  public boolean drainRunning() {
    return world.at(() -> world.withdrawals.draining(world.clock.instant()));
  }

  /** How many changes an idempotency key had. */
  public int effects(String idempotencyKey) {
    return world.at(() -> world.effects.ofKey(idempotencyKey));
  }

  @Override
  public void close() {
    server.close();
  }

  /** Runs one alone until it is interrupted: {@code [port]}, 8099 where none is given. */
  public static void main(String[] args) throws Exception {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8099;
    try (Sandbox sandbox = start(port)) {
      System.out.println("# The sandbox runs at " + sandbox.url() + "; Ctrl-C stops it. Settings:");
      sandbox.properties().forEach((k, v) -> System.out.println(k + "=" + v));
      System.out.println("# State: curl " + sandbox.url() + "/_sandbox/state");
      System.out.println(
          "# Theft: curl -d "
              + "'"
              + Json.write(Map.of("wallet", HOT_WALLET, "usdPerSecond", 10_000))
              + "' "
              + sandbox.url()
              + "/_sandbox/drain");
      Thread.currentThread().join();
    }
  }
}
