package dev.firebreak.alert.crowdstrike;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings of a CrowdStrike source: a secret for Falcon's signed webhook, one for a forwarder of
 * the event stream, or both.
 *
 * @param secret at least 32 characters, as Falcon asks for
 * @param nextSecret at least 32 characters
 * @param signedContent see {@link SignedContent}
 * @param forwarderSecret at least 16 characters
 * @param nextForwarderSecret at least 16 characters
 * @param loginDomain a DNS name
 * @param ignoredActors compared without regard to case
 */
public record CrowdStrikeSettings(
    @Describe("HMAC Secret Key of Falcon's webhook; at least 32 characters")
        Optional<Secret> secret,
    @Describe("A second HMAC Secret Key that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret,
    @Describe(
            value =
                "What the webhook signs: body-timestamp (base64) or timestamp-body (hexadecimal);"
                    + " only the one named here is accepted",
            byDefault = "body-timestamp")
        String signedContent,
    @Describe(
            "What a forwarder of the event stream shows as bearer token or Basic password; at least"
                + " 16 characters; without it only the signed webhook is accepted")
        Optional<Secret> forwarderSecret,
    @Describe("A second forwarder secret that is accepted too, while one replaces the other")
        Optional<Secret> nextForwarderSecret,
    @Describe(
            "DNS name put behind the @ of user names that come without one, so that an identity"
                + " provider finds them; without it such names are evidence only, no targets")
        Optional<String> loginDomain,
    @Describe(
            "UserId of accounts and API clients whose audited changes are no alerts, for example"
                + " Firebreak's own: API:<client id>")
        List<String> ignoredActors) {
  private static final Pattern DOMAIN =
      Pattern.compile("[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})+");

  public CrowdStrikeSettings {
    ignoredActors = List.copyOf(ignoredActors);
    SignedContent.of(signedContent);
    secret.ifPresent(s -> longEnough("secret", s));
    nextSecret.ifPresent(s -> longEnough("next-secret", s));
    if (secret.isEmpty() && forwarderSecret.isEmpty()) {
      throw new IllegalArgumentException(
          "set secret (for Falcon's webhook), forwarder-secret (for the event stream), or both");
    }
    if (secret.isEmpty() && nextSecret.isPresent()) {
      throw new IllegalArgumentException("next-secret is set without secret");
    }
    if (forwarderSecret.isEmpty() && nextForwarderSecret.isPresent()) {
      throw new IllegalArgumentException("next-forwarder-secret is set without forwarder-secret");
    }
    loginDomain
        .filter(d -> d.length() > 253 || !DOMAIN.matcher(d).matches())
        .ifPresent(
            d -> {
              throw new IllegalArgumentException(
                  "login-domain must be a DNS name like example.com, got '" + d + "'");
            });
  }

  private static void longEnough(String setting, Secret secret) {
    if (secret.reveal().length() < 32) {
      throw new IllegalArgumentException(
          setting + " must have at least 32 characters, as Falcon's own form asks for");
    }
  }
}
