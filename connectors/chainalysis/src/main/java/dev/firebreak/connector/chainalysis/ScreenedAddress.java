package dev.firebreak.connector.chainalysis;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One blockchain address of any chain.
 *
 * @param address without white space around it
 */
record ScreenedAddress(
    @Describe("Blockchain address of any chain, as that chain writes it.") String address) {
  ScreenedAddress {
    address = address.strip();
    if (!address.matches("(?:[a-z]{2,20}:)?[0-9A-Za-z]{10,128}")) {
      throw new IllegalArgumentException(
          "address must be 10 to 128 letters and digits, got '" + shown(address) + "'");
    }
  }

  Target target() {
    return new Target(TargetType.ADDRESS, address);
  }

  /**
   * The ways to write it that mean the same. Whether the vendor minds the case is not documented,
   * and a miss would read as "not listed". Hexadecimal addresses mean the same in any case
   * (https://eips.ethereum.org/EIPS/eip-55), and so do bech32 ones
   * (https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki); all others do not.
   */
  List<String> writings() {
    boolean caseless = address.matches("(?i)0x[0-9a-f]+|(?:bc|tb|ltc)1[0-9a-z]+");
    return caseless
        ? Stream.of(address, address.toLowerCase(Locale.ROOT)).distinct().toList()
        : List.of(address);
  }

  private static String shown(String address) {
    String line = address.replaceAll("[^0-9A-Za-z:]", "?");
    return line.length() > 40 ? line.substring(0, 40) + "..." : line;
  }
}
