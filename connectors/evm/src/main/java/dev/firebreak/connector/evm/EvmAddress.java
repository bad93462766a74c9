package dev.firebreak.connector.evm;

import com.esaulpaugh.headlong.abi.Address;
import java.util.Locale;

/**
 * An account or contract.
 *
 * @param text with the checksum of mixed case
 * @see <a href="https://eips.ethereum.org/EIPS/eip-55">EIP-55</a>
 */
record EvmAddress(String text) {
  EvmAddress {
    text = text.strip();
    if (!text.matches("0x[0-9a-fA-F]{40}")) {
      throw new IllegalArgumentException(
          "an address must be 0x and 40 hex digits, got '" + shown(text) + "'");
    }
    String digits = text.substring(2);
    String right = Address.toChecksumAddress("0x" + digits.toLowerCase(Locale.ROOT));
    boolean oneCase =
        digits.equals(digits.toLowerCase(Locale.ROOT))
            || digits.equals(digits.toUpperCase(Locale.ROOT));
    if (!oneCase && !text.equals(right)) {
      throw new IllegalArgumentException(
          "address '" + text + "' has a wrong checksum (EIP-55), so a digit of it is wrong");
    }
    text = right;
  }

  static EvmAddress of(byte[] twentyBytes) {
    return new EvmAddress(Hex.of(twentyBytes));
  }

  byte[] bytes() {
    return Hex.bytes(text);
  }

  private static String shown(String text) {
    String line = text.replaceAll("[^0-9A-Za-z]", "?");
    return line.length() > 44 ? line.substring(0, 44) + "..." : line;
  }

  @Override
  public String toString() {
    return text;
  }
}
