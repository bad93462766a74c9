package dev.firebreak.connector.evm;

import static dev.firebreak.connector.evm.FakeNode.PAUSE;
import static dev.firebreak.connector.evm.FakeNode.PAUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Settings;
import dev.firebreak.connector.evm.Contracts.Changed;
import dev.firebreak.connector.evm.Contracts.Contract;
import dev.firebreak.connector.evm.Contracts.Wanted;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeAccess;
import dev.firebreak.testkit.FakeVendor;
import dev.firebreak.testkit.HandClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers on bad days, which the real node of {@link AnvilTest} does not give. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeAnswersTest {
  private static final String VAULT = "0x00000000000000000000000000000000000000AA";
  private static final String SEND = "eth_sendRawTransaction";
  private static final String PATH = "/v3/provider-key-51c0de";
  private static final String TOKEN = "canary-bearer-7a51c0de";

  private final FakeVendor vendor = FakeVendor.start();
  private final FakeNode node = new FakeNode(vendor, PATH);
  private final HandClock clock = HandClock.standing();
  private FakeAccess access = FakeAccess.at(clock).withHttp().withEntries();
  private Evm evm = connect();

  @BeforeEach
  void aNodeInOrder() {
    vendor.forget();
    node.inOrder();
    access = FakeAccess.at(clock).withHttp().withEntries();
    evm = connect();
  }

  @AfterAll
  void stop() {
    vendor.close();
  }

  // ---- reading

  static Stream<ResponseDefinitionBuilder> rubbish() {
    return Stream.of(
        rubbish(""),
        rubbish("<!doctype html><title>Gateway</title>"),
        rubbish("null"),
        rubbish("[]"),
        rubbish("{}"),
        rubbish("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"" + FakeNode.TRUE + "\"}"),
        rubbish("{\"result\":\"" + FakeNode.TRUE + "\"}"),
        rubbish(FakeNode.envelope("result", "null")),
        rubbish(FakeNode.envelope("result", "true")),
        rubbish(FakeNode.envelope("result", "\"0x1\"")),
        rubbish(FakeNode.envelope("result", "\"0x" + "f".repeat(64) + "\"")),
        rubbish(FakeNode.envelope("result", "\"" + FakeNode.TRUE + "00\"")),
        rubbish(FakeNode.envelope("result", "{\"a\":1}")),
        rubbish(FakeNode.envelope("error", "{\"code\":-32000,\"message\":\"header not found\"}")),
        rubbish(FakeNode.envelope("error", "{}")),
        rubbish(FakeNode.envelope("error", "\"no\"")),
        Answers.serverError(),
        Answers.emptyReply(),
        Answers.dropped());
  }

  private static ResponseDefinitionBuilder rubbish(String body) {
    return Answers.rubbish(body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("rubbish")
  void anAnswerThatIsNoneIsNeitherPausedNorNot(ResponseDefinitionBuilder answer) {
    node.on("eth_call", answer);

    assertThat(failure(() -> observe(call())).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure(() -> pause(call())).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(node.count(SEND)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eth_chainId",
        "eth_blockNumber",
      })
  void aProbeWithoutAnAnswerToAnyOfItsQuestionsConfirmsNothing(String method) {
    node.call(PAUSED, FakeNode.TRUE).on(method, Answers.json(200, "{}"));

    assertThat(failure(() -> observe(call())).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eth_chainId",
        "eth_estimateGas",
        "eth_getTransactionCount",
      })
  void nothingIsSentWithoutAnAnswerToEveryQuestionBefore(String method) {
    node.on(method, Answers.dropped());

    assertThat(failure(() -> pause(call())).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(node.count(SEND)).isZero();
  }

  @Test
  void aChainWithoutBaseFeesIsRefused() {
    node.result("eth_getBlockByNumber", "{\"number\":\"0x64\"}");

    ActionFailure f = failure(() -> pause(call()));

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("no EIP-1559");
  }

  @Test
  void aBlockNumberThatIsNoneIsUnavailable() {
    node.result("eth_blockNumber", "0x" + "f".repeat(64));

    assertThat(failure(() -> observe(call())).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void anAccountThatCannotPayTheEstimateIsRefused() {
    node.error("eth_estimateGas", error(-32_000, "gas required exceeds allowance (0)"));

    assertThat(failure(() -> pause(call())).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void aNodeThatSuggestsNoTipGetsTheLeastOne() {
    node.error("eth_maxPriorityFeePerGas", "{\"code\":-32601,\"message\":\"method not found\"}");
    node.result(SEND, "0x00");

    failure(() -> pause(call()));

    assertThat(access.kept().values().iterator().next().get(0))
        .contains(" 7 2000000000 4000000000 ");
  }

  @Test
  void aContractPausedByTheNewestBlockOnlyIsPendingWhereTheOldBlockHadNoContract()
      throws Exception {
    vendor.on(
        WireMock.post(PATH)
            .withRequestBody(WireMock.matchingJsonPath("$.params[1]", WireMock.equalTo("0x64")))
            .willReturn(
                Answers.json(200, FakeNode.envelope("result", "\"" + FakeNode.TRUE + "\""))));
    vendor.on(
        WireMock.post(PATH)
            .withRequestBody(WireMock.matchingJsonPath("$.params[1]", WireMock.equalTo("0x62")))
            .willReturn(Answers.json(200, FakeNode.envelope("result", "\"0x\""))));

    assertThat(observe(call()).state()).isEqualTo(Observation.State.PENDING);
  }

  // ---- sending

  @ParameterizedTest
  @ValueSource(
      strings = {
        "already known",
        "ALREADY_EXISTS: already known",
        "AlreadyKnown",
        "transaction already imported",
        "known transaction: 1234"
      })
  void aTransactionTheNodeHasAlreadyIsTaken(String words) throws Exception {
    node.error(SEND, error(-32_000, words));

    assertThat(pause(call()).already()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "nonce too low, UNAVAILABLE",
    "replacement transaction underpriced, UNAVAILABLE",
    "transaction underpriced, UNAVAILABLE",
    "insufficient funds for gas * price + value, REFUSED",
    "intrinsic gas too low, REFUSED",
    "transaction type not supported, REFUSED",
    "internal error, UNKNOWN",
    "limit exceeded, UNKNOWN"
  })
  void anErrorMeansWhatTheNodesSayWithIt(String words, Kind kind) {
    node.error(SEND, error(-32_000, words));

    assertThat(failure(() -> pause(call())).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonce too low", "replacement transaction underpriced", "intrinsic gas"})
  void whatTheNodeCertainlyDidNotTakeIsForgotten(String words) {
    node.error(SEND, error(-32_000, words));

    failure(() -> pause(call()));

    assertThat(access.kept().values()).allMatch(List::isEmpty);
  }

  @Test
  void aNonceThatOurOwnTransactionUsedIsSuccess() throws Exception {
    node.error(SEND, error(-32_000, "internal error"));
    failure(() -> pause(call()));
    String hash = access.kept().values().iterator().next().get(0).split(" ")[5];
    node.error(SEND, error(-32_000, "nonce too low"));
    node.result("eth_getTransactionByHash", "{\"hash\":\"" + hash + "\"}");

    assertThat(pause(call()).transaction()).isEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x00", "null", "{\"hash\":\"0x1\"}"})
  void anotherHashThanOursIsUnknown(String result) {
    node.result(SEND, result);

    assertThat(failure(() -> pause(call())).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(access.kept().values()).allMatch(l -> l.size() == 1);
  }

  @Test
  void aServerErrorToASentTransactionIsUnknown() {
    node.on(SEND, Answers.serverError());

    assertThat(failure(() -> pause(call())).kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void aRateLimitIsUnavailableForAsLongAsItSays() {
    node.on("eth_call", Answers.rateLimited(7));

    assertThat(failure(() -> pause(call())).retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void aCredentialTheNodeDoesNotTakeIsRefused() {
    node.on("eth_chainId", Answers.unauthorized());

    assertThat(failure(() -> pause(call())).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void aRevertThatIsAnsweredWithStatus400IsARevert() {
    node.revert(
        PAUSE,
        "{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0x118cdaa7"
            + "0".repeat(24)
            + "ab".repeat(20)
            + "\"}");

    assertThat(failure(() -> pause(call())).getMessage()).contains("is not its owner");
  }

  @Test
  void whatSomebodyElseDidBetweenOurReadAndOurTransactionIsDone() throws Exception {
    vendor.forget();
    node.inOrder();
    node.revert(PAUSE, "{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0xd93c0665\"}");
    vendor.on(pausedAnswer("started", FakeNode.FALSE, "then"));
    vendor.on(pausedAnswer("then", FakeNode.TRUE, "then"));

    assertThat(pause(call())).isEqualTo(new Changed("", true));
  }

  // ---- secrets

  static Stream<ResponseDefinitionBuilder> leaks() {
    return Stream.of(
        Answers.serverError(),
        Answers.dropped(),
        Answers.rubbish(new byte[0]),
        Answers.redirect("https://elsewhere.example" + PATH),
        Answers.json(401, "{\"error\":{\"code\":1,\"message\":\"key provider-key-51c0de\"}}"),
        Answers.json(400, "{\"error\":{\"code\":1,\"message\":\"no " + TOKEN + "\"}}"),
        Answers.json(
            200, "{\"id\":1,\"error\":{\"code\":1,\"message\":\"at /v3/provider-key-51c0de\"}}"));
  }

  @ParameterizedTest
  @MethodSource("leaks")
  void neitherTheProvidersKeyNorTheTokenIsShown(ResponseDefinitionBuilder answer) {
    node.on("eth_chainId", answer);

    ActionFailure f = failure(() -> pause(call()));

    for (Throwable t = f; t != null; t = t.getCause()) {
      assertThat(t.toString()).doesNotContain("provider-key-51c0de", TOKEN);
    }
    assertThat(f.getMessage()).contains("eth_chainId");
  }

  @Test
  void theTokenGoesToTheNode() throws Exception {
    node.call(PAUSED, FakeNode.TRUE);

    pause(call());

    assertThat(vendor.received())
        .allMatch(r -> ("Bearer " + TOKEN).equals(r.getHeader("Authorization")))
        .allMatch(r -> r.getUrl().equals(PATH));
  }

  // ---- how

  private static MappingBuilder pausedAnswer(String state, String result, String next) {
    return WireMock.post(PATH)
        .inScenario("paused")
        .whenScenarioStateIs(state.equals("started") ? Scenario.STARTED : state)
        .withRequestBody(WireMock.matchingJsonPath("$.params[0].data", WireMock.equalTo(PAUSED)))
        .willReturn(Answers.json(200, FakeNode.envelope("result", "\"" + result + "\"")))
        .willSetStateTo(next);
  }

  private static String error(int code, String words) {
    return "{\"code\":" + code + ",\"message\":\"" + words + "\"}";
  }

  private Changed pause(Call<Contract> call) throws ActionFailure {
    return evm.contracts().change(call, Wanted.PAUSED);
  }

  private Observation observe(Call<Contract> call) throws ActionFailure {
    return evm.contracts().observe(call, Wanted.PAUSED);
  }

  private Call<Contract> call() {
    return new Call<>(
        new Contract(VAULT), "0".repeat(40), "incident-1", clock.instant().plusSeconds(300));
  }

  private Evm connect() {
    Map<String, String> values =
        Map.of(
            "url",
            vendor.url(),
            "path",
            PATH,
            "token",
            TOKEN,
            "chain-id",
            "1",
            "contracts",
            VAULT,
            "private-key",
            Keys.PAUSER.privateKey());
    return (Evm)
        new EvmKind().open(Settings.bind("connector 'evm'", EvmSettings.class, values), access);
  }

  private static ActionFailure failure(ThrowingCallable attempt) {
    return (ActionFailure)
        assertThatThrownBy(attempt)
            .asInstanceOf(InstanceOfAssertFactories.type(ActionFailure.class))
            .actual();
  }
}
