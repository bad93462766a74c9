package dev.firebreak.connector.panos;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.IpRange;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One virtual system of one firewall.
 *
 * @param url of its management interface, or of Panorama
 * @param apiKey of an administrator of Firebreak's own
 * @param vsys letters, digits, {@code _} and {@code -}
 * @param target serial number
 * @param tags what may be registered, at least one; 1 to 127 letters, digits, space, dot, {@code _}
 *     and {@code -}
 * @param caCertificate PEM; no secret, but only secrets take {@code file:}
 */
public record PanosSettings(
    @Describe(
            "Management interface of the firewall or of Panorama, for example https://fw-1.example.com.")
        URI url,
    @Describe("API key of an administrator with an XML API role; sent as `X-PAN-KEY`.")
        Secret apiKey,
    @Describe(value = "Virtual system that the addresses are tagged in.", byDefault = "vsys1")
        String vsys,
    @Describe("Serial number of the firewall, where the URL is Panorama's.")
        Optional<String> target,
    @Describe(
            "Tags that may be set and removed; the dynamic address groups of your rules match them.")
        List<String> tags,
    @Describe("Addresses and ranges that are never tagged: gateways, resolvers, your own services.")
        List<String> never,
    @Describe(
            "Certificate of the authority of the management interface in PEM, best as file:PATH; the"
                + " only one trusted then.")
        Optional<Secret> caCertificate,
    @Describe(value = "Time limit for connecting and for each wait for bytes.", byDefault = "PT10S")
        Duration timeout) {

  public PanosSettings {
    tags = List.copyOf(tags);
    never = List.copyOf(never);
    if (!apiKey.keeps(k -> k.matches("[!-~]+"))) {
      throw new IllegalArgumentException(
          "setting 'api-key' has a space, line break or other character no API key has");
    }
    if (!vsys.matches("[A-Za-z0-9_-]{1,31}")) {
      throw new IllegalArgumentException("setting 'vsys' must be like vsys1, got '" + vsys + "'");
    }
    if (target.filter(t -> !t.matches("[A-Za-z0-9-]{1,40}")).isPresent()) {
      throw new IllegalArgumentException(
          "setting 'target' must be a serial number, got '" + target.get() + "'");
    }
    if (tags.isEmpty() || !tags.stream().allMatch(t -> t.matches("[A-Za-z0-9 ._-]{1,127}"))) {
      throw new IllegalArgumentException(
          "setting 'tags' must name the tags that may be set, of letters, digits, space, '.', '_'"
              + " and '-', got "
              + tags);
    }
    for (String n : never) {
      try {
        var unused = IpRange.of(n);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("setting 'never': " + e.getMessage(), e);
      }
    }
  }
}
