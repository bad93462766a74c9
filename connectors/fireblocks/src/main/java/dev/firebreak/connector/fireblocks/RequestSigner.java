package dev.firebreak.connector.fireblocks;

import dev.firebreak.connector.Json;
import dev.firebreak.connector.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * Makes the bearer token of one request: a JWT signed with RS256 over the path and query as on the
 * wire and the hash of the exact body bytes. Safe for all threads.
 *
 * @see <a
 *     href="https://developers.fireblocks.com/reference/signing-a-request-jwt-structure">Signing a
 *     request</a>
 */
final class RequestSigner {
  /** The vendor accepts less than a minute; its own SDKs use 55 s. */
  private static final long LIFETIME_SECONDS = 55;

  private final Secret apiKey;
  private final Optional<PrivateKey> key;
  private final Clock clock;

  /**
   * @throws IllegalArgumentException when the key is no RSA key in PKCS#8 PEM
   */
  RequestSigner(Secret apiKey, Secret privateKeyPem, Clock clock) {
    this.apiKey = apiKey;
    this.key = privateKeyPem.exists() ? Optional.of(key(privateKeyPem)) : Optional.empty();
    this.clock = clock;
  }

  /**
   * @param uri raw path with query, for example {@code /v1/transactions?limit=200}
   * @param body the bytes that will be sent, empty where there are none
   */
  String token(String uri, byte[] body) {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("uri", uri);
    claims.put("nonce", UUID.randomUUID().toString());
    claims.put("iat", now);
    claims.put("exp", now + LIFETIME_SECONDS);
    claims.put("sub", apiKey.reveal());
    claims.put("bodyHash", sha256(body));
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    jws.setHeader("typ", "JWT");
    jws.setPayload(Json.write(claims));
    jws.setKey(key.orElseThrow());
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("a checked RSA key can sign", e);
    }
  }

  /** Lower-case hex. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The cause is left out on purpose: a parser's message may quote the key. */
  private static PrivateKey key(Secret pem) {
    String text = pem.reveal();
    if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
      throw new IllegalArgumentException(
          "setting 'private-key' must be PKCS#8 PEM text that starts with BEGIN PRIVATE KEY; convert"
              + " another form with: openssl pkcs8 -topk8 -nocrypt -in old.key -out new.key");
    }
    try {
      byte[] der =
          Base64.getMimeDecoder().decode(text.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", ""));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "setting 'private-key' holds no readable RSA private key; check that the file is whole");
    }
  }
}
