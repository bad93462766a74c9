package dev.firebreak.connector.exchange;

import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as {@code withdrawal-service.openapi.yaml} says: HMAC-SHA256 over time, nonce,
 * method, raw path with query, and the hash of the exact body. Safe for all threads.
 */
record Signer(String keyId, Secret secret, Clock clock) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final HexFormat HEX = HexFormat.of();

  /** The request with its signature; each signing has a time and nonce of its own. */
  Request sign(Request request, Endpoint endpoint) {
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String nonce = HEX.formatHex(random);
    return request.withHeaders(
        Map.of(
            "X-Key-Id", keyId,
            "X-Timestamp", timestamp,
            "X-Nonce", nonce,
            "X-Signature", signature(timestamp, nonce, request, endpoint)));
  }

  /** The value of {@code X-Signature}. */
  String signature(String timestamp, String nonce, Request request, Endpoint endpoint) {
    String signed =
        String.join(
            "\n",
            timestamp,
            nonce,
            request.method(),
            request.rawPathAndQuery(endpoint),
            HEX.formatHex(sha256(request.bodyBytes())));
    return "v1=" + HEX.formatHex(hmac(signed));
  }

  private byte[] hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.bytes(), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
