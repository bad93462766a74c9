package dev.firebreak.alert;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads IP addresses from text without ever asking a resolver. */
public final class IpAddress {
  private static final Pattern V4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  private IpAddress() {}

  /** The text, where it is one IPv4 or IPv6 address. */
  public static Optional<String> parse(String text) {
    String t = text.strip();
    return address(t).map(a -> t);
  }

  /** The text, where it is an address outside loopback, private, shared and link-local ranges. */
  public static Optional<String> parsePublic(String text) {
    String t = text.strip();
    return address(t).filter(a -> !isPrivate(a)).map(a -> t);
  }

  private static Optional<InetAddress> address(String t) {
    boolean literal = V4.matcher(t).matches() || (t.contains(":") && V6.matcher(t).matches());
    try {
      return literal ? Optional.of(InetAddress.getByName(t)) : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static boolean isPrivate(InetAddress a) {
    byte[] b = a.getAddress();
    boolean uniqueLocal = a instanceof Inet6Address && (b[0] & 0xfe) == 0xfc;
    boolean sharedOrReserved =
        !(a instanceof Inet6Address)
            && ((b[0] & 0xff) == 0
                || (b[0] & 0xff) >= 240
                || ((b[0] & 0xff) == 100 && (b[1] & 0xc0) == 64));
    return uniqueLocal
        || sharedOrReserved
        || a.isLoopbackAddress()
        || a.isAnyLocalAddress()
        || a.isLinkLocalAddress()
        || a.isSiteLocalAddress()
        || a.isMulticastAddress();
  }
}
