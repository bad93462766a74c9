package dev.firebreak.alert.hypernative;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a Hypernative webhook channel.
 *
 * @param publicKey PEM with one or several keys; no secret, but only secrets take {@code file:}
 * @param nextPublicKey the same
 * @param secret at least 16 characters
 * @param nextSecret at least 16 characters
 * @param maxAge over zero
 */
public record HypernativeSettings(
    @Describe(
            "Hypernative's public key for webhooks, as PEM or as the bare base64 its documentation"
                + " shows; several PEM blocks for several keys; best as file:PATH")
        Secret publicKey,
    @Describe("Further public keys that are accepted too, while they replace the others")
        Optional<Secret> nextPublicKey,
    @Describe(
            "What the channel must show besides the signature, as bearer token, Basic password or"
                + " at the end of the URL; at least 16 characters. The signing key is the same for"
                + " all of Hypernative's customers, so set it")
        Optional<Secret> secret,
    @Describe("A second secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret,
    @Describe(
            value =
                "How old an insight may be when it arrives; older ones are refused, test messages"
                    + " excepted",
            byDefault = "PT1H")
        Duration maxAge) {
  public HypernativeSettings {
    if (maxAge.isZero() || maxAge.isNegative()) {
      throw new IllegalArgumentException("max-age must be over 0, got " + maxAge);
    }
    if (secret.isEmpty() && nextSecret.isPresent()) {
      throw new IllegalArgumentException("next-secret is set without secret");
    }
  }
}
