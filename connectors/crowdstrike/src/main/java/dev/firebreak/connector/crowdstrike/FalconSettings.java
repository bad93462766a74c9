package dev.firebreak.connector.crowdstrike;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * One customer id of Falcon.
 *
 * @param url of the customer's cloud, which the console shows with the API client; all are listed
 *     at https://github.com/CrowdStrike/falconpy/blob/main/src/falconpy/_enum/_base_url.py
 * @param memberCid for parents of a Flight Control hierarchy
 */
public record FalconSettings(
    @Describe(
            value =
                "Base URL of your cloud: https://api.us-2.crowdstrike.com,"
                    + " https://api.eu-1.crowdstrike.com and others.",
            byDefault = "https://api.crowdstrike.com")
        URI url,
    @Describe("Client id of the API client.") String clientId,
    @Describe("Secret of the API client.") Secret clientSecret,
    @Describe("Customer id of the child to act in, where the API client is a parent's.")
        Optional<String> memberCid) {

  public FalconSettings {
    requireHex("client-id", clientId, 32);
    memberCid = memberCid.map(FalconSettings::withoutChecksum);
    memberCid.ifPresent(m -> requireHex("member-cid", m, 32));
    if (!clientSecret.keeps(s -> s.chars().allMatch(c -> c > ' ' && c < 0x7f))) {
      throw new IllegalArgumentException(
          "setting 'client-secret' has a space, line break or other character no secret has");
    }
  }

  /** The console shows a customer id with two hex digits behind it, which the API does not take. */
  private static String withoutChecksum(String cid) {
    return cid.replaceFirst("-[0-9A-Fa-f]{2}$", "").toLowerCase(Locale.ROOT);
  }

  private static void requireHex(String setting, String value, int digits) {
    if (!value.matches("[0-9a-fA-F]{" + digits + "}")) {
      throw new IllegalArgumentException(
          "setting '" + setting + "' must have " + digits + " hex digits, got " + value.length());
    }
  }
}
