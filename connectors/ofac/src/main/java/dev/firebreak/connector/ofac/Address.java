package dev.firebreak.connector.ofac;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.Locale;

/**
 * One blockchain address of any chain.
 *
 * @param address without white space and invisible characters
 */
record Address(@Describe("Blockchain address of any chain; case does not matter.") String address) {
  private static final int LONGEST_SHOWN = 40;

  Address {
    address = bare(address);
    if (!address.matches("(?:[A-Za-z]{2,20}:)?[0-9A-Za-z]{10,128}")) {
      String shown = address.replaceAll("[^0-9A-Za-z:]", "?");
      throw new IllegalArgumentException(
          "address must be 10 to 128 letters and digits, got '"
              + shown.substring(0, Math.min(shown.length(), LONGEST_SHOWN))
              + "'");
    }
  }

  Target target() {
    return new Target(TargetType.ADDRESS, address);
  }

  /**
   * What two writings of the same address have in common: no prefix such as {@code bitcoincash:},
   * and lower case. Base58 addresses mind their case, but that two of them differ in nothing else
   * does not happen by chance, and one whose case was lost on the way must still be found.
   */
  static String key(String written) {
    return bare(written).replaceFirst("^[A-Za-z]{2,20}:", "").toLowerCase(Locale.ROOT);
  }

  private static String bare(String written) {
    return written.replaceAll("[\\s\\p{Z}\\p{Cf}]+", "");
  }
}
