package dev.firebreak.connector.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Observation.State;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.connector.evm.Contracts.Changed;
import dev.firebreak.connector.evm.Contracts.Contract;
import dev.firebreak.connector.evm.Contracts.Wanted;
import dev.firebreak.testkit.FakeAccess;
import dev.firebreak.testkit.HandClock;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Against a real node, which makes a block only when the test says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnvilTest {
  private static final String SEND = "eth_sendRawTransaction";
  private static final String RICH = "0xde0b6b3a7640000";

  private Anvil anvil;
  private Wire wire;
  private final HandClock clock = HandClock.standing();
  private FakeAccess access;
  private int calls;

  @BeforeAll
  void startTheNode() throws IOException {
    anvil = Anvil.start().orElseGet(() -> abort("no anvil on this machine; the reason is printed"));
    System.out.println("testing against " + anvil.version());
    wire = new Wire(anvil::post);
    for (Keys rich : List.of(Keys.PAUSER, Keys.STRANGER)) {
      anvil.give(rich.address(), RICH);
    }
  }

  @BeforeEach
  void forget() {
    wire.forget();
    access = FakeAccess.at(clock).withHttp().withEntries();
  }

  @AfterAll
  void stopTheNode() {
    if (wire != null) {
      wire.close();
    }
    if (anvil != null) {
      anvil.close();
    }
  }

  // ---- pause and unpause

  @Test
  void pausesWithALocalKeyAndHoldsOnceItIsInABlock() throws Exception {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of());
    Call<Contract> call = call(vault);

    Changed changed = evm.contracts().change(call, Wanted.PAUSED);

    assertThat(changed.already()).isFalse();
    assertThat(observe(evm, call, Wanted.PAUSED).state()).isEqualTo(State.PENDING);
    assertThat(observe(evm, call, Wanted.PAUSED).detail()).contains(changed.transaction());
    anvil.mine();
    assertThat(observe(evm, call, Wanted.PAUSED).state()).isEqualTo(State.HOLDS);
    assertThat(anvil.paused(vault)).isTrue();
  }

  @Test
  void aContractThatIsPausedAlreadyGetsNoTransaction() throws Exception {
    EvmAddress vault = pausedVault();
    Evm evm = connect(vault, Map.of());

    Changed changed = evm.contracts().change(call(vault), Wanted.PAUSED);

    assertThat(changed).isEqualTo(new Changed("", true));
    assertThat(wire.count(SEND)).isZero();
  }

  @Test
  void unpausesWhatWasPaused() throws Exception {
    EvmAddress vault = pausedVault();
    Evm evm = connect(vault, Map.of());
    Call<Contract> call = call(vault);

    evm.contracts().change(call, Wanted.RUNNING);
    anvil.mine();

    assertThat(anvil.paused(vault)).isFalse();
    assertThat(observe(evm, call, Wanted.RUNNING).state()).isEqualTo(State.HOLDS);
  }

  @Test
  void holdsOnlyAfterAsManyBlocksAsConfigured() throws Exception {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of("confirmations", "3"));
    Call<Contract> call = call(vault);
    evm.contracts().change(call, Wanted.PAUSED);

    anvil.mine();
    Observation first = observe(evm, call, Wanted.PAUSED);
    anvil.mine();
    Observation second = observe(evm, call, Wanted.PAUSED);
    anvil.mine();
    Observation third = observe(evm, call, Wanted.PAUSED);

    assertThat(first.state()).isEqualTo(State.PENDING);
    assertThat(first.detail()).contains("not yet for 3 blocks");
    assertThat(second.state()).isEqualTo(State.PENDING);
    assertThat(third.state()).isEqualTo(State.HOLDS);
  }

  @Test
  void aBlockThatIsTakenBackTakesThePauseBackAndARepeatSendsTheSameBytes() throws Exception {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of("confirmations", "3"));
    Call<Contract> call = call(vault);
    String before = anvil.ask("evm_snapshot").asText();
    evm.contracts().change(call, Wanted.PAUSED);
    anvil.mine();
    assertThat(observe(evm, call, Wanted.PAUSED).state()).isEqualTo(State.PENDING);
    anvil.ask("evm_revert", before);
    assertThat(observe(evm, call, Wanted.PAUSED).state()).isEqualTo(State.ABSENT);

    evm.contracts().change(call, Wanted.PAUSED);
    anvil.mine();

    assertThat(wire.first(SEND)).hasSize(2).containsOnly(wire.first(SEND).get(0));
    assertThat(anvil.pauses(vault)).isEqualTo(1);
  }

  @Test
  void worksOnContractsOfOpenZeppelin4() throws Exception {
    EvmAddress vault = anvil.deploy("OldVault", Keys.PAUSER.address());
    Evm evm = connect(vault, Map.of());

    evm.contracts().change(call(vault), Wanted.PAUSED);
    anvil.mine();

    assertThat(anvil.paused(vault)).isTrue();
  }

  // ---- who may not

  @Test
  void anAccountWithoutTheRoleIsRefusedInWordsAndPaysNothing() {
    EvmAddress vault = vault();
    Evm evm = connect(vault, key(Keys.STRANGER));

    ActionFailure f = failure(() -> evm.contracts().change(call(vault), Wanted.PAUSED));

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage())
        .contains(
            vault + " would refuse: account " + Keys.STRANGER.address() + " lacks the role",
            "PAUSER_ROLE");
    assertThat(wire.count(SEND)).isZero();
  }

  @Test
  void anAccountThatIsNotTheOwnerIsRefusedInWords() {
    EvmAddress vault = anvil.deploy("OwnedVault", Keys.PAUSER.address());
    Evm evm = connect(vault, key(Keys.STRANGER));

    ActionFailure f = failure(() -> evm.contracts().change(call(vault), Wanted.PAUSED));

    assertThat(f.getMessage()).contains("account " + Keys.STRANGER.address() + " is not its owner");
  }

  @Test
  void aReasonInTextIsPassedOn() {
    EvmAddress vault = anvil.deploy("OldVault", Keys.PAUSER.address());
    Evm evm = connect(vault, key(Keys.STRANGER));

    ActionFailure f = failure(() -> evm.contracts().change(call(vault), Wanted.PAUSED));

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("it says 'Ownable: caller is not the owner'");
  }

  @Test
  void aContractWithoutUnpauseIsRefused() throws Exception {
    EvmAddress vault = anvil.deploy("OwnedVault", Keys.PAUSER.address());
    Evm evm = connect(vault, Map.of());
    evm.contracts().change(call(vault), Wanted.PAUSED);
    anvil.mine();

    ActionFailure f = failure(() -> evm.contracts().change(call(vault), Wanted.RUNNING));

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("reverted without a reason");
  }

  @Test
  void anAccountWithoutMoneyIsRefused() {
    EvmAddress vault = vaultOfThePoor("0x1");
    Evm evm = connect(vault, key(Keys.POOR));

    ActionFailure f = failure(() -> evm.contracts().change(call(vault), Wanted.PAUSED));

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage().toLowerCase(Locale.ROOT)).contains("insufficient funds");
    assertThat(access.kept().values()).allMatch(List::isEmpty);
  }

  @Test
  void whereThereIsNoContractItIsTheAuthorsMistake() {
    EvmAddress nobody = new EvmAddress("0x00000000000000000000000000000000000000aa");

    ActionFailure f =
        failure(() -> connect(nobody, Map.of()).contracts().change(call(nobody), Wanted.PAUSED));

    assertThat(f.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(f.getMessage()).contains("no contract with paused()");
  }

  @Test
  void aContractThatIsNotListedIsNotTouched() {
    Evm evm = connect(vault(), Map.of());
    EvmAddress other = vault();
    wire.forget();

    ActionFailure f = failure(() -> evm.contracts().change(call(other), Wanted.PAUSED));

    assertThat(f.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(wire.count("eth_chainId")).isZero();
  }

  @Test
  void aNodeOfAnotherChainIsRefused() {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of("chain-id", "1"));

    ActionFailure f = failure(() -> evm.contracts().change(call(vault), Wanted.PAUSED));

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("on chain 31337, the setting 'chain-id' says 1");
    assertThat(wire.count(SEND)).isZero();
  }

  @Test
  void aFeeOverTheLimitIsRefused() {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of("max-fee-gwei", "1", "priority-fee-gwei", "2"));

    ActionFailure f = failure(() -> evm.contracts().change(call(vault), Wanted.PAUSED));

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("'max-fee-gwei' allows 1");
  }

  @Test
  void moreGasThanTheLimitIsRefused() {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of("gas-limit", "30000"));

    ActionFailure f = failure(() -> evm.contracts().change(call(vault), Wanted.PAUSED));

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("'gas-limit' allows 30000");
  }

  // ---- lost answers and repeats

  @Test
  void aLostReplyIsUnknownThenReadBackAndARepeatSendsNoSecondTransaction() throws Exception {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of());
    Call<Contract> call = call(vault);
    int nonce = anvil.nonce(Keys.PAUSER.address());
    wire.loseReply(SEND);

    ActionFailure f = failure(() -> evm.contracts().change(call, Wanted.PAUSED));

    assertThat(f.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(observe(evm, call, Wanted.PAUSED).state()).isEqualTo(State.PENDING);
    Changed repeated = evm.contracts().change(call, Wanted.PAUSED);
    anvil.mine();
    assertThat(observe(evm, call, Wanted.PAUSED).state()).isEqualTo(State.HOLDS);
    assertThat(repeated.already()).isFalse();
    assertThat(wire.first(SEND)).hasSize(2).containsOnly(wire.first(SEND).get(0));
    assertThat(anvil.pauses(vault)).isEqualTo(1);
    assertThat(anvil.nonce(Keys.PAUSER.address())).isEqualTo(nonce + 1);
  }

  @Test
  void aRepeatAfterTheBlockKnowsThatItWasItsOwnTransaction() throws Exception {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of());
    Call<Contract> call = call(vault);
    wire.loseReply(SEND);
    failure(() -> evm.contracts().change(call, Wanted.PAUSED));
    anvil.mine();

    Changed repeated = evm.contracts().change(call, Wanted.PAUSED);

    assertThat(repeated.already()).isFalse();
    assertThat(repeated.transaction()).startsWith("0x");
    assertThat(wire.count(SEND)).isEqualTo(1);
  }

  @Test
  void aRequestThatWasLostIsAbsentAndTheRepeatSendsTheSameBytes() throws Exception {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of());
    Call<Contract> call = call(vault);
    wire.loseRequest(SEND);
    failure(() -> evm.contracts().change(call, Wanted.PAUSED));
    assertThat(observe(evm, call, Wanted.PAUSED).state()).isEqualTo(State.ABSENT);

    evm.contracts().change(call, Wanted.PAUSED);
    anvil.mine();

    assertThat(wire.first(SEND)).hasSize(2).containsOnly(wire.first(SEND).get(0));
    assertThat(anvil.pauses(vault)).isEqualTo(1);
  }

  @Test
  void anotherNodeTakesUpWhatThisOneSent() throws Exception {
    EvmAddress vault = vault();
    Call<Contract> call = call(vault);
    wire.loseReply(SEND);
    failure(() -> connect(vault, Map.of()).contracts().change(call, Wanted.PAUSED));

    Evm restarted = connect(vault, Map.of());
    restarted.contracts().change(call, Wanted.PAUSED);
    anvil.mine();

    assertThat(wire.first(SEND)).containsOnly(wire.first(SEND).get(0));
    assertThat(anvil.pauses(vault)).isEqualTo(1);
  }

  @Test
  void aRepeatOfWhatIsDoneAndWasUndoneByOthersSendsNothing() throws Exception {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of());
    Call<Contract> pause = call(vault);
    Changed first = evm.contracts().change(pause, Wanted.PAUSED);
    anvil.mine();
    evm.contracts().change(call(vault), Wanted.RUNNING);
    anvil.mine();
    wire.forget();

    Changed repeated = evm.contracts().change(pause, Wanted.PAUSED);

    assertThat(repeated.transaction()).isEqualTo(first.transaction());
    assertThat(wire.count(SEND)).isZero();
    assertThat(observe(evm, pause, Wanted.PAUSED).state()).isEqualTo(State.ABSENT);
  }

  @Test
  void oneThatWaitsTooLongIsReplacedUnderItsNonceWithHigherFees() throws Exception {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of());
    Call<Contract> call = call(vault);
    int nonce = anvil.nonce(Keys.PAUSER.address());
    Changed first = evm.contracts().change(call, Wanted.PAUSED);
    clock.move(Duration.ofSeconds(90));

    Changed second = evm.contracts().change(call, Wanted.PAUSED);
    anvil.mine();

    assertThat(second.transaction()).isNotEqualTo(first.transaction());
    assertThat(anvil.ask("eth_getTransactionReceipt", second.transaction()).path("status").asText())
        .isEqualTo("0x1");
    assertThat(anvil.ask("eth_getTransactionReceipt", first.transaction()).isNull()).isTrue();
    assertThat(anvil.nonce(Keys.PAUSER.address())).isEqualTo(nonce + 1);
    assertThat(anvil.pauses(vault)).isEqualTo(1);
  }

  @Test
  void oneWhoseFeesTheChainOutgrewIsReplacedAtOnce() throws Exception {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of());
    Call<Contract> call = call(vault);
    wire.loseRequest(SEND);
    failure(() -> evm.contracts().change(call, Wanted.PAUSED));
    int nonce = anvil.nonce(Keys.PAUSER.address());
    anvil.ask("anvil_setNextBlockBaseFeePerGas", "0x174876e800");
    anvil.mine();

    evm.contracts().change(call, Wanted.PAUSED);
    clock.move(Duration.ofSeconds(90));
    evm.contracts().change(call, Wanted.PAUSED);
    anvil.mine();

    assertThat(anvil.pauses(vault)).isEqualTo(1);
    assertThat(anvil.nonce(Keys.PAUSER.address())).isEqualTo(nonce + 1);
    anvil.ask("anvil_setNextBlockBaseFeePerGas", "0x3b9aca00");
    anvil.mine();
  }

  @Test
  void whenAnotherTransactionTookItsNonceANewOneIsMade() throws Exception {
    EvmAddress vault = vault();
    EvmAddress other = vault();
    Evm evm = connect(vault, Map.of());
    Call<Contract> call = call(vault);
    wire.loseRequest(SEND);
    failure(() -> evm.contracts().change(call, Wanted.PAUSED));
    anvil.ask(
        "eth_sendTransaction",
        Map.of("from", Keys.PAUSER.address().text(), "to", other.text(), "data", "0x8456cb59"));
    anvil.mine();

    evm.contracts().change(call, Wanted.PAUSED);
    anvil.mine();

    assertThat(anvil.pauses(vault)).isEqualTo(1);
    assertThat(anvil.pauses(other)).isEqualTo(1);
  }

  @Test
  void twoCallsAtOnceTakeTwoNonces() throws Exception {
    EvmAddress one = vault();
    EvmAddress two = vault();
    Evm evm = connect(List.of(one, two), Map.of());
    List<Call<Contract>> both = List.of(call(one), call(two));
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);

    List<Future<Changed>> running =
        both.stream()
            .map(
                c ->
                    threads.submit(
                        () -> {
                          start.await();
                          return evm.contracts().change(c, Wanted.PAUSED);
                        }))
            .toList();
    start.countDown();
    for (Future<Changed> r : running) {
      assertThat(r.get().already()).isFalse();
    }
    threads.shutdown();
    anvil.mine();

    assertThat(anvil.paused(one)).isTrue();
    assertThat(anvil.paused(two)).isTrue();
  }

  // ---- signers elsewhere

  @Test
  void pausesWithWeb3SignersRestInterface() throws Exception {
    EvmAddress vault = vault();
    try (FakeWeb3Signer signer = new FakeWeb3Signer(Keys.PAUSER)) {
      Evm evm =
          connect(
              vault,
              Map.of(
                  "private-key",
                  "",
                  "signer-url",
                  signer.url(),
                  "signer-public-key",
                  Keys.PAUSER.publicKey()));

      evm.contracts().change(call(vault), Wanted.PAUSED);
      anvil.mine();
    }

    assertThat(anvil.paused(vault)).isTrue();
  }

  @Test
  void pausesWithAnAccountOfTheNodeBySignTransaction() throws Exception {
    EvmAddress held = new EvmAddress(anvil.ask("eth_accounts").path(0).asText());
    EvmAddress vault = anvil.deploy("RoleVault", held);
    Evm evm =
        connect(
            vault,
            Map.of(
                "private-key",
                "",
                "signer-url",
                anvil.url().toString(),
                "signer-address",
                held.text()));

    evm.contracts().change(call(vault), Wanted.PAUSED);
    anvil.mine();

    assertThat(anvil.paused(vault)).isTrue();
    assertThat(evm.readiness().grants()).allMatch(g -> g.state() == Readiness.State.GRANTED);
  }

  // ---- rehearsal, readiness, balances

  @Test
  void theRehearsalSaysWhoWouldPauseWhatAndSendsNothing() throws Exception {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of());

    Preview preview = evm.contracts().preview(call(vault), Wanted.PAUSED);

    assertThat(preview.affected()).isEqualTo(1);
    assertThat(preview.sentence())
        .contains("would pause " + vault, "by a transaction of " + Keys.PAUSER.address());
    assertThat(wire.count(SEND)).isZero();
  }

  @Test
  void theRehearsalOfWhatTheContractWouldRefuseIsRefused() {
    EvmAddress vault = vault();

    ActionFailure f =
        failure(
            () ->
                connect(vault, key(Keys.STRANGER)).contracts().preview(call(vault), Wanted.PAUSED));

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void theRehearsalOfWhatIsDoneAlreadyWouldChangeNothing() throws Exception {
    EvmAddress vault = pausedVault();

    Preview preview = connect(vault, Map.of()).contracts().preview(call(vault), Wanted.PAUSED);

    assertThat(preview.affected()).isZero();
  }

  @Test
  void readinessAsksEveryListedContractBothWays() throws Exception {
    Evm evm = connect(List.of(vault(), pausedVault()), Map.of());

    Readiness ready = evm.readiness();

    assertThat(ready.account()).contains(Keys.PAUSER.address().text(), "chain 31337");
    assertThat(ready.grants()).hasSize(3).allMatch(g -> g.state() == Readiness.State.GRANTED);
    assertThat(wire.count(SEND)).isZero();
  }

  @Test
  void readinessMissesTheRole() throws Exception {
    Readiness ready = connect(vault(), key(Keys.STRANGER)).readiness();

    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.MISSING)
        .hasSize(2)
        .allMatch(g -> g.detail().contains("PAUSER_ROLE"));
  }

  @Test
  void readinessMissesTheMoneyForGas() throws Exception {
    EvmAddress vault = vaultOfThePoor("0x0");

    Readiness ready = connect(vault, key(Keys.POOR)).readiness();

    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.MISSING)
        .hasSize(2)
        .allMatch(g -> g.detail().contains("nothing to pay for gas"));
  }

  @Test
  void readsBalancesOfTheCoinAndOfTokensAtOneBlock() throws Exception {
    EvmAddress holder = Keys.STRANGER.address();
    EvmAddress token = anvil.deploy("Token", holder);
    anvil.give(holder, RICH);
    anvil.mine();
    Evm evm = connect(vault(), Map.of());

    Balances.Held held =
        evm.balances()
            .read(
                new Call<>(
                    new Balances.Account(holder.text(), List.of(token.text())),
                    "0".repeat(40),
                    "incident-1",
                    clock.instant().plusSeconds(60)));

    assertThat(held.balance()).isEqualTo("1000000000000000000");
    assertThat(held.tokens())
        .containsExactly(new Balances.TokenBalance(token.text(), "1234567890", Optional.of(6)));
    assertThat(held.block())
        .isEqualTo(Hex.quantity(anvil.ask("eth_blockNumber").asText()).longValue());
  }

  @Test
  void aTokenThatIsNoneIsTheAuthorsMistake() {
    EvmAddress vault = vault();
    Evm evm = connect(vault, Map.of());
    Balances.Account account =
        new Balances.Account(Keys.PAUSER.address().text(), List.of(vault.text()));

    ActionFailure f =
        failure(
            () ->
                evm.balances()
                    .read(
                        new Call<>(
                            account,
                            "0".repeat(40),
                            "incident-1",
                            clock.instant().plusSeconds(60))));

    assertThat(f.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(f.getMessage()).contains("is no ERC-20 token");
  }

  // ---- how

  private EvmAddress vault() {
    return anvil.deploy("RoleVault", Keys.PAUSER.address());
  }

  private EvmAddress vaultOfThePoor(String weiLeft) {
    anvil.give(Keys.POOR.address(), RICH);
    EvmAddress vault = anvil.deploy("RoleVault", Keys.POOR.address());
    anvil.give(Keys.POOR.address(), weiLeft);
    return vault;
  }

  private EvmAddress pausedVault() {
    EvmAddress vault = vault();
    anvil.ask(
        "eth_sendTransaction",
        Map.of("from", Keys.PAUSER.address().text(), "to", vault.text(), "data", "0x8456cb59"));
    anvil.mine();
    return vault;
  }

  private static Map<String, String> key(Keys account) {
    return Map.of("private-key", account.privateKey());
  }

  private Evm connect(EvmAddress contract, Map<String, String> more) {
    return connect(List.of(contract), more);
  }

  /** An empty value takes a setting away. */
  private Evm connect(List<EvmAddress> contracts, Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("url", wire.url());
    values.put("chain-id", Integer.toString(Anvil.CHAIN));
    values.put("contracts", String.join(",", contracts.stream().map(EvmAddress::text).toList()));
    values.put("private-key", Keys.PAUSER.privateKey());
    values.put("confirmations", "1");
    values.putAll(more);
    values.values().removeIf(String::isEmpty);
    return (Evm)
        new EvmKind().open(Settings.bind("connector 'evm'", EvmSettings.class, values), access);
  }

  private Call<Contract> call(EvmAddress contract) {
    return new Call<>(
        new Contract(contract.text()),
        "%040x".formatted(++calls),
        "incident-1",
        clock.instant().plusSeconds(300));
  }

  private static Observation observe(Evm evm, Call<Contract> call, Wanted wanted)
      throws ActionFailure {
    return evm.contracts().observe(call, wanted);
  }

  private static ActionFailure failure(ThrowingCallable attempt) {
    return (ActionFailure)
        assertThatThrownBy(attempt)
            .asInstanceOf(InstanceOfAssertFactories.type(ActionFailure.class))
            .actual();
  }
}
