package dev.firebreak.connector;

import dev.firebreak.alert.IpAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * One IP address, or a range of them as CIDR, in its one spelling: a range of one address is
 * written as that address, IPv6 as RFC 5952 says (https://www.rfc-editor.org/rfc/rfc5952).
 *
 * @param first the range's first address as a number
 * @param prefix how many leading bits are fixed, 0 to bits
 * @param bits 32 for IPv4, 128 for IPv6
 */
public record IpRange(BigInteger first, int prefix, int bits) {
  /**
   * Never a remote machine: unspecified, loopback, link-local, multicast, reserved; with {@code
   * ::/8} also IPv4 translated to IPv6 (64:ff9b::/96, 64:ff9b:1::/48).
   */
  private static final List<IpRange> SPECIAL =
      ranges(
          "0.0.0.0/8",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::/8",
          "fe80::/10",
          "ff00::/8");

  /** Private and shared networks: https://www.iana.org/assignments/iana-ipv4-special-registry */
  private static final List<IpRange> PRIVATE =
      ranges(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "fc00::/7");

  public IpRange {
    if (bits != 32 && bits != 128) {
      throw new IllegalArgumentException("an address has 32 or 128 bits, got " + bits);
    }
    if (first.signum() < 0 || first.bitLength() > bits) {
      throw new IllegalArgumentException("the first address does not fit into " + bits + " bits");
    }
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("prefix must be 0 to " + bits + ", got " + prefix);
    }
    if (first.signum() > 0 && first.getLowestSetBit() < bits - prefix) {
      throw new IllegalArgumentException("the address has bits set behind its /" + prefix);
    }
  }

  /**
   * Reads an address or a range; no resolver is asked. IPv4 written as IPv6 ({@code
   * ::ffff:203.0.113.9}) is IPv4.
   *
   * @throws IllegalArgumentException a sentence about what is wrong with the text
   */
  public static IpRange of(String text) {
    String[] parts = text.split("/", -1);
    byte[] address = bytes(parts[0]);
    int bits = address.length * 8;
    if (parts.length > 2 || (parts.length == 2 && !parts[1].matches("0|[1-9]\\d{0,2}"))) {
      throw new IllegalArgumentException(
          "a range is written like 203.0.113.0/24 or 2001:db8::/48, got " + shown(text));
    }
    int prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : bits;
    try {
      return new IpRange(new BigInteger(1, address), prefix, bits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(shown(text) + " is no range: " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(String address) {
    String literal =
        IpAddress.parse(address)
            .filter(a -> a.equals(address))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "an address is written like 203.0.113.9 or 2001:db8::9, got "
                            + shown(address)));
    try {
      // A literal, so nothing is looked up; IPv4 written as IPv6 (::ffff:203.0.113.9) becomes IPv4.
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(shown(address) + " is no address", e);
    }
  }

  /** Whether it is one address only. */
  public boolean single() {
    return prefix == bits;
  }

  /** Whether it is IPv6. */
  public boolean v6() {
    return bits == 128;
  }

  /** How many addresses; {@link Long#MAX_VALUE} where there are more. */
  public long size() {
    return bits - prefix > 62 ? Long.MAX_VALUE : 1L << (bits - prefix);
  }

  /** Whether one address at least is in both; IPv4 and IPv6 have none in common. */
  public boolean overlaps(IpRange other) {
    int shift = bits - Math.min(prefix, other.prefix);
    return bits == other.bits && first.shiftRight(shift).equals(other.first.shiftRight(shift));
  }

  /** Whether it holds an address that is no other machine's: loopback, link-local, multicast. */
  public boolean special() {
    return SPECIAL.stream().anyMatch(this::overlaps);
  }

  /** Whether it holds an address that is not public. */
  public boolean internal() {
    return special() || PRIVATE.stream().anyMatch(this::overlaps);
  }

  /** The address without the prefix length. */
  public String address() {
    return v6() ? v6Text() : v4Text();
  }

  /** The one spelling. */
  @Override
  public String toString() {
    return single() ? address() : address() + "/" + prefix;
  }

  private String v4Text() {
    long n = first.longValueExact();
    return (n >> 24) + "." + (n >> 16 & 0xff) + "." + (n >> 8 & 0xff) + "." + (n & 0xff);
  }

  private String v6Text() {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = first.shiftRight(112 - 16 * i).intValue() & 0xffff;
    }
    int from = 8;
    int longest = 1; // A single zero group is not shortened.
    for (int i = 0; i < 8; i++) {
      int zeros = zerosAt(groups, i);
      if (zeros > longest) {
        from = i;
        longest = zeros;
      }
    }
    return from == 8
        ? hex(groups, 0, 8)
        : hex(groups, 0, from) + "::" + hex(groups, from + longest, 8);
  }

  private static int zerosAt(int[] groups, int from) {
    int end = from;
    while (end < 8 && groups[end] == 0) {
      end++;
    }
    return end - from;
  }

  private static String hex(int[] groups, int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i < to; i++) {
      out.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }

  private static List<IpRange> ranges(String... texts) {
    return List.of(texts).stream().map(IpRange::of).toList();
  }

  private static String shown(String text) {
    String line = text.replaceAll("[^\\x20-\\x7e]", "?");
    return "'" + (line.length() > 50 ? line.substring(0, 50) + "..." : line) + "'";
  }
}
