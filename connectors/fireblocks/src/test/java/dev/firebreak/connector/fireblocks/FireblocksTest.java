package dev.firebreak.connector.fireblocks;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.firebreak.connector.fireblocks.Workspace.cancelPath;
import static dev.firebreak.connector.fireblocks.Workspace.holding;
import static dev.firebreak.connector.fireblocks.Workspace.tx;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Settings;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.connector.fireblocks.PendingTransactions.Cancel;
import dev.firebreak.connector.fireblocks.PendingTransactions.Cancelled;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FireblocksTest {
  private static final String KEY = "89abcdef0123456789abcdef0123456789abcdef";
  private static final String HASH_OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final FakeVendor vendor = FakeVendor.start();
  private final FireblocksConnector connector = connect(Workspace.settings(vendor.url()));

  @BeforeEach
  void forget() {
    vendor.forget();
  }

  @AfterAll
  void stop() {
    vendor.close();
  }

  // ---- the signature

  @Test
  void everyRequestCarriesATokenOverItsPathAndQueryAsSentAndItsBody() throws Exception {
    holding(vendor, tx("tx-1", "PENDING_SIGNATURE"));

    connector.pending().cancel(call("7", Optional.of(List.of("ETH", "USDC_POLYGON"))));

    assertThat(vendor.received()).extracting(r -> r.getMethod().getName()).contains("GET", "POST");
    for (LoggedRequest r : vendor.received()) {
      JsonNode claims = verified(r.getHeader("Authorization"));
      assertThat(claims.fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("uri", "nonce", "iat", "exp", "sub", "bodyHash");
      assertThat(claims.path("uri").asText()).isEqualTo(r.getUrl()).startsWith("/v1/transactions");
      assertThat(claims.path("bodyHash").asText())
          .isEqualTo(HexFormat.of().formatHex(sha256(r.getBody())))
          .isEqualTo(HASH_OF_NOTHING);
      assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(55);
      assertThat(claims.path("sub").asText()).isEqualTo(Workspace.API_KEY);
      assertThat(r.getHeader("X-API-Key")).isEqualTo(Workspace.API_KEY);
      assertThat(r.getHeader("Content-Type")).isEqualTo("application/json");
    }
    assertThat(vendor.received())
        .extracting(r -> verified(r.getHeader("Authorization")).path("nonce").asText())
        .doesNotHaveDuplicates();
    assertThat(vendor.received("GET", "/v1/transactions").get(0).getUrl())
        .isEqualTo(
            "/v1/transactions?status=PENDING_SIGNATURE&sourceType=VAULT_ACCOUNT&sourceId=7"
                + "&limit=500&assets=ETH%2CUSDC_POLYGON");
  }

  @Test
  void theTokenHashesTheExactBytesOfABodyAndLivesFrom1770000000To55SecondsLater() {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_770_000_000), ZoneOffset.UTC);
    RequestSigner signer =
        new RequestSigner(Secret.of("api-user-1"), Secret.of(Workspace.pem()), clock);

    String token = signer.token("/v1/x?a=%2C&b=1", "{\"a\": 1}\n".getBytes(StandardCharsets.UTF_8));

    JsonNode claims = verified("Bearer " + token);
    assertThat(claims.path("uri").asText()).isEqualTo("/v1/x?a=%2C&b=1");
    assertThat(claims.path("iat").asLong()).isEqualTo(1_770_000_000L);
    assertThat(claims.path("exp").asLong()).isEqualTo(1_770_000_055L);
    assertThat(claims.path("bodyHash").asText())
        .isEqualTo("e8c628edc9968ef0c668f54e0ba2636b35503357eb1aca0ddc828aeace432f67");
  }

  @Test
  void aKeyOnOneLineWorksToo() {
    Map<String, String> settings = new HashMap<>(Workspace.settings(vendor.url()));
    settings.put("private-key", Workspace.pem().replaceAll("\\s*[\\r\\n]+\\s*", ""));

    FireblocksConnector opened = connect(settings);

    assertThat(opened.name()).isEqualTo("fireblocks");
  }

  @Test
  void aKeyInAnotherFormIsRefusedWithTheWayToConvertItAndNotShown() {
    Secret old = Secret.of("-----BEGIN RSA PRIVATE KEY-----\nbWFkZS11cA==\n-----END");

    assertThatThrownBy(() -> new RequestSigner(Secret.of("a"), old, Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("openssl pkcs8")
        .hasMessageNotContaining("bWFkZS11cA");
  }

  @Test
  void aKeyThatIsCutOffIsRefusedAndNotShown() {
    String half = Workspace.pem().substring(0, 400);

    assertThatThrownBy(() -> new RequestSigner(Secret.of("a"), Secret.of(half), Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("private-key")
        .hasNoCause();
  }

  // ---- cancel

  @Test
  void cancelsEveryTransactionThatIsNotBroadcastYetTheOneNearestToTheChainFirst() throws Exception {
    holding(
        vendor,
        tx("tx-1", "SUBMITTED"),
        tx("tx-2", "PENDING_AUTHORIZATION"),
        tx("tx-3", "PENDING_SIGNATURE"),
        tx("tx-4", "PENDING_AML_SCREENING"),
        tx("tx-5", "BROADCASTING"));

    Cancelled done = connector.pending().cancel(call("7"));

    assertThat(done).isEqualTo(new Cancelled(4, List.of()));
    assertThat(vendor.received("POST", ".*"))
        .extracting(LoggedRequest::getUrl)
        .containsExactly(
            cancelPath("tx-3"), cancelPath("tx-1"), cancelPath("tx-4"), cancelPath("tx-2"));
  }

  @Test
  void followsThePagesOfAListing() throws Exception {
    holding(vendor, tx("tx-1", "QUEUED"), tx("tx-2", "QUEUED"));
    page(
        "status",
        "QUEUED",
        tx("tx-1", "QUEUED"),
        "https://api.fireblocks.io/v1/transactions?next=c%2B2&limit=500");
    page("next", "c+2", tx("tx-2", "QUEUED"), "");

    Cancelled done = connector.pending().cancel(call("7"));

    assertThat(done.cancelled()).isEqualTo(2);
    assertThat(vendor.received())
        .extracting(LoggedRequest::getUrl)
        .contains("/v1/transactions?next=c%2B2&limit=500");
  }

  @Test
  void oneThatWasBroadcastMeanwhileIsListedAsTooLateAndTheOthersAreCancelled() throws Exception {
    holding(vendor, tx("tx-1", "QUEUED"), tx("tx-2", "QUEUED"));
    vendor.on("POST", cancelPath("tx-1"), Answers.json(400, "{\"message\":\"no\",\"code\":1}"));
    vendor.on(
        "GET",
        "/v1/transactions/tx-1",
        Answers.json(200, Json.write(tx("tx-1", "BROADCASTING").json())));

    Cancelled done = connector.pending().cancel(call("7"));

    assertThat(done).isEqualTo(new Cancelled(1, List.of("tx-1")));
  }

  @Test
  void oneThatSomeoneElseCancelledCountsAsStopped() throws Exception {
    holding(vendor, tx("tx-1", "QUEUED"));
    vendor.on("POST", cancelPath("tx-1"), Answers.json(400, "{\"message\":\"no\",\"code\":1}"));
    vendor.on(
        "GET",
        "/v1/transactions/tx-1",
        Answers.json(200, Json.write(tx("tx-1", "CANCELLED").json())));

    Cancelled done = connector.pending().cancel(call("7"));

    assertThat(done).isEqualTo(new Cancelled(1, List.of()));
  }

  @Test
  void aRefusalThatIsOnlyAReplayedErrorIsAskedAgainUnderANewKey() throws Exception {
    holding(vendor, tx("tx-1", "QUEUED"));
    vendor.on("POST", cancelPath("tx-1"), Answers.json(400, "{\"message\":\"same key\"}"));

    ActionFailure failure = failureOf(() -> connector.pending().cancel(call("7")));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("tx-1").hasMessageContaining("same key");
    assertThat(vendor.received("POST", cancelPath("tx-1")))
        .hasSize(2)
        .extracting(r -> r.getHeader("Idempotency-Key"))
        .doesNotHaveDuplicates()
        .allMatch(k -> k.matches("[0-9a-f]{40}"));
  }

  @Test
  void eachTransactionHasItsOwnIdempotencyKeyWhichARepeatedCallUsesAgain() throws Exception {
    holding(vendor, tx("tx-1", "QUEUED"), tx("tx-2", "QUEUED"));

    connector.pending().cancel(call("7"));
    connector.pending().cancel(call("7"));

    List<String> keys =
        vendor.received("POST", ".*").stream().map(r -> r.getHeader("Idempotency-Key")).toList();
    assertThat(keys.subList(0, 2)).doesNotHaveDuplicates().isEqualTo(keys.subList(2, 4));
  }

  @Test
  void aLostAnswerIsUnknownButKeepsNoOtherFromBeingCancelled() {
    holding(vendor, tx("tx-1", "QUEUED"), tx("tx-2", "QUEUED"));
    vendor.on("POST", cancelPath("tx-1"), Answers.serverError());

    ActionFailure failure = failureOf(() -> connector.pending().cancel(call("7")));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.UNKNOWN);
    assertThat(vendor.count("POST", cancelPath("tx-2"))).isEqualTo(1);
  }

  @Test
  void neverCancelsWhatTheVendorListsAgainstTheFilter() throws Exception {
    holding(vendor);
    vendor.on(
        "GET",
        "/v1/transactions",
        Answers.json(
            200,
            Workspace.list(
                List.of(
                    new Workspace.Tx("tx-8", "QUEUED", "8", "ETH"),
                    new Workspace.Tx("tx-9", "QUEUED", "7", "BTC")))));

    connector.pending().cancel(call("7", Optional.of(List.of("ETH"))));

    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @Test
  void anAccountThatDoesNotExistIsBadInputAndNotAnEmptyOne() {
    holding(vendor);

    ActionFailure asked = failureOf(() -> connector.pending().cancel(call("77")));
    ActionFailure probed = failureOf(() -> connector.pending().observe(call("77")));

    assertThat(List.of(asked, probed))
        .extracting(ActionFailure::kind)
        .containsOnly(ActionFailure.Kind.BAD_INPUT);
  }

  @Test
  void aWalletNameIsNoVaultAccount() {
    assertThatThrownBy(() -> new Cancel("hot-1", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hot-1");
  }

  @Test
  void cancellingIsNotYetCancelled() throws Exception {
    holding(vendor, tx("tx-1", "CANCELLING"));

    Observation seen = connector.pending().observe(call("7"));

    assertThat(seen.state()).isEqualTo(Observation.State.PENDING);
  }

  // ---- freeze

  @Test
  void theFreezeIsSentWithTheStepsKey() throws Exception {
    vendor.on("POST", "/v1/workspace/freeze", Answers.status(204));

    connector.freeze().freeze(new Call<>(new WorkspaceFreeze.Freeze(), KEY, "i-1", later()));

    assertThat(vendor.received("POST", "/v1/workspace/freeze"))
        .extracting(r -> r.getHeader("Idempotency-Key"))
        .containsExactly(KEY);
  }

  @Test
  void aWorkspaceThatDoesNotOfferItsStatusIsNeverTakenForFrozen() {
    vendor.on("GET", "/v1/management/workspace_status", Answers.json(404, "{\"message\":\"x\"}"));

    ActionFailure failure =
        failureOf(
            () ->
                connector
                    .freeze()
                    .observe(new Call<>(new WorkspaceFreeze.Freeze(), KEY, "i-1", later())));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("Beta").hasMessageContaining("Support");
  }

  // ---- rehearsal

  @Test
  void cancellingIsRehearsedWithHowManyOfWhichAccountAndWhatTheyAreWorth() throws Exception {
    holding(
        vendor,
        tx("tx-1", "QUEUED").worth("1450000.25"),
        tx("tx-2", "PENDING_AUTHORIZATION").worth("980000"),
        tx("tx-3", "PENDING_AUTHORIZATION"),
        tx("tx-4", "BROADCASTING"));

    Preview preview = connector.rehearsals().cancel(call("7"));

    assertThat(preview.sentence())
        .isEqualTo(
            "would cancel 3 transactions (3 ETH; 2,430,000.25 USD and 1 of unknown worth;"
                + " PENDING_AUTHORIZATION 2, QUEUED 1) of vault account 7 'Hot'");
    assertThat(preview.affected()).isEqualTo(3);
    assertThat(preview.targets()).containsExactly(new Target(TargetType.WALLET, "7"));
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @Test
  void anAccountAtRestIsNotAffected() throws Exception {
    holding(vendor);

    Preview preview = connector.rehearsals().cancel(call("7"));

    assertThat(preview.affected()).isZero();
  }

  @Test
  void anAccountThatDoesNotExistIsBadInputInARehearsalToo() {
    holding(vendor);

    ActionFailure failure = failureOf(() -> connector.rehearsals().cancel(call("77")));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.BAD_INPUT);
  }

  @Test
  void anAmountThatIsNoPlainNumberIsOfUnknownWorth() throws Exception {
    holding(vendor, tx("tx-1", "QUEUED").worth("1e999999999"), tx("tx-2", "QUEUED").worth("NaN"));

    Preview preview = connector.rehearsals().cancel(call("7"));

    assertThat(preview.sentence()).contains("0.00 USD and 2 of unknown worth");
  }

  @Test
  void freezingIsRehearsedWithWhatWaitsInAllAccountsThoughTheStatusCannotBeRead() throws Exception {
    holding(
        vendor,
        new Workspace.Tx("tx-1", "QUEUED", "7", "ETH"),
        new Workspace.Tx("tx-2", "QUEUED", "12", "BTC"));

    Preview preview =
        connector
            .rehearsals()
            .freeze(new Call<>(new WorkspaceFreeze.Freeze(), KEY, "i-1", later()));

    assertThat(preview.sentence())
        .contains("every operation of every user")
        .endsWith(
            "2 transactions (1 BTC, 1 ETH; 0.00 USD and 2 of unknown worth; QUEUED 2) of 2 vault"
                + " accounts");
    assertThat(preview.targets())
        .containsExactly(
            new Target(TargetType.PLATFORM, "fireblocks"),
            new Target(TargetType.WALLET, "7"),
            new Target(TargetType.WALLET, "12"));
    assertThat(vendor.received("GET", "/v1/transactions"))
        .noneMatch(r -> r.getUrl().contains("sourceId"));
  }

  @Test
  void aFrozenWorkspaceIsNotAffected() throws Exception {
    vendor.on(
        "GET", "/v1/management/workspace_status", Answers.json(200, "{\"status\":\"FROZEN\"}"));

    Preview preview =
        connector
            .rehearsals()
            .freeze(new Call<>(new WorkspaceFreeze.Freeze(), KEY, "i-1", later()));

    assertThat(preview.affected()).isZero();
    assertThat(vendor.received()).hasSize(1);
  }

  // ---- readiness

  @Test
  void anAdminMayDoBothAndIsNamed() throws Exception {
    Workspace.readyForAdmin(vendor);

    Readiness ready = connector.readiness();

    assertThat(ready.account()).isEqualTo("API user Firebreak (NON_SIGNING_ADMIN)");
    assertThat(ready.grants()).allMatch(g -> g.state() == Readiness.State.GRANTED);
    assertThat(ready.grants().get(1).detail()).contains("can be read back");
  }

  @Test
  void whoMayNotListApiUsersMayNotFreeze() throws Exception {
    Workspace.readyForAdmin(vendor);
    vendor.on(
        "GET",
        "/v1/management/api_users",
        Answers.json(403, "{\"message\":\"Lacking permissions\",\"code\":-7}"));

    Readiness ready = connector.readiness();

    assertThat(ready.grants())
        .extracting(Readiness.Grant::state)
        .containsExactly(Readiness.State.UNTOLD, Readiness.State.MISSING);
    assertThat(ready.grants().get(1).detail()).contains("Non-Signing Admin");
  }

  @Test
  void aFreezeThatCouldNotBeReadBackIsSaidBeforehand() throws Exception {
    Workspace.readyForAdmin(vendor);
    vendor.on("GET", "/v1/management/workspace_status", Answers.json(404, "{\"message\":\"x\"}"));

    Readiness ready = connector.readiness();

    assertThat(ready.grants().get(1).state()).isEqualTo(Readiness.State.GRANTED);
    assertThat(ready.grants().get(1).detail()).contains("unconfirmed");
  }

  // ---- how

  private void page(String parameter, String value, Workspace.Tx transaction, String next) {
    vendor.on(
        get(urlPathEqualTo("/v1/transactions"))
            .withQueryParam(parameter, equalTo(value))
            .willReturn(
                Answers.json(200, Workspace.list(List.of(transaction)))
                    .withHeader("next-page", next)));
  }

  private static FireblocksConnector connect(Map<String, String> values) {
    FireblocksKind kind = new FireblocksKind();
    FireblocksSettings settings = Settings.bind("connector", kind.settings(), values);
    return (FireblocksConnector)
        kind.open(settings, VendorHttp.open(kind.endpoint(settings), List.of("127.0.0.1")));
  }

  private static Call<Cancel> call(String account) {
    return call(account, Optional.empty());
  }

  private static Call<Cancel> call(String account, Optional<List<String>> assets) {
    return new Call<>(new Cancel(account, assets), KEY, "incident-1", later());
  }

  private static Instant later() {
    return Instant.now().plusSeconds(60);
  }

  private static ActionFailure failureOf(ThrowingCallable action) {
    AbstractObjectAssert<?, ActionFailure> failure =
        assertThatThrownBy(action).asInstanceOf(type(ActionFailure.class));
    return failure.actual();
  }

  private static JsonNode verified(String authorization) {
    assertThat(authorization).startsWith("Bearer ");
    String[] parts = authorization.substring("Bearer ".length()).split("\\.");
    assertThat(parts).hasSize(3);
    try {
      Signature rsa = Signature.getInstance("SHA256withRSA");
      rsa.initVerify(Workspace.KEYS.getPublic());
      rsa.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      assertThat(rsa.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
      JsonNode header = Json.parse(Base64.getUrlDecoder().decode(parts[0]));
      assertThat(header.path("alg").asText()).isEqualTo("RS256");
      return Json.parse(Base64.getUrlDecoder().decode(parts[1]));
    } catch (Exception e) {
      throw new AssertionError("the token cannot be read", e);
    }
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
