package dev.firebreak.connector.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.Settings;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, hashes, signatures, errors and settings, to the byte. */
class ChainFormatsTest {
  // ---- addresses and keys

  @Test
  void keccakOfNothingIsTheKnownOne() {
    assertThat(Hex.of(Secp256k1.keccak256(new byte[0])))
        .isEqualTo("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB"
      })
  void theExamplesOfEip55AreRight(String address) {
    assertThat(new EvmAddress(address.toLowerCase(Locale.ROOT)).text()).isEqualTo(address);
    assertThat(new EvmAddress(address).text()).isEqualTo(address);
  }

  @Test
  void aMixedAddressWithAWrongChecksumIsRefused() {
    assertThatThrownBy(() -> new EvmAddress("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"))
        .hasMessageContaining("wrong checksum");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "vitalik.eth"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> new EvmAddress(text)).hasMessageContaining("40 hex digits");
  }

  /** The account of key 1 is the address of the curve's base point, which everybody knows. */
  @Test
  void theAccountOfKeyOneIsTheKnownOne() {
    assertThat(Secp256k1.address(Secp256k1.publicKey(BigInteger.ONE)).text())
        .isEqualTo("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
  }

  @Test
  void theSignerIsFoundInItsSignatureAndNobodyInAnother() {
    byte[] hash = Secp256k1.keccak256("made up".getBytes(StandardCharsets.US_ASCII));
    Secp256k1.Signature s = Secp256k1.sign(hash, Keys.PAUSER.number());

    assertThat(Secp256k1.recover(hash, s)).contains(Keys.PAUSER.address());
    assertThat(Secp256k1.recover(hash, new Secp256k1.Signature(s.r(), s.s(), !s.odd())))
        .isNotEqualTo(Optional.of(Keys.PAUSER.address()));
    assertThat(Secp256k1.recover(hash, new Secp256k1.Signature(BigInteger.ZERO, s.s(), false)))
        .isEmpty();
  }

  @Test
  void numbersAreWrittenWithoutLeadingZeros() {
    assertThat(Hex.minimal(BigInteger.ZERO)).isEmpty();
    assertThat(Hex.minimal(BigInteger.valueOf(0x80))).containsExactly(0x80);
    assertThat(Hex.minimal(BigInteger.valueOf(0x0100))).containsExactly(1, 0);
    assertThat(Hex.of(0)).isEqualTo("0x0");
    assertThat(Hex.of(1024)).isEqualTo("0x400");
  }

  // ---- errors of contracts

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0xd93c0665 | it is paused already",
        "0x8dfc202b | it is not paused",
        "0x068ca9d8 | is not allowed to by its access manager",
        "0x4e487b710000000000000000000000000000000000000000000000000000000000000011 | panic code"
            + " 0x11",
        "0x12345678 | the unknown error 0x12345678",
        "0x | without a reason",
        "0x08c379a0 | it says ''",
        "0xe2517d3f | lacks the role DEFAULT_ADMIN_ROLE"
      })
  void anErrorIsPutIntoWords(String data, String words) {
    assertThat(new Revert(data, "").sentence()).contains(words);
  }

  @Test
  void aReasonIsReadAndCutAndPutOnOneLine() {
    String reason = "Pausable:\npaused" + "x".repeat(300);

    String sentence = new Revert(reason(reason, reason.length()), "").sentence();

    assertThat(sentence).startsWith("it says 'Pausable: paused").doesNotContain("\n");
    assertThat(sentence.length()).isLessThan(220);
  }

  @Test
  void aReasonThatSaysItIsLongerThanItIsDoesNoHarm() {
    assertThat(new Revert(reason("short", Integer.MAX_VALUE), "").sentence()).contains("short");
  }

  @Test
  void aReasonThatSpeaksOfTheStateIsNotAboutWhoAsks() {
    assertThat(new Revert(reason("Pausable: not paused", 20), "").isForItsState()).isTrue();
    assertThat(new Revert(reason("Ownable: no", 11), "").isForItsState()).isFalse();
    assertThat(new Revert("0x8dfc202b", "").isForItsState()).isTrue();
    assertThat(new Revert("0x", "").isForItsState()).isFalse();
  }

  // ---- settings

  @ParameterizedTest
  @CsvSource({
    "contracts, '', must list the contracts",
    "contracts, 0x12, 40 hex digits",
    "private-key, '', give either setting 'private-key'",
    "signer-url, https://signer.example, give either setting 'private-key'",
    "confirmations, 0, 1 to 12",
    "confirmations, 13, 1 to 12",
    "chain-id, 0, 1 or more",
    "gas-limit, 1, 21000 or more",
    "path, v3/key, must begin with a slash"
  })
  void aSettingThatCannotWorkIsRefusedByName(String key, String value, String words) {
    Map<String, String> values = new HashMap<>();
    values.put("url", "https://node.example");
    values.put("chain-id", "1");
    values.put("contracts", "0x00000000000000000000000000000000000000aa");
    values.put("private-key", Keys.PAUSER.privateKey());
    values.put(key, value);
    values.values().removeIf(String::isEmpty);

    assertThatThrownBy(() -> Settings.bind("connector 'evm'", EvmSettings.class, values))
        .hasMessageContaining(words)
        .hasMessageNotContaining(Keys.PAUSER.privateKey());
  }

  private static String reason(String text, int length) {
    return "0x08c379a0"
        + "%064x".formatted(32)
        + "%064x".formatted(length)
        + Hex.of(text.getBytes(StandardCharsets.UTF_8)).substring(2);
  }
}
