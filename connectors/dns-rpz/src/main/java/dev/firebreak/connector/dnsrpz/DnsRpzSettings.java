package dev.firebreak.connector.dnsrpz;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One policy zone at its primary server.
 *
 * @param zone name of the policy zone
 * @param keyName name of the TSIG key, as both sides know it
 * @param keySecret at least 16 bytes, in Base64
 * @param rewrite what clients get instead of the answer; see {@link Rewrite}
 * @param walledGarden where clients are led; exactly where rewrite is {@code redirect}
 * @param ttl of the rules' records, in seconds, 1 to 86,400
 */
public record DnsRpzSettings(
    @Describe("Host name or address of the zone's primary server.") String server,
    @Describe(value = "Its TCP port.", byDefault = "53") int port,
    @Describe(
            "Name of the response policy zone, for example rpz.example.com; one of Firebreak's own.")
        String zone,
    @Describe("Name of the TSIG key.") String keyName,
    @Describe(
            value = "Algorithm of the key: hmac-sha256, hmac-sha384 or hmac-sha512.",
            byDefault = "hmac-sha256")
        String keyAlgorithm,
    @Describe("Secret of the key in Base64, as tsig-keygen writes it.") Secret keySecret,
    @Describe(
            value = "What clients get: `nxdomain`, `nodata`, `drop` (no answer) or `redirect`.",
            byDefault = "nxdomain")
        String rewrite,
    @Describe("For `redirect`: addresses, or one host name, that blocked names lead to.")
        List<String> walledGarden,
    @Describe(value = "Seconds for which clients may keep a rewritten answer.", byDefault = "60")
        int ttl,
    @Describe(
            "Address of a resolver that uses the zone: a blocked domain is confirmed only once it"
                + " answers so. Not with `drop`.")
        Optional<String> resolver,
    @Describe(value = "TCP port of that resolver.", byDefault = "53") int resolverPort,
    @Describe(
            "Addresses, ranges and domains that are never blocked: your own, your custodians', your"
                + " banks'. A domain stands for everything below it.")
        List<String> never,
    @Describe(
            value = "Shortest prefix of an IPv4 range; broader ones are refused.",
            byDefault = "8")
        int broadestIpv4,
    @Describe(
            value = "Shortest prefix of an IPv6 range; broader ones are refused.",
            byDefault = "32")
        int broadestIpv6,
    @Describe(value = "Time limit for connecting and for each wait for bytes.", byDefault = "PT5S")
        Duration timeout) {

  private static final Set<String> ALGORITHMS = Set.of("hmac-sha256", "hmac-sha384", "hmac-sha512");

  public DnsRpzSettings {
    walledGarden = List.copyOf(walledGarden);
    never = List.copyOf(never);
    if (!ALGORITHMS.contains(keyAlgorithm)) {
      throw new IllegalArgumentException(
          "setting 'key-algorithm' must be one of " + ALGORITHMS + ", got '" + keyAlgorithm + "'");
    }
    if (!keySecret.keeps(s -> length(s) >= 16)) {
      throw new IllegalArgumentException(
          "setting 'key-secret' must be Base64 of 16 bytes or more, as tsig-keygen writes it");
    }
    between("ttl", ttl, 1, 86_400);
    between("broadest-ipv4", broadestIpv4, 1, 32);
    between("broadest-ipv6", broadestIpv6, 1, 128);
    if (resolver.isPresent() && rewrite.equals("drop")) {
      throw new IllegalArgumentException(
          "setting 'resolver' does not go with rewrite=drop: no answer proves nothing");
    }
  }

  private static int length(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length;
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private static void between(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "setting '" + key + "' must be " + least + " to " + most + ", got " + value);
    }
  }
}
