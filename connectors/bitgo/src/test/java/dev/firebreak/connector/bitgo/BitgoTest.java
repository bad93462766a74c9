package dev.firebreak.connector.bitgo;

import static dev.firebreak.connector.bitgo.BitgoWorld.APPROVAL;
import static dev.firebreak.connector.bitgo.BitgoWorld.APPROVAL_PATH;
import static dev.firebreak.connector.bitgo.BitgoWorld.FREEZE_PATH;
import static dev.firebreak.connector.bitgo.BitgoWorld.LIST;
import static dev.firebreak.connector.bitgo.BitgoWorld.LIST_PATH;
import static dev.firebreak.connector.bitgo.BitgoWorld.ONE;
import static dev.firebreak.connector.bitgo.BitgoWorld.WALLET;
import static dev.firebreak.connector.bitgo.BitgoWorld.WALLET_PATH;
import static dev.firebreak.connector.bitgo.BitgoWorld.approval;
import static dev.firebreak.connector.bitgo.BitgoWorld.frozenUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BitgoTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String KEY = "0123456789abcdef0123456789abcdef01234567";
  private static final String SECOND = "65f0c2b1a9d84e7f0031aa5e9c77d2f2";

  private final FakeVendor vendor = FakeVendor.start();
  private final BitgoWorld world = new BitgoWorld(vendor, "hmac-v2", CLOCK);
  private final BitgoConnector connector = connect("hmac-v2", Map.of());

  @BeforeEach
  void forget() {
    vendor.forget();
  }

  @AfterAll
  void stop() {
    vendor.close();
  }

  // ---- signatures

  @Test
  void everyRequestIsSignedOverItsPathQueryAndBodyAsSent() throws Exception {
    world.wallet("{}").on("POST", FREEZE_PATH, 200, frozenUntil("2026-03-01T11:00:00.000Z"));
    world.listing();

    connector.wallets().freeze(freeze(3600));
    connector.approvals().list(call(ONE));

    assertThat(vendor.received()).hasSize(3);
    for (LoggedRequest r : vendor.received()) {
      assertThat(r.getHeader("HMAC"))
          .isEqualTo(
              BitgoWorld.hmac(CLOCK.millis() + "|" + r.getUrl() + "|" + r.getBodyAsString()));
      assertThat(r.getHeader("Authorization")).doesNotContain(BitgoWorld.TOKEN);
      assertThat(r.getHeader("BitGo-Auth-Version")).isEqualTo("2.0");
    }
    assertThat(vendor.received("GET", LIST_PATH).get(0).getUrl()).isEqualTo(LIST);
  }

  @Test
  void aFreezeWhoseAnswerIsWronglySignedIsUnknown() {
    world.wallet("{}");
    vendor.on(
        "POST",
        FREEZE_PATH,
        Answers.json(200, frozenUntil("2026-03-01T11:00:00.000Z"))
            .withHeader("Timestamp", Long.toString(CLOCK.millis()))
            .withHeader("HMAC", "00".repeat(32)));

    failure(() -> connector.wallets().freeze(freeze(3600)))
        .returns(Kind.UNKNOWN, ActionFailure::kind)
        .extracting(ActionFailure::getMessage)
        .asString()
        .contains("a wrong signature");
  }

  @Test
  void aWalletThatIsReadWithoutSignatureIsNeverTakenForFrozen() {
    vendor.on(
        "GET",
        WALLET_PATH,
        Answers.json(200, BitgoWorld.walletJson(frozenUntil("2026-03-01T11:00:00.000Z"))));

    failure(() -> connector.wallets().observe(freeze(3600)))
        .returns(Kind.UNAVAILABLE, ActionFailure::kind);
  }

  @Test
  void aNoThatIsWronglySignedIsNoNo() {
    world.wallet("{}");
    vendor.on(
        "POST",
        FREEZE_PATH,
        Answers.json(400, "{\"error\":\"not allowed\"}")
            .withHeader("Timestamp", Long.toString(CLOCK.millis()))
            .withHeader("HMAC", "00".repeat(32)));

    failure(() -> connector.wallets().freeze(freeze(3600)))
        .returns(Kind.UNKNOWN, ActionFailure::kind);
  }

  @Test
  void aPlainTokenIsSentAsItIsAndAnswersNeedNoSignature() throws Exception {
    vendor.on("GET", WALLET_PATH, Answers.json(200, BitgoWorld.walletJson("{}")));

    Observation seen = connect("bearer", Map.of()).wallets().observe(freeze(3600));

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(vendor.received().get(0).getHeader("Authorization"))
        .isEqualTo("Bearer " + BitgoWorld.TOKEN);
    assertThat(vendor.received().get(0).getHeader("HMAC")).isNull();
  }

  // ---- freeze

  @Test
  void freezesForAsManySecondsAsAskedAndSaysWhenItEnds() throws Exception {
    world.wallet("{}").on("POST", FREEZE_PATH, 200, frozenUntil("2026-03-01T11:00:00.000Z"));

    WalletActions.Frozen frozen = connector.wallets().freeze(freeze(3600));

    assertThat(frozen)
        .isEqualTo(new WalletActions.Frozen(Instant.parse("2026-03-01T11:00:00Z"), false));
    assertThat(vendor.received("POST", FREEZE_PATH).get(0).getBodyAsString())
        .isEqualTo("{\"duration\":3600}");
  }

  @Test
  void theAnswerMayBeTheWholeWallet() throws Exception {
    String wallet = BitgoWorld.walletJson(frozenUntil("2026-03-01T11:00:00.000Z"));
    world.wallet("{}").on("POST", FREEZE_PATH, 200, wallet);

    WalletActions.Frozen frozen = connector.wallets().freeze(freeze(3600));

    assertThat(frozen.until()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
  }

  @Test
  void aOneTimePasswordGoesWithTheFreezeWhereOneIsSet() throws Exception {
    world.wallet("{}").on("POST", FREEZE_PATH, 200, frozenUntil("2026-03-01T11:00:00.000Z"));

    connect("hmac-v2", Map.of("otp", "0000000")).wallets().freeze(freeze(60));

    assertThat(vendor.received("POST", FREEZE_PATH).get(0).getBodyAsString())
        .isEqualTo("{\"duration\":60,\"otp\":\"0000000\"}");
  }

  @Test
  void aWalletThatIsFrozenAlreadyIsLeftAsItIsHoweverSoonThatEnds() throws Exception {
    world.wallet(frozenUntil("2026-03-01T10:00:01.000Z"));

    WalletActions.Frozen frozen = connector.wallets().freeze(freeze(3600));

    assertThat(frozen.already()).isTrue();
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @Test
  void aFreezeThatEndedIsNoFreeze() throws Exception {
    world.wallet(frozenUntil("2026-03-01T10:00:00.000Z"));

    Observation seen = connector.wallets().observe(freeze(3600));

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(seen.detail()).contains("ended 2026-03-01T10:00:00Z");
  }

  @Test
  void theProbeSaysUntilWhenItHolds() throws Exception {
    world.wallet(frozenUntil("2026-03-01T12:30:00.000+01:00"));

    Observation seen = connector.wallets().observe(freeze(3600));

    assertThat(seen.until()).contains(Instant.parse("2026-03-01T11:30:00Z"));
  }

  @Test
  void aFreezeWithoutAReadableEndIsNeitherFrozenNorNot() {
    world.wallet("{\"time\":\"2026-03-01T09:00:00.000Z\",\"expires\":\"soon\"}");

    failure(() -> connector.wallets().observe(freeze(3600)))
        .returns(Kind.UNAVAILABLE, ActionFailure::kind);
  }

  @Test
  void anAnswerThatNamesNoEndIsUnknown() {
    world.wallet("{}").on("POST", FREEZE_PATH, 200, "{\"ok\":true}");

    failure(() -> connector.wallets().freeze(freeze(3600)))
        .returns(Kind.UNKNOWN, ActionFailure::kind);
  }

  @Test
  void aLostAnswerIsUnknownAndTheRepeatFindsTheWalletFrozenAndSendsNothing() throws Exception {
    world.wallet("{}");
    vendor.on("POST", FREEZE_PATH, Answers.dropped());
    failure(() -> connector.wallets().freeze(freeze(3600)))
        .returns(Kind.UNKNOWN, ActionFailure::kind);
    world.wallet(frozenUntil("2026-03-01T11:00:00.000Z"));

    WalletActions.Frozen frozen = connector.wallets().freeze(freeze(3600));

    assertThat(frozen.already()).isTrue();
    assertThat(vendor.count("POST", FREEZE_PATH)).isEqualTo(1);
  }

  @Test
  void aRefusalIsAsGoodAsDoneWhereSomebodyFrozeTheWalletMeanwhile() throws Exception {
    refuseTheFreeze();
    nextRead("{}", "then", frozenUntil("2026-03-01T11:00:00.000Z"));

    WalletActions.Frozen frozen = connector.wallets().freeze(freeze(3600));

    assertThat(frozen.already()).isTrue();
  }

  @Test
  void aRefusalSaysWhatBitgoSaid() {
    world.wallet("{}");
    world.on(
        "POST",
        FREEZE_PATH,
        403,
        "{\"error\":\"insufficient role\\non wallet\",\"requestId\":\"r\",\"name\":\"Denied\"}");

    failure(() -> connector.wallets().freeze(freeze(3600)))
        .returns(Kind.REFUSED, ActionFailure::kind)
        .extracting(ActionFailure::getMessage)
        .asString()
        .contains("insufficient role on wallet");
  }

  @Test
  void aWishForAOneTimePasswordIsRefusedWithTheWayOut() {
    world.wallet("{}");
    world.on("POST", FREEZE_PATH, 401, "{\"error\":\"needs otp\",\"needsOTP\":true}");

    failure(() -> connector.wallets().freeze(freeze(3600)))
        .returns(Kind.REFUSED, ActionFailure::kind)
        .extracting(ActionFailure::getMessage)
        .asString()
        .contains("long-lived access token");
  }

  @Test
  void aTokenThatBitgoRepeatsIsNotShown() {
    world.on("GET", WALLET_PATH, 400, "{\"error\":\"bad token " + BitgoWorld.TOKEN + "\"}");

    failure(() -> connector.wallets().observe(freeze(3600)))
        .extracting(ActionFailure::getMessage)
        .asString()
        .doesNotContain(BitgoWorld.TOKEN)
        .contains("(token)");
  }

  @Test
  void aLongerFreezeThanTheSettingAllowsIsTheAuthorsMistake() {
    failure(() -> connector.wallets().freeze(freeze(86_401)))
        .returns(Kind.BAD_INPUT, ActionFailure::kind);
    assertThat(vendor.received()).isEmpty();
  }

  @Test
  void anotherWalletsAnswerIsNotRead() {
    world.on(
        "GET",
        WALLET_PATH,
        200,
        BitgoWorld.walletJson("{}").replace(WALLET, "65f0c2b1a9d84e7f0031aa5e9c77ffff"));

    failure(() -> connector.wallets().read(call(ONE)))
        .returns(Kind.UNAVAILABLE, ActionFailure::kind);
  }

  @Test
  void readsBalancesAndTheFreeze() throws Exception {
    world.wallet(frozenUntil("2026-03-01T11:00:00.000Z"));

    WalletActions.WalletState state = connector.wallets().read(call(ONE));

    assertThat(state.balance()).isEqualTo("125000000");
    assertThat(state.spendableBalance()).isEqualTo("110000000");
    assertThat(state.frozen()).isTrue();
    assertThat(state.frozenUntil()).contains(Instant.parse("2026-03-01T11:00:00Z"));
  }

  // ---- pending approvals

  @Test
  void rejectsEveryWithdrawalThatWaitsAndNothingElse() throws Exception {
    world.listing(
        approval(APPROVAL, "pending", "transactionRequest"),
        approval(SECOND, "awaitingSignature", "transactionRequestFull"),
        approval("65f0c2b1a9d84e7f0031aa5e9c77d2f3", "pending", "policyRuleRequest"),
        approval("65f0c2b1a9d84e7f0031aa5e9c77d2f4", "pending", "userChangeRequest"),
        approval("65f0c2b1a9d84e7f0031aa5e9c77d2f5", "rejected", "transactionRequest"),
        approval("65f0c2b1a9d84e7f0031aa5e9c77d2f6", "processing", "transactionRequest"),
        approval("65f0c2b1a9d84e7f0031aa5e9c77d2f7", "pending", "transactionRequest")
            .replace(WALLET, "65f0c2b1a9d84e7f0031aa5e9c77ffff"));
    accept(APPROVAL);
    accept(SECOND);

    ApprovalActions.Rejected done = connector.approvals().reject(call(ONE));

    assertThat(done)
        .isEqualTo(new ApprovalActions.Rejected(2, List.of("65f0c2b1a9d84e7f0031aa5e9c77d2f6")));
    assertThat(vendor.received("PUT", ".*"))
        .extracting(LoggedRequest::getUrl, LoggedRequest::getBodyAsString)
        .containsExactly(
            Tuple.tuple(APPROVAL_PATH, "{\"state\":\"rejected\"}"),
            Tuple.tuple(LIST_PATH + "/" + SECOND, "{\"state\":\"rejected\"}"));
  }

  @Test
  void followsThePagesOfAListing() throws Exception {
    world.on(
        "GET",
        LIST,
        200,
        "{\"pendingApprovals\":["
            + approval(APPROVAL, "pending", "transactionRequest")
            + "],\"nextBatchPrevId\":\""
            + APPROVAL
            + "\"}");
    world.on(
        "GET",
        LIST + "&prevId=" + APPROVAL,
        200,
        "{\"pendingApprovals\":[" + approval(SECOND, "pending", "transactionRequest") + "]}");

    ApprovalActions.Listed listed = connector.approvals().list(call(ONE));

    assertThat(listed.approvals()).extracting(Approval::id).containsExactly(APPROVAL, SECOND);
  }

  @Test
  void aListingThatNeverEndsIsGivenUp() {
    String page = "{\"pendingApprovals\":[],\"nextBatchPrevId\":\"" + APPROVAL + "\"}";
    world.on("GET", LIST, 200, page).on("GET", LIST + "&prevId=" + APPROVAL, 200, page);

    failure(() -> connector.approvals().list(call(ONE)))
        .returns(Kind.UNAVAILABLE, ActionFailure::kind);
  }

  @Test
  void oneThatCannotBeReadDoesNotLookLikeNone() {
    world.listing("{\"id\":\"" + APPROVAL + "\",\"wallet\":\"" + WALLET + "\"}");

    failure(() -> connector.approvals().observe(call(ONE)))
        .returns(Kind.UNAVAILABLE, ActionFailure::kind);
  }

  @Test
  void oneThatWasApprovedMeanwhileIsTooLateAndTheOthersAreRejected() throws Exception {
    world.listing(
        approval(APPROVAL, "pending", "transactionRequest"),
        approval(SECOND, "pending", "transactionRequest"));
    world.on("PUT", APPROVAL_PATH, 400, "{\"error\":\"already resolved\"}");
    world.on("GET", APPROVAL_PATH, 200, approval(APPROVAL, "approved", "transactionRequest"));
    accept(SECOND);

    ApprovalActions.Rejected done = connector.approvals().reject(call(ONE));

    assertThat(done).isEqualTo(new ApprovalActions.Rejected(1, List.of(APPROVAL)));
  }

  @Test
  void oneThatSomebodyElseRejectedCountsAsStopped() throws Exception {
    world.listing(approval(APPROVAL, "pending", "transactionRequest"));
    world.on("PUT", APPROVAL_PATH, 400, "{\"error\":\"already resolved\"}");
    world.on("GET", APPROVAL_PATH, 200, approval(APPROVAL, "rejected", "transactionRequest"));

    assertThat(connector.approvals().reject(call(ONE)).rejected()).isEqualTo(1);
  }

  @Test
  void oneThatStillWaitsIsRefusedByIdAfterTheOthersWereRejected() {
    world.listing(
        approval(APPROVAL, "pending", "transactionRequest"),
        approval(SECOND, "pending", "transactionRequest"));
    world.on("PUT", APPROVAL_PATH, 400, "{\"error\":\"not yours\"}");
    world.on("GET", APPROVAL_PATH, 200, approval(APPROVAL, "pending", "transactionRequest"));
    accept(SECOND);

    failure(() -> connector.approvals().reject(call(ONE)))
        .returns(Kind.REFUSED, ActionFailure::kind)
        .extracting(ActionFailure::getMessage)
        .asString()
        .contains(APPROVAL, "not yours", "1 rejected");
    assertThat(vendor.count("PUT", LIST_PATH + "/" + SECOND)).isEqualTo(1);
  }

  @Test
  void aRejectionThatBitgoAnswersWithAnotherStateIsNoSuccess() {
    world.listing(approval(APPROVAL, "pending", "transactionRequest"));
    world.on("PUT", APPROVAL_PATH, 200, approval(APPROVAL, "pending", "transactionRequest"));

    failure(() -> connector.approvals().reject(call(ONE)))
        .returns(Kind.REFUSED, ActionFailure::kind);
  }

  @Test
  void aLostAnswerIsUnknownAndTheOthersAreRejectedAllTheSame() {
    world.listing(
        approval(APPROVAL, "pending", "transactionRequest"),
        approval(SECOND, "pending", "transactionRequest"));
    vendor.on("PUT", APPROVAL_PATH, Answers.dropped());
    accept(SECOND);

    failure(() -> connector.approvals().reject(call(ONE)))
        .returns(Kind.UNKNOWN, ActionFailure::kind);
    assertThat(vendor.count("PUT", LIST_PATH + "/" + SECOND)).isEqualTo(1);
  }

  @Test
  void theRehearsalNamesWhatWouldBeRejectedAndRejectsNothing() throws Exception {
    world.listing(
        approval(APPROVAL, "pending", "transactionRequest"),
        approval(SECOND, "pending", "policyRuleRequest"));

    Preview preview = connector.approvals().preview(call(ONE));

    assertThat(preview.affected()).isEqualTo(1);
    assertThat(preview.sentence())
        .contains(APPROVAL, "70000000 to tb1qmadeup0000")
        .doesNotContain(SECOND);
    assertThat(vendor.count("PUT", ".*")).isZero();
  }

  // ---- readiness, settings, inputs

  @Test
  void aScopeTheTokenLacksIsMissingByName() throws Exception {
    world.session("wallet_view_all");

    Readiness ready = connector.readiness();

    assertThat(ready.account()).contains("firebreak");
    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.MISSING)
        .extracting(Readiness.Grant::action, Readiness.Grant::detail)
        .anySatisfy(
            t ->
                assertThat(t.toList().toString())
                    .contains("freeze-wallet", "wallet_freeze or wallet_freeze_all"))
        .hasSize(2);
  }

  @Test
  void aTokenWhoseScopesAreNotToldIsUntold() throws Exception {
    world.session();

    assertThat(connector.readiness().grants()).allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  @Test
  void anUnknownSchemeIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> connect("hmac-v4", Map.of()))
        .hasMessageContaining("hmac-v2, hmac-v3, bearer");
  }

  @Test
  void aUrlWithAPathIsRefused() {
    assertThatThrownBy(() -> connect("bearer", Map.of("url", "https://app.bitgo.com/api/v2")))
        .hasMessageContaining("without a path");
  }

  @Test
  void aWalletsAddressIsNoWalletId() {
    assertThatThrownBy(() -> new OneWallet("tbtc4", "tb1qmadeup0000"))
        .hasMessageContaining("hex characters");
  }

  // ---- how

  private BitgoConnector connect(String auth, Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("url", vendor.url());
    values.put("token", BitgoWorld.TOKEN);
    values.put("auth", auth);
    values.putAll(more);
    BitgoKind kind = new BitgoKind();
    BitgoSettings settings = Settings.bind("connector 'bitgo'", BitgoSettings.class, values);
    VendorHttp http = VendorHttp.open(kind.endpoint(settings), List.of("127.0.0.1"));
    return BitgoKind.open(settings, http, CLOCK);
  }

  private void accept(String id) {
    world.on("PUT", LIST_PATH + "/" + id, 200, approval(id, "rejected", "transactionRequest"));
  }

  private void refuseTheFreeze() {
    world.on("POST", FREEZE_PATH, 400, "{\"error\":\"wallet is frozen\"}");
  }

  private void nextRead(String first, String then, String second) {
    vendor.on(
        WireMock.get(WALLET_PATH)
            .inScenario("freeze")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(world.answer("GET", WALLET_PATH, 200, BitgoWorld.walletJson(first)))
            .willSetStateTo(then));
    vendor.on(
        WireMock.get(WALLET_PATH)
            .inScenario("freeze")
            .whenScenarioStateIs(then)
            .willReturn(world.answer("GET", WALLET_PATH, 200, BitgoWorld.walletJson(second))));
  }

  private static Call<WalletActions.Freeze> freeze(long seconds) {
    return call(new WalletActions.Freeze("tbtc4", WALLET, seconds));
  }

  private static <I extends Record> Call<I> call(I input) {
    return new Call<>(input, KEY, "incident-1", NOW.plus(Duration.ofMinutes(3)));
  }

  private static AbstractObjectAssert<?, ActionFailure> failure(ThrowingCallable attempt) {
    return assertThatThrownBy(attempt).asInstanceOf(type(ActionFailure.class));
  }
}
