package dev.firebreak.http;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides which addresses a connector may connect to: public ones, and those in loopback or private
 * networks that the operator listed. Cloud metadata addresses are private here like all of
 * link-local, and so is IPv6 that carries an IPv4 address inside (mapped, translated, compatible,
 * NAT64, 6to4, Teredo, ISATAP), whatever that is. A name that is listed may lead anywhere but to
 * metadata and link-local: who answers for the name may be somebody else than who listed it.
 */
final class AddressGuard {
  /** Refused before any byte was sent. */
  static final class Forbidden extends UnknownHostException {
    Forbidden(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /** Anything a C library may take for an IPv4 address: decimal, octal, hexadecimal, shortened. */
  private static final Pattern NUMBERS =
      Pattern.compile("(?:0x[0-9a-f]*|[0-9]+)(?:\\.(?:0x[0-9a-f]*|[0-9]+))*\\.?", CASE_INSENSITIVE);

  private static final Pattern DOTTED =
      Pattern.compile("(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}");

  /**
   * Where clouds tell a machine's credentials to whoever asks from it, beside link-local: AWS,
   * Google Cloud, Alibaba Cloud, Oracle Cloud, and Azure's wire server, whose address is public.
   */
  private static final Set<String> METADATA =
      Set.of(
          "fd00:ec2:0:0:0:0:0:254",
          "fd20:ce:0:0:0:0:0:254",
          "100.100.100.200",
          "192.0.0.192",
          "168.63.129.16");

  private final List<String> allowed;

  AddressGuard(List<String> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  void checkScheme(URI uri) {
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean listedHttp =
        "http".equalsIgnoreCase(uri.getScheme())
            && allowed.stream().anyMatch(a -> covers(a, uri.getHost()));
    if (!https && !listedHttp) {
      throw new IllegalArgumentException(
          "url '"
              + uri.getScheme()
              + "://"
              + uri.getHost()
              + "' must be https (http only to hosts listed under private-hosts)");
    }
  }

  /** For hosts written as an address, which no resolver is asked about. */
  void checkLiteral(String host) throws Forbidden {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (NUMBERS.matcher(bare).matches() && !DOTTED.matcher(bare).matches()) {
      throw new Forbidden(
          "'" + host + "' is an address that programs read differently; write it as 192.0.2.1");
    }
    if (bare.matches("[0-9.]+") || bare.contains(":")) {
      try {
        check(host, InetAddress.getByName(bare));
      } catch (Forbidden e) {
        throw e;
      } catch (UnknownHostException e) {
        throw new Forbidden("'" + host + "' is no address");
      }
    }
  }

  void check(String host, InetAddress address) throws Forbidden {
    if (!isPrivate(address)) {
      return;
    }
    for (String a : allowed) {
      if (inRange(a, address) || (a.equalsIgnoreCase(host) && !isMetadata(address))) {
        return;
      }
    }
    throw new Forbidden(
        "'"
            + host
            + "' leads to "
            + address.getHostAddress()
            + ", a loopback, private or link-local address; list it under private-hosts if that is"
            + " meant");
  }

  private static boolean covers(String allowed, String host) {
    if (allowed.equalsIgnoreCase(host)) {
      return true;
    }
    try {
      return (host.matches("[0-9.]+") || host.contains(":"))
          && inRange(allowed, InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  static boolean isPrivate(InetAddress a) {
    byte[] b = a.getAddress();
    if (a instanceof Inet6Address) {
      // Global unicast, without what IANA keeps for protocols and documentation.
      boolean global =
          (b[0] & 0xe0) == 0x20
              && !(startsWith(b, 0x20, 0x01) && (b[2] & 0xfe) == 0)
              && !startsWith(b, 0x20, 0x01, 0x0d, 0xb8);
      boolean sixToFour = startsWith(b, 0x20, 0x02);
      boolean isatap = (b[8] & 0xfd) == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == (byte) 0xfe;
      return !global || sixToFour || isatap;
    }
    int first = b[0] & 0xff;
    int second = b[1] & 0xff;
    boolean sharedOrReserved =
        first == 0
            || first >= 240
            || (first == 100 && second >= 64 && second < 128)
            || (first == 198 && (second & 0xfe) == 18)
            || (first == 192 && second == 0 && b[2] == 0);
    return sharedOrReserved || anyLocal(a) || isMetadata(a);
  }

  private static boolean isMetadata(InetAddress a) {
    return a.isLinkLocalAddress() || METADATA.contains(a.getHostAddress());
  }

  private static boolean startsWith(byte[] address, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if ((address[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean anyLocal(InetAddress a) {
    return a.isLoopbackAddress()
        || a.isAnyLocalAddress()
        || a.isLinkLocalAddress()
        || a.isSiteLocalAddress()
        || a.isMulticastAddress();
  }

  private static boolean inRange(String allowed, InetAddress address) {
    String[] parts = allowed.split("/", 2);
    if (!parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return false;
    }
    try {
      byte[] net = InetAddress.getByName(parts[0].toLowerCase(Locale.ROOT)).getAddress();
      byte[] addr = address.getAddress();
      if (net.length != addr.length) {
        return false;
      }
      int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : net.length * 8;
      int shift = net.length * 8 - bits;
      return new BigInteger(1, net)
          .shiftRight(shift)
          .equals(new BigInteger(1, addr).shiftRight(shift));
    } catch (UnknownHostException | NumberFormatException e) {
      return false;
    }
  }
}
