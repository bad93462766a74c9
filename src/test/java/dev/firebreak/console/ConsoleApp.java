package dev.firebreak.console;

import com.microsoft.playwright.options.ColorScheme;
import dev.firebreak.connector.Json;
import dev.firebreak.sandbox.Sandbox;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An application with a room of people and an exchange that is being robbed. */
final class ConsoleApp implements AutoCloseable {
  static final String PASSWORD = "correct horse battery staple";
  static final String TITLE = "Hot wallet hot-eth-1 is being drained to a new address";

  private final Sandbox sandbox;
  private final Firebreak firebreak;

  private ConsoleApp(Sandbox sandbox, Firebreak firebreak) {
    this.sandbox = sandbox;
    this.firebreak = firebreak;
  }

  static ConsoleApp start(String name) throws IOException {
    Sandbox sandbox = Sandbox.start(0);
    Map<String, String> properties = new LinkedHashMap<>(sandbox.properties());
    properties.putAll(Firebreak.signingSource("siem", true));
    properties.put("firebreak.drift.interval", "PT2S");
    return new ConsoleApp(sandbox, Firebreak.start(name, properties));
  }

  Firebreak firebreak() {
    return firebreak;
  }

  /** Somebody with a one-time password, which is answered. */
  String person(String name, String... roles) {
    return firebreak
        .operator()
        .post(
            "/api/v1/people",
            Map.of(
                "name",
                name,
                "credential",
                "password",
                "roles",
                List.of(roles),
                "scopes",
                List.of("*")))
        .json(201)
        .path("oneTimePassword")
        .asText();
  }

  /** Somebody who has chosen {@link #PASSWORD} already. */
  void settledPerson(String name, String... roles) {
    String once = person(name, roles);
    Answer in = posted("/api/v1/session", Map.of(), Map.of("name", name, "password", once));
    Map<String, String> session =
        Map.of(
            "Cookie",
            in.header("set-cookie").orElseThrow().split(";", 2)[0],
            "X-CSRF-Token",
            in.json(200).path("csrf").asText());
    Answer changed =
        posted("/api/v1/me/password", session, Map.of("current", once, "fresh", PASSWORD));
    if (changed.status() != 204) {
      throw new AssertionError("the password was not changed: " + changed);
    }
  }

  /** The window of a settled person, who has signed in and is where he wanted to be. */
  Screen signedIn(Chromium chromium, String name, String path, ColorScheme scheme) {
    Screen screen = chromium.screen(firebreak.url(), Screen.Size.DESK, scheme);
    screen.go("/sign-in?to=" + path);
    screen.signIn(name, PASSWORD);
    screen.page().waitForURL(url -> !url.contains("/sign-in"));
    return screen;
  }

  private Answer posted(String path, Map<String, String> headers, Map<String, String> body) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    return firebreak.http().post(path, all, Json.bytes(body));
  }

  /**
   * The thief is found out; answers the incident, once an approval waits in it. Something smaller
   * is going on, too.
   */
  String breakIn() {
    Map<String, Object> smaller = Alerts.outflow("hot-sol-2", "medium");
    smaller.put("title", "Withdrawals from hot-sol-2 to an address never seen before");
    firebreak.incident(smaller);
    String incident = firebreak.incident(drain());
    Await.until(
        "an approval waits",
        () -> Firebreak.each(firebreak.story(incident).path("approvals")).findAny().isPresent());
    return incident;
  }

  private static Map<String, Object> drain() {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("uid", "console-drain");
    alert.put("rule", "hot-wallet-outflow-to-new-address");
    alert.put("title", TITLE);
    alert.put(
        "description",
        "Withdrawals every 400 ms to an address first seen today, signed in sessions of "
            + Sandbox.OPERATOR
            + ". <img src=x onerror=alert(1)>");
    alert.put("severity", "critical");
    alert.put("attacks", List.of("TA0006", "TA0010", "T1657"));
    alert.put(
        "targets",
        List.of(
            Map.of("type", "wallet", "id", Sandbox.HOT_WALLET),
            Map.of("type", "workload", "id", Sandbox.SIGNER),
            Map.of("type", "identity", "id", Sandbox.OPERATOR)));
    alert.put(
        "attributes",
        Map.of("vault_account", Sandbox.VAULT_ACCOUNT, "exposure_usd_per_second", "10000"));
    return alert;
  }

  /** Approvals of an action that still wait. */
  long waiting(String topic) {
    return firebreak
        .items("/api/v1/approvals?state=open")
        .filter(a -> a.path("topic").asText().equals(topic))
        .count();
  }

  @Override
  public void close() {
    firebreak.close();
    sandbox.close();
  }
}
