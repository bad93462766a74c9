package dev.firebreak.alert.slack;

import dev.firebreak.alert.RawMessage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as Slack does, for tests. */
final class Signed {
  static final String JSON = "application/json";
  static final String FORM = "application/x-www-form-urlencoded";

  private Signed() {}

  static Map<String, String> headers(String secret, Instant at, String type, String body) {
    String seconds = Long.toString(at.getEpochSecond());
    return Map.of(
        "Content-Type",
        type,
        "X-Slack-Request-Timestamp",
        seconds,
        "X-Slack-Signature",
        "v0=" + hmac(secret, "v0:" + seconds + ":" + body));
  }

  static RawMessage message(String secret, Instant at, String type, String body) {
    Map<String, List<String>> headers =
        headers(secret, at, type, body).entrySet().stream()
            .collect(
                Collectors.toMap(
                    e -> e.getKey().toLowerCase(java.util.Locale.ROOT),
                    e -> List.of(e.getValue())));
    return new RawMessage(headers, Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
  }

  static String form(String... namesAndValues) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      out.append(out.isEmpty() ? "" : "&")
          .append(namesAndValues[i])
          .append('=')
          .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
    }
    return out.toString();
  }

  private static String hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
