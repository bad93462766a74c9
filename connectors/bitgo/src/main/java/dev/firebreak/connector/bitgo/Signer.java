package dev.firebreak.connector.bitgo;

import dev.firebreak.connector.Secret;
import dev.firebreak.http.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests and checks the signatures of answers: HMAC-SHA256 with the token as key, in lower
 * case hex, over parts joined by {@code |}.
 *
 * <p>Requests: {@code timestamp|path|body} (version 2) or {@code METHOD|timestamp|3.0|path|body}
 * (version 3). Answers: {@code timestamp|path|status|body} or {@code
 * METHOD|timestamp|path|status|body}. Timestamps are milliseconds, paths raw with their query.
 *
 * @see <a href="https://github.com/BitGo/BitGoJS/blob/master/modules/sdk-hmac/src/hmac.ts">The
 *     vendor's own implementation</a>
 */
record Signer(Secret token, AuthScheme scheme, Clock clock) {
  /** How old an answer may be, as in the vendor's implementation. */
  private static final Duration BACK = Duration.ofMinutes(5);

  /** How far ahead of our clock it may be. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  /**
   * What goes with a request.
   *
   * @param path raw path with query as on the wire
   */
  Map<String, String> headers(String method, String path, byte[] body) {
    if (!scheme.signs()) {
      return Map.of("Authorization", "Bearer " + token.reveal());
    }
    String timestamp = Long.toString(clock.millis());
    boolean third = scheme == AuthScheme.HMAC_V3;
    String subject =
        third ? method + "|" + timestamp + "|3.0|" + path + "|" : timestamp + "|" + path + "|";
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("BitGo-Auth-Version", third ? "3.0" : "2.0");
    headers.put("Auth-Timestamp", timestamp);
    headers.put("Authorization", "Bearer " + sha256(token.bytes()));
    headers.put("HMAC", hmac(subject, body));
    return headers;
  }

  /**
   * What is wrong with an answer's signature, in a few words; empty where it is right, or where
   * none is due. BitGo signs what its service answers; an edge in front of it answers errors
   * without, and those are judged by their status alone, as by the vendor's implementation.
   */
  Optional<String> fault(String method, String path, Response answer) {
    if (!scheme.signs()) {
      return Optional.empty();
    }
    Optional<String> given = answer.header("hmac");
    if (given.isEmpty()) {
      return answer.ok() ? Optional.of("no signature") : Optional.empty();
    }
    String timestamp = answer.header("timestamp").orElse("");
    if (!timestamp.matches("\\d{1,15}")) {
      return Optional.of("no timestamp");
    }
    String subject = timestamp + "|" + path + "|" + answer.status() + "|";
    String due =
        hmac(scheme == AuthScheme.HMAC_V3 ? method + "|" + subject : subject, answer.body());
    if (!MessageDigest.isEqual(utf8(due), utf8(given.get().strip()))) {
      return Optional.of("a wrong signature");
    }
    return inTime(Long.parseLong(timestamp))
        ? Optional.empty()
        : Optional.of("a signature too old or too new (is the clock of this machine right?)");
  }

  private boolean inTime(long timestamp) {
    long now = clock.millis();
    return timestamp >= now - BACK.toMillis() && timestamp <= now + AHEAD.toMillis();
  }

  private String hmac(String subject, byte[] body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(utf8(subject));
    all.writeBytes(body);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(token.bytes(), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(all.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
