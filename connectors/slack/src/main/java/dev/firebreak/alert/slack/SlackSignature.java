package dev.firebreak.alert.slack;

import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.connector.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code X-Slack-Signature}: HMAC-SHA256 over {@code v0:<X-Slack-Request-Timestamp>:<body>}, in
 * hexadecimal (https://docs.slack.dev/authentication/verifying-requests-from-slack). Immutable.
 */
final class SlackSignature {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern SIGNATURE = Pattern.compile("v0=([0-9a-fA-F]{64})");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private final List<SecretKeySpec> keys;

  SlackSignature(Secret secret, Optional<Secret> next) {
    List<SecretKeySpec> all = new ArrayList<>();
    all.add(new SecretKeySpec(secret.bytes(), "HmacSHA256"));
    next.ifPresent(n -> all.add(new SecretKeySpec(n.bytes(), "HmacSHA256")));
    this.keys = List.copyOf(all);
  }

  /**
   * Slack gives no delivery id outside of the body; the signature itself is one: it covers time and
   * body, so that only the very same message has it again.
   */
  Sender check(RawMessage message, Instant now) {
    Optional<String> timestamp =
        message.header("x-slack-request-timestamp").filter(t -> SECONDS.matcher(t).matches());
    if (timestamp.isEmpty()) {
      return new Sender.Refused("X-Slack-Request-Timestamp is missing, repeated or malformed");
    }
    Optional<byte[]> signed = signed(timestamp.get(), message);
    if (signed.isEmpty()) {
      return new Sender.Refused("no X-Slack-Signature by an active signing secret");
    }
    Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp.get()));
    if (Duration.between(signedAt, now).abs().compareTo(TOLERANCE) > 0) {
      return new Sender.Refused("X-Slack-Request-Timestamp is over 5 minutes from our clock");
    }
    String id = "v0=" + HexFormat.of().formatHex(signed.get());
    return new Sender.Authentic(Optional.of(id), Optional.of(signedAt));
  }

  /** Compares with each key, whether or not one fitted already. */
  private Optional<byte[]> signed(String timestamp, RawMessage message) {
    byte[] presented =
        message
            .header("x-slack-signature")
            .map(SIGNATURE::matcher)
            .filter(m -> m.matches())
            .map(m -> HexFormat.of().parseHex(m.group(1)))
            .orElse(new byte[0]);
    byte[] head = ("v0:" + timestamp + ":").getBytes(StandardCharsets.US_ASCII);
    boolean any = false;
    for (SecretKeySpec key : keys) {
      any |= MessageDigest.isEqual(hmac(key, head, message.body()), presented);
    }
    return any ? Optional.of(presented) : Optional.empty();
  }

  private static byte[] hmac(SecretKeySpec key, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(head);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
