package dev.firebreak.connector.evm;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Bytes and quantities as JSON-RPC writes them.
 *
 * @see <a href="https://ethereum.org/en/developers/docs/apis/json-rpc/#hex-encoding">Hex
 *     encoding</a>
 */
final class Hex {
  private Hex() {}

  /** Whole bytes, two digits each. */
  static String of(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  /** A quantity, without leading zeros. */
  static String of(BigInteger quantity) {
    return "0x" + quantity.toString(16);
  }

  static String of(long quantity) {
    return of(BigInteger.valueOf(quantity));
  }

  static boolean isBytes(String text) {
    return text.length() % 2 == 0 && text.matches("0x[0-9a-fA-F]*");
  }

  static boolean isQuantity(String text) {
    return text.matches("0x[0-9a-fA-F]{1,64}");
  }

  /**
   * @throws IllegalArgumentException where {@link #isBytes} is false
   */
  static byte[] bytes(String text) {
    if (!isBytes(text)) {
      throw new IllegalArgumentException("not bytes in hex");
    }
    return HexFormat.of().parseHex(text.substring(2).toLowerCase(Locale.ROOT));
  }

  /**
   * @throws IllegalArgumentException where {@link #isQuantity} is false
   */
  static BigInteger quantity(String text) {
    if (!isQuantity(text)) {
      throw new IllegalArgumentException("not a quantity in hex");
    }
    return new BigInteger(text.substring(2), 16);
  }

  /** Big-endian without leading zeros, empty for 0: how RLP has numbers. */
  static byte[] minimal(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = 0;
    while (from < bytes.length && bytes[from] == 0) {
      from++;
    }
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  /** Big-endian in 32 bytes. */
  static byte[] word(BigInteger number) {
    byte[] minimal = minimal(number);
    byte[] word = new byte[32];
    System.arraycopy(minimal, 0, word, 32 - minimal.length, minimal.length);
    return word;
  }
}
