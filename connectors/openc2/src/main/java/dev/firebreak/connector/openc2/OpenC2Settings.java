package dev.firebreak.connector.openc2;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One OpenC2 consumer.
 *
 * @param transfer {@code 1.0} or {@code 1.1}
 * @param token or else {@code username} and {@code password}: the specification wants both sides
 *     authenticated and leaves open how
 * @param profile namespace of its packet filter
 * @param readBack {@code command}, {@code rule-number} or {@code answer}; see {@link ReadBack}
 * @param ruleNumbersFrom 0 or more
 * @param caCertificate PEM; no secret, but only secrets take {@code file:}
 */
public record OpenC2Settings(
    @Describe("Address of the consumer without a path, for example https://pf-1.example.com.")
        URI url,
    @Describe(
            value = "Path of its OpenC2 endpoint; version 1.0 of the transfer names none.",
            byDefault = "/.well-known/openc2")
        String path,
    @Describe(
            value = "Version of the HTTPS transfer specification it speaks: 1.1 or 1.0.",
            byDefault = "1.1")
        String transfer,
    @Describe("Sent as `Authorization: Bearer`. Either this, or user name and password.")
        Optional<Secret> token,
    @Describe("User name for HTTP Basic authentication.") Optional<String> username,
    @Describe("Password for HTTP Basic authentication.") Optional<Secret> password,
    @Describe(
            value =
                "Profile of its packet filter: slpf (stateless) or pf, or one of its own (x-...).",
            byDefault = "slpf")
        String profile,
    @Describe("Of several filters behind the consumer, the one with this asset id.")
        Optional<String> assetId,
    @Describe("Of several filters behind the consumer, those of this named group.")
        Optional<String> namedGroup,
    @Describe(
            "How it is read back: `command` (it can be asked about a command), `rule-number` (about"
                + " a rule), or `answer` (it cannot be asked, and its answer is believed).")
        String readBack,
    @Describe(
            "Gives the rule of each denial a number of ours, from this one on, by which its undo"
                + " deletes it (`delete-rule`). Without it the undo is to allow what was denied.")
        Optional<Integer> ruleNumbersFrom,
    @Describe(value = "How devices are named: `device_id` or `hostname`.", byDefault = "device_id")
        String deviceBy,
    @Describe(
            value = "What ends the containment of a device: `restore` or `allow`.",
            byDefault = "restore")
        String releaseDeviceBy,
    @Describe(
            "Addresses, ranges and domains that are never denied: gateways, resolvers, your own and"
                + " your custodians'. A domain stands for everything below it.")
        List<String> never,
    @Describe(
            value = "Shortest prefix of an IPv4 range; broader ones are refused.",
            byDefault = "8")
        int broadestIpv4,
    @Describe(
            value = "Shortest prefix of an IPv6 range; broader ones are refused.",
            byDefault = "32")
        int broadestIpv6,
    @Describe(
            "Certificate of the consumer's authority in PEM, best as file:PATH; the only one trusted"
                + " then.")
        Optional<Secret> caCertificate,
    @Describe(value = "Time limit for connecting and for each wait for bytes.", byDefault = "PT10S")
        Duration timeout) {

  public OpenC2Settings {
    never = List.copyOf(never);
    if (!path.matches("/[!-~&&[^?#]]*")) {
      throw new IllegalArgumentException("setting 'path' must be a path, got '" + path + "'");
    }
    oneOf("transfer", transfer, "1.0", "1.1");
    oneOf("read-back", readBack, "command", "rule-number", "answer");
    oneOf("device-by", deviceBy, "device_id", "hostname");
    oneOf("release-device-by", releaseDeviceBy, "restore", "allow");
    boolean basic = username.isPresent() && password.isPresent();
    if (token.isPresent() == basic || username.isPresent() != password.isPresent()) {
      throw new IllegalArgumentException(
          "give either setting 'token', or 'username' and 'password': an OpenC2 consumer must know"
              + " who commands it");
    }
    if (!profile.matches("[a-z][a-z0-9_-]{0,15}")) {
      throw new IllegalArgumentException(
          "setting 'profile' must be a namespace like slpf, got '" + profile + "'");
    }
    if (readBack.equals("rule-number") && ruleNumbersFrom.isEmpty()) {
      throw new IllegalArgumentException(
          "setting 'read-back' is rule-number, which needs setting 'rule-numbers-from'");
    }
    if (ruleNumbersFrom.filter(n -> n < 0).isPresent()) {
      throw new IllegalArgumentException("setting 'rule-numbers-from' must be 0 or more");
    }
    between("broadest-ipv4", broadestIpv4, 1, 32);
    between("broadest-ipv6", broadestIpv6, 1, 128);
  }

  /** Value of the Authorization header. */
  String authorization() {
    return token
        .map(t -> "Bearer " + t.reveal())
        .orElseGet(
            () -> {
              String pair = username.orElse("") + ":" + password.map(Secret::reveal).orElse("");
              return "Basic "
                  + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            });
  }

  private static void oneOf(String key, String value, String... known) {
    if (!Set.of(known).contains(value)) {
      throw new IllegalArgumentException(
          "setting '" + key + "' must be one of " + List.of(known) + ", got '" + value + "'");
    }
  }

  private static void between(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "setting '" + key + "' must be " + least + " to " + most + ", got " + value);
    }
  }
}
