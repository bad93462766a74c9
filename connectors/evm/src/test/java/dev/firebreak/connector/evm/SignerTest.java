package dev.firebreak.connector.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import java.math.BigInteger;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignerTest {
  private static final String REST = "/api/v1/eth1/sign/.*";
  private static final Unsigned TRANSACTION =
      new Unsigned(
          1,
          BigInteger.valueOf(7),
          new Unsigned.Fees(BigInteger.TWO, BigInteger.TEN),
          BigInteger.valueOf(60_000),
          new EvmAddress("0x00000000000000000000000000000000000000aa"),
          Hex.bytes("0x8456cb59"));

  private final FakeVendor vendor = FakeVendor.start();
  private final VendorHttp http =
      VendorHttp.open(Endpoint.at(URI.create(vendor.url())), List.of("127.0.0.1"));

  @BeforeEach
  void forget() {
    vendor.forget();
  }

  @AfterAll
  void stop() {
    http.close();
    vendor.close();
  }

  // ---- the key here

  @Test
  void signsTheSameTransactionTheSameWayEveryTime() {
    LocalKey key = new LocalKey(Secret.of(Keys.PAUSER.privateKey()));

    assertThat(key.sign(TRANSACTION)).isEqualTo(key.sign(TRANSACTION));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x12", "not a key", "0x" + "00" + "00", "zz"})
  void whatIsNoPrivateKeyIsRefusedAndNotShown(String key) {
    assertThatThrownBy(() -> new LocalKey(Secret.of(key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 hex digits")
        .hasMessageNotContaining(key);
  }

  @Test
  void aKeyOutsideTheCurveIsRefused() {
    assertThatThrownBy(() -> new LocalKey(Secret.of("f".repeat(64))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LocalKey(Secret.of("0".repeat(64))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- Web3Signer by REST

  @Test
  void theSignatureOfAnotherKeyIsRefused() {
    vendor.on("POST", REST, text(signature(Keys.STRANGER, TRANSACTION)));

    ActionFailure f = failure(web3Signer());

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("is not " + Keys.PAUSER.address() + "'s");
  }

  @Test
  void aSignatureWithTheHigherSIsTurnedIntoTheLowerOne() throws ActionFailure {
    Secp256k1.Signature low = Secp256k1.sign(TRANSACTION.hash(), Keys.PAUSER.number());
    BigInteger n =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    vendor.on(
        "POST", REST, text(hex(new Secp256k1.Signature(low.r(), n.subtract(low.s()), !low.odd()))));

    assertThat(web3Signer().sign(TRANSACTION)).isEqualTo(TRANSACTION.signed(low));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "0x12", "OK", "{\"signature\":\"0x1\"}"})
  void whatIsNoSignatureIsUnavailable(String body) {
    vendor.on("POST", REST, text(body));

    assertThat(failure(web3Signer()).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void aSignatureOfZerosIsRefused() {
    vendor.on("POST", REST, text("0x" + "00".repeat(65)));

    assertThat(failure(web3Signer()).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void aLostAnswerOfTheSignerIsUnavailableForNothingWasSent() {
    vendor.on("POST", REST, Answers.dropped());

    assertThat(failure(web3Signer()).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void aKeyThatTheSignerHasNotIsRefused() {
    vendor.on("POST", REST, Answers.status(404));

    ActionFailure f = failure(web3Signer());

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("it has no such key");
  }

  @Test
  void theKeyAskedForIsThePublicKey() throws ActionFailure {
    vendor.on("POST", REST, text(signature(Keys.PAUSER, TRANSACTION)));

    web3Signer().sign(TRANSACTION);

    assertThat(vendor.received().get(0).getUrl())
        .isEqualTo("/api/v1/eth1/sign/" + Keys.PAUSER.publicKey());
    assertThat(vendor.received().get(0).getHeader("Authorization")).isEqualTo("Bearer s1gn");
    assertThat(vendor.received().get(0).getBodyAsString())
        .isEqualTo("{\"data\":\"" + Hex.of(TRANSACTION.payload()) + "\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "0x%s", "04%s", "0x04%s"})
  void readinessFindsTheKeyInAnyWriting(String writing) throws ActionFailure {
    String key = Keys.PAUSER.publicKey().substring(2);
    vendor.on(
        "GET",
        "/api/v1/eth1/publicKeys",
        Answers.json(200, "[\"0x00\",\"" + writing.formatted(key) + "\"]"));

    web3Signer().requireReady();

    assertThat(vendor.received()).hasSize(1);
  }

  @Test
  void readinessMissesAKeyThatIsNotLoaded() {
    vendor.on("GET", "/api/v1/eth1/publicKeys", Answers.json(200, "[]"));

    assertThatThrownBy(() -> web3Signer().requireReady())
        .hasMessageContaining("has not loaded the key of " + Keys.PAUSER.address());
  }

  // ---- eth_signTransaction

  @Test
  void theSignedBytesMayComeInAnObject() throws ActionFailure {
    byte[] signed = signed(Keys.PAUSER, TRANSACTION);
    answer("{\"raw\":\"" + Hex.of(signed) + "\",\"tx\":{}}");

    assertThat(rpcSigner().sign(TRANSACTION)).isEqualTo(signed);
  }

  @Test
  void anotherTransactionThanAskedForIsRefused() {
    Unsigned other =
        new Unsigned(
            1,
            BigInteger.valueOf(8),
            TRANSACTION.fees(),
            TRANSACTION.gas(),
            TRANSACTION.to(),
            TRANSACTION.data());
    answer("\"" + Hex.of(signed(Keys.PAUSER, other)) + "\"");

    assertThat(failure(rpcSigner()).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void anotherAccountsSignatureIsRefused() {
    answer("\"" + Hex.of(signed(Keys.STRANGER, TRANSACTION)) + "\"");

    assertThat(failure(rpcSigner()).kind()).isEqualTo(Kind.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"\"",
        "\"0x\"",
        "\"0x02\"",
        "\"0x02c0\"",
        "\"0x02f8ff01\"",
        "\"0xf86c\"",
        "\"0x02cc0102030405060708090a0b0c\"",
        "{\"raw\":7}",
        "[]"
      })
  void whatIsNoSignedTransactionIsRefused(String result) {
    answer(result);

    assertThat(failure(rpcSigner()).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void noOtherBytesThanTheSignedOnesAreTaken() {
    byte[] signed = signed(Keys.PAUSER, TRANSACTION);
    for (int at = 0; at < signed.length; at++) {
      for (int bit = 1; bit < 256; bit *= 4) {
        byte[] other = signed.clone();
        other[at] ^= (byte) bit;
        answer("\"" + Hex.of(other) + "\"");

        assertThat(failure(rpcSigner()).kind()).as(Hex.of(other)).isEqualTo(Kind.REFUSED);
      }
      answer("\"" + Hex.of(Arrays.copyOf(signed, at)) + "\"");
      assertThat(failure(rpcSigner()).kind()).isEqualTo(Kind.REFUSED);
    }
  }

  @Test
  void aSignerThatSaysNoIsRefusedInItsWords() {
    vendor.on(
        "POST",
        "/",
        Answers.json(200, FakeNode.envelope("error", "{\"code\":-32000,\"message\":\"denied\"}")));

    ActionFailure f = failure(rpcSigner());

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("denied");
  }

  // ---- how

  private Web3Signer web3Signer() {
    return new Web3Signer(http, Optional.of(Secret.of("s1gn")), Keys.PAUSER.publicKey());
  }

  private RpcSigner rpcSigner() {
    return new RpcSigner(
        new Rpc("the signer", http, Optional.empty(), Optional.empty()), Keys.PAUSER.address());
  }

  private void answer(String result) {
    vendor.on("POST", "/", Answers.json(200, FakeNode.envelope("result", result)));
  }

  private static byte[] signed(Keys key, Unsigned transaction) {
    return transaction.signed(Secp256k1.sign(transaction.hash(), key.number()));
  }

  private static String signature(Keys key, Unsigned transaction) {
    return hex(Secp256k1.sign(transaction.hash(), key.number()));
  }

  private static String hex(Secp256k1.Signature s) {
    return Hex.of(Hex.word(s.r())) + Hex.of(Hex.word(s.s())).substring(2) + (s.odd() ? "1c" : "1b");
  }

  private static ResponseDefinitionBuilder text(String body) {
    return WireMock.aResponse()
        .withStatus(200)
        .withHeader("Content-Type", "text/plain; charset=utf-8")
        .withBody(body);
  }

  private static ActionFailure failure(TransactionSigner signer) {
    return (ActionFailure)
        assertThatThrownBy(() -> signer.sign(TRANSACTION))
            .asInstanceOf(InstanceOfAssertFactories.type(ActionFailure.class))
            .actual();
  }
}
