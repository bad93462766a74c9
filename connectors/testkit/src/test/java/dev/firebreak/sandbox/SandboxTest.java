package dev.firebreak.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.testkit.HandClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxTest {
  private static final Instant START = Instant.parse("2026-02-03T04:05:06Z");

  private final HandClock clock = HandClock.at(START);
  private Sandbox sandbox;
  private Caller caller;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(0, Pace.usual(), clock);
    caller = new Caller(sandbox.properties(), clock);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private void steal() {
    sandbox.drain(Sandbox.HOT_WALLET, new BigDecimal("10000"));
  }

  private JsonNode users() {
    return sandbox.state().path("users");
  }

  @Test
  void theThiefTakesWhatHeIsSaidToTakeASecond() {
    steal();

    clock.move(Duration.ofMillis(11_500));

    // Submitted from 0.0 to 10.0 s every 0.4 s, each gone 1.5 s later: 26 of them.
    assertThat(sandbox.lost()).isEqualByComparingTo("104000");
    assertThat(sandbox.state().path("lossPerSecond").decimalValue()).isEqualByComparingTo("10000");
    assertThat(sandbox.state().path("balances").path(Sandbox.HOT_WALLET).decimalValue())
        .isEqualByComparingTo("35896000");
  }

  @Test
  void aSignedFreezeStopsTheDrainAndHoldsWhatWasPending() throws Exception {
    steal();
    clock.move(Duration.ofSeconds(10));
    BigDecimal lost = sandbox.lost();

    Caller.Answer frozen = caller.freeze("fb-1", Sandbox.HOT_WALLET);

    clock.move(Duration.ofMinutes(1));
    assertThat(frozen.status()).isEqualTo(201);
    assertThat(sandbox.lost()).isEqualByComparingTo(lost).isPositive();
    assertThat(sandbox.drainRunning()).isFalse();
    Caller.Answer read = caller.exchange("GET", "/v1/withdrawal-freezes/fb-1", "", "none");
    assertThat(read.json().path("state").asText()).isEqualTo("ACTIVE");
    assertThat(read.json().path("heldWithdrawals").asInt()).isPositive();
    assertThat(
            caller
                .exchange("GET", "/v1/withdrawals?state=PENDING&wallet=hot-eth-1", "", "none")
                .json()
                .path("items"))
        .isEmpty();
  }

  @Test
  void theSameFreezeAgainIsOneEffect() throws Exception {
    caller.freeze("fb-1", Sandbox.HOT_WALLET);

    Caller.Answer again = caller.freeze("fb-1", Sandbox.HOT_WALLET);

    assertThat(again.status()).isEqualTo(200);
    assertThat(sandbox.effects("key-fb-1")).isEqualTo(1);
    assertThat(sandbox.state().path("requests").path("key-fb-1").asInt()).isEqualTo(2);
  }

  @Test
  void theSameFreezeIdWithAnotherBodyIsAConflict() throws Exception {
    caller.freeze("fb-1", Sandbox.HOT_WALLET);

    Caller.Answer other = caller.freeze("fb-1", "hot-usdc-1");

    assertThat(other.status()).isEqualTo(409);
  }

  @Test
  void aLiftedFreezeLetsTheDrainGoOn() throws Exception {
    steal();
    clock.move(Duration.ofSeconds(2));
    caller.freeze("fb-1", Sandbox.HOT_WALLET);
    BigDecimal lost = sandbox.lost();

    Caller.Answer lifted = caller.exchange("DELETE", "/v1/withdrawal-freezes/fb-1", "", "lift");

    clock.move(Duration.ofSeconds(5));
    assertThat(lifted.status()).isEqualTo(204);
    assertThat(sandbox.lost()).isGreaterThan(lost);
    assertThat(caller.exchange("GET", "/v1/withdrawal-freezes/fb-1", "", "x").json().path("state"))
        .hasToString("\"LIFTED\"");
    assertThat(caller.exchange("DELETE", "/v1/withdrawal-freezes/fb-1", "", "y").status())
        .isEqualTo(404);
  }

  @Test
  void oneWithdrawalCanBeHeldAndReleased() throws Exception {
    steal();
    clock.move(Duration.ofMillis(100));

    Caller.Answer held = caller.exchange("PUT", "/v1/withdrawals/wd-1/holds/h", "{}", "hold");

    assertThat(held.json().path("state").asText()).isEqualTo("HELD");
    Caller.Answer released =
        caller.exchange("DELETE", "/v1/withdrawals/wd-1/holds/h", "", "release");
    assertThat(released.json().path("state").asText()).isEqualTo("PENDING");
  }

  @Test
  void aWrongSignatureIsRefusedAndDoesNothing() throws Exception {
    Caller.Answer refused =
        caller.exchange(
            "PUT",
            "/v1/withdrawal-freezes/fb-1",
            "{\"scope\":\"GLOBAL\"}",
            "k",
            "another secret of 32 characters!");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(sandbox.state().path("freezes")).isEmpty();
  }

  @Test
  void aSignatureOfAnHourAgoIsRefused() throws Exception {
    HandClock old = HandClock.at(START);
    clock.move(Duration.ofHours(1));

    Caller.Answer refused =
        new Caller(sandbox.properties(), old).exchange("GET", "/v1/withdrawals", "", "k");

    assertThat(refused.status()).isEqualTo(401);
  }

  @Test
  void aVaultTransactionCanBeCancelledUntilItIsBroadcast() throws Exception {
    steal();
    JsonNode pending =
        caller
            .fireblocks("GET", "/transactions?status=PENDING_AUTHORIZATION&sourceId=7", Map.of())
            .json();
    String first = pending.path(0).path("id").asText();
    String second = pending.path(1).path("id").asText();

    Caller.Answer inTime =
        caller.fireblocks("POST", "/transactions/" + first + "/cancel", Map.of(), "key-1");

    clock.move(Duration.ofSeconds(91));
    assertThat(pending).hasSize(3);
    assertThat(inTime.json().path("success").asBoolean()).isTrue();
    assertThat(
            caller
                .fireblocks("POST", "/transactions/" + first + "/cancel", Map.of(), "key-1")
                .json())
        .isEqualTo(inTime.json());
    assertThat(sandbox.effects("key-1")).isEqualTo(1);
    assertThat(caller.fireblocks("POST", "/transactions/" + second + "/cancel", Map.of()).status())
        .isEqualTo(400);
    assertThat(caller.fireblocks("GET", "/transactions/" + second, Map.of()).json().path("status"))
        .hasToString("\"BROADCASTING\"");
  }

  @Test
  void aJwtForAnotherPathBodyOrTimeIsRefused() throws Exception {
    for (Map<String, Object> wrong :
        java.util.List.<Map<String, Object>>of(
            Map.of("uri", "/v1/vault/accounts/7"),
            Map.of("bodyHash", Digests.sha256(new byte[] {1})),
            Map.of("exp", clock.instant().getEpochSecond() - 1),
            Map.of("exp", clock.instant().getEpochSecond() + 3_600),
            Map.of("sub", "somebody else"))) {
      assertThat(caller.fireblocks("GET", "/transactions", wrong).status())
          .as("%s", wrong)
          .isEqualTo(401);
    }
    assertThat(caller.fireblocks("GET", "/transactions", Map.of()).status()).isEqualTo(200);
  }

  @Test
  void aJwtOfAnotherKeyIsRefused() throws Exception {
    try (Sandbox other = Sandbox.start(0)) {
      Map<String, String> mixed = new java.util.HashMap<>(sandbox.properties());
      String key = "firebreak.connectors.fireblocks.settings.private-key";
      mixed.put(key, other.properties().get(key));

      Caller.Answer refused = new Caller(mixed, clock).fireblocks("GET", "/transactions", Map.of());

      assertThat(refused.status()).isEqualTo(401);
    }
  }

  @Test
  void oktaSuspendsAnActiveUserOnceAndLogsClearedSessions() throws Exception {
    String dana = "/api/v1/users/" + Sandbox.OPERATOR;
    assertThat(caller.bearer("okta", "SSWS", "POST", dana + "/lifecycle/suspend", "").status())
        .isEqualTo(200);

    Caller.Answer again = caller.bearer("okta", "SSWS", "POST", dana + "/lifecycle/suspend", "");

    assertThat(again.status()).isEqualTo(400);
    assertThat(caller.bearer("okta", "SSWS", "DELETE", dana + "/sessions", "").status())
        .isEqualTo(204);
    assertThat(users().path(0).path("status").asText()).isEqualTo("SUSPENDED");
    assertThat(users().path(0).path("sessions").asInt()).isZero();
    assertThat(
            caller
                .bearer(
                    "okta",
                    "SSWS",
                    "GET",
                    "/api/v1/logs?filter=eventType%20eq%20%22user.session.clear%22"
                        + "&since=2026-02-03T00:00:00Z",
                    "")
                .json())
        .hasSize(1);
    assertThat(caller.bearer("okta", "Bearer", "GET", dana, "").status()).isEqualTo(401);
  }

  @Test
  void kubernetesAppliesAPolicyOnceAndMergesLabels() throws Exception {
    String policy = "/apis/networking.k8s.io/v1/namespaces/custody/networkpolicies/quarantine";
    String body =
        "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\","
            + "\"spec\":{\"podSelector\":{\"matchLabels\":{\"q\":\"1\"}}}}";
    String apply = "application/apply-patch+yaml";
    String pod = "/api/v1/namespaces/custody/pods/" + Sandbox.SIGNER.split("/")[1];

    Caller.Answer created =
        caller.bearer("kubernetes", "Bearer", "PATCH", policy + "?fieldManager=f", body, apply);

    Caller.Answer again =
        caller.bearer("kubernetes", "Bearer", "PATCH", policy + "?fieldManager=f", body, apply);
    Caller.Answer labelled =
        caller.bearer(
            "kubernetes",
            "Bearer",
            "PATCH",
            pod,
            "{\"metadata\":{\"labels\":{\"q\":\"1\",\"app\":null}}}",
            "application/merge-patch+json");
    assertThat(created.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(created.json());
    assertThat(labelled.json().path("metadata").path("labels").has("app")).isFalse();
    assertThat(labelled.json().path("metadata").path("labels").path("q").asText()).isEqualTo("1");
    assertThat(caller.bearer("kubernetes", "Bearer", "DELETE", policy, "").status()).isEqualTo(200);
    Caller.Answer gone = caller.bearer("kubernetes", "Bearer", "GET", policy, "");
    assertThat(gone.json().path("reason").asText()).isEqualTo("NotFound");
  }

  @Test
  void jiraFindsAnIssueByItsLabelAndMovesIt() throws Exception {
    Caller.Answer created =
        caller.jira(
            "POST",
            "/rest/api/3/issue",
            "{\"fields\":{\"project\":{\"key\":\"SEC\"},\"issuetype\":{\"name\":\"Task\"},"
                + "\"summary\":\"Drain\",\"labels\":[\"firebreak-1\"]}}");

    String issue = "/rest/api/3/issue/" + created.json().path("key").asText();
    Caller.Answer moved =
        caller.jira("POST", issue + "/transitions", "{\"transition\":{\"id\":\"21\"}}");
    Caller.Answer found =
        caller.jira(
            "POST",
            "/rest/api/3/search/jql",
            "{\"jql\":\"project = \\\"SEC\\\" AND labels = \\\"firebreak-1\\\"\"}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(moved.status()).isEqualTo(204);
    assertThat(found.json().path("issues").path(0).path("fields").path("status").path("name"))
        .hasToString("\"In Progress\"");
    assertThat(caller.jira("POST", "/rest/api/3/issue", "{\"fields\":{}}").status()).isEqualTo(400);
  }

  @Test
  void everyVendorTellsWhatTheCallerMayDo() throws Exception {
    JsonNode exchange = caller.exchange("GET", "/v1/self", "", "none").json();
    JsonNode owner = caller.bearer("okta", "SSWS", "GET", "/api/v1/users/me", "").json();
    JsonNode roles =
        caller
            .bearer(
                "okta", "SSWS", "GET", "/api/v1/users/" + owner.path("id").asText() + "/roles", "")
            .json();
    JsonNode users = caller.fireblocks("GET", "/management/api_users", Map.of()).json();
    JsonNode permissions =
        caller
            .jira("GET", "/rest/api/3/mypermissions?projectKey=SEC&permissions=CREATE_ISSUES", "")
            .json();
    JsonNode review =
        caller
            .bearer(
                "kubernetes",
                "Bearer",
                "POST",
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                "{\"spec\":{\"resourceAttributes\":{\"verb\":\"patch\",\"resource\":\"pods\"}}}")
            .json();

    assertThat(exchange.path("may")).hasSize(5);
    assertThat(roles.path(0).path("type").asText()).isEqualTo("CUSTOM");
    assertThat(users.at("/users/0/id").asText()).isEqualTo(caller.setting("fireblocks", "api-key"));
    assertThat(permissions.at("/permissions/CREATE_ISSUES/havePermission").asBoolean()).isTrue();
    assertThat(review.at("/status/allowed").asBoolean()).isTrue();
    assertThat(review.at("/spec/resourceAttributes/verb").asText()).isEqualTo("patch");
    assertThat(sandbox.state().path("effects")).isEmpty();
  }

  @Test
  void aRateLimitHitsOnlyTheNextRequestsAndDoesNothing() throws Exception {
    caller.send(
        "POST",
        sandbox.url() + "/_sandbox/faults",
        Map.of(),
        "{\"vendor\":\"okta\",\"fault\":\"HTTP_429\",\"times\":1}");
    String suspend = "/api/v1/users/" + Sandbox.OPERATOR + "/lifecycle/suspend";

    Caller.Answer limited = caller.bearer("okta", "SSWS", "POST", suspend, "");

    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.headers()).containsEntry("retry-after", "1");
    assertThat(limited.json().path("errorCode").asText()).isEqualTo("E0000047");
    assertThat(users().path(0).path("status").asText()).isEqualTo("ACTIVE");
    assertThat(caller.bearer("okta", "SSWS", "POST", suspend, "").status()).isEqualTo(200);
  }

  @Test
  void aDroppedReplyHasItsEffectAndNoAnswer() {
    sandbox.inject(
        new FaultRule(
            "exchange",
            Fault.DROPPED_REPLY,
            1,
            Optional.of("PUT"),
            Optional.empty(),
            FaultRule.DEFAULT_DELAY));

    assertThatThrownBy(() -> caller.freeze("fb-1", Sandbox.HOT_WALLET))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);

    assertThat(sandbox.effects("key-fb-1")).isEqualTo(1);
    assertThat(sandbox.state().path("freezes")).hasSize(1);
  }

  @Test
  void aServerErrorDoesNothing() throws Exception {
    sandbox.inject("exchange", Fault.HTTP_500, 1);

    Caller.Answer failed = caller.freeze("fb-1", Sandbox.HOT_WALLET);

    assertThat(failed.status()).isEqualTo(500);
    assertThat(sandbox.state().path("freezes")).isEmpty();
  }

  @Test
  void theTheftCanBeStartedOverHttp() throws Exception {
    Caller.Answer started =
        caller.send(
            "POST",
            sandbox.url() + "/_sandbox/drain",
            Map.of(),
            "{\"wallet\":\"hot-eth-1\",\"usdPerSecond\":5000}");

    assertThat(started.json().path("drainRunning").asBoolean()).isTrue();
    Caller.Answer unknown =
        caller.send(
            "POST", sandbox.url() + "/_sandbox/drain", Map.of(), "{\"wallet\":\"no-such\"}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.json().path("detail").asText()).contains("no-such").contains("hot-eth-1");
  }
}
