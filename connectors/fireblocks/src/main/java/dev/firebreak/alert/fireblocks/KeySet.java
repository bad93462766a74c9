package dev.firebreak.alert.fireblocks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The vendor's keys as they were at one moment: a JSON Web Key Set (RFC 7517) of RSA keys for
 * RS512; keys of other kinds and uses are passed over.
 *
 * @param keys by key id
 * @param fetchedAt by the receiver's clock
 */
record KeySet(Map<String, PublicKey> keys, Instant fetchedAt) {
  static final KeySet NONE = new KeySet(Map.of(), Instant.EPOCH);

  /** As long as the vendor's Cache-Control says. */
  private static final Duration FRESH = Duration.ofHours(1);

  /** How long known keys serve while the page cannot be had. */
  private static final Duration USABLE = Duration.ofHours(24);

  private static final int MOST_KEYS = 50;
  private static final int LEAST_BITS = 2_048;
  private static final int MOST_BITS = 8_192;

  KeySet {
    keys = Map.copyOf(keys);
  }

  Optional<PublicKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  boolean isFresh(Instant now) {
    return now.isBefore(fetchedAt.plus(FRESH));
  }

  boolean isUsable(Instant now) {
    return now.isBefore(fetchedAt.plus(USABLE));
  }

  /**
   * @throws KeysUnavailable when the page is no key set, or has no usable key
   */
  static KeySet read(byte[] page, Instant now) throws KeysUnavailable {
    JsonNode listed;
    try {
      listed = Json.parse(page).path("keys");
    } catch (JsonProcessingException e) {
      throw new KeysUnavailable("the page of signing keys is no JSON");
    }
    Map<String, PublicKey> keys = new HashMap<>();
    for (JsonNode jwk : listed) {
      if (keys.size() < MOST_KEYS) {
        rsa(jwk).ifPresent(k -> keys.put(jwk.path("kid").asText(), k));
      }
    }
    if (keys.isEmpty()) {
      throw new KeysUnavailable("the page of signing keys holds no RSA key for RS512");
    }
    return new KeySet(keys, now);
  }

  private static Optional<PublicKey> rsa(JsonNode jwk) {
    boolean fits =
        jwk.path("kty").asText().equals("RSA")
            && jwk.path("kid").isTextual()
            && jwk.path("use").asText("sig").equals("sig")
            && jwk.path("alg").asText("RS512").equals("RS512");
    if (!fits) {
      return Optional.empty();
    }
    try {
      BigInteger modulus = number(jwk.path("n"));
      BigInteger exponent = number(jwk.path("e"));
      int bits = modulus.bitLength();
      if (bits < LEAST_BITS || bits > MOST_BITS || exponent.bitLength() > 64) {
        return Optional.empty();
      }
      return Optional.of(
          KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static BigInteger number(JsonNode base64url) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64url.asText()));
  }
}
