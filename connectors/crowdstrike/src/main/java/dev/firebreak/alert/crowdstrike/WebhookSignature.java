package dev.firebreak.alert.crowdstrike;

import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.connector.Secret;
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
 * The signature of Falcon's webhook: {@code X-Cs-Primary-Signature} and, while a key is replaced,
 * {@code X-Cs-Secondary-Signature}, over the body and {@code X-Cs-Delivery-Timestamp}
 * (https://docs.axonius.com/docs/crowdstrike-alert names the headers). The algorithm is ours to
 * choose, so {@code X-Cs-Signature-Algorithm} is not read.
 */
final class WebhookSignature {
  private static final String PRIMARY = "x-cs-primary-signature";
  private static final List<String> SIGNATURES = List.of(PRIMARY, "x-cs-secondary-signature");
  private static final String TIMESTAMP = "x-cs-delivery-timestamp";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern EPOCH = Pattern.compile("\\d{10}|\\d{13}");
  private static final int LONGEST = 200;

  private final List<SecretKeySpec> keys = new ArrayList<>();
  private final SignedContent content;

  WebhookSignature(Secret secret, Optional<Secret> next, SignedContent content) {
    keys.add(new SecretKeySpec(secret.bytes(), "HmacSHA256"));
    next.ifPresent(n -> keys.add(new SecretKeySpec(n.bytes(), "HmacSHA256")));
    this.content = content;
  }

  /** Whether the message says it is signed; nothing is believed of it. */
  static boolean claimedBy(RawMessage message) {
    return SIGNATURES.stream().anyMatch(message.headers()::containsKey);
  }

  Sender check(RawMessage message, Instant now) {
    Optional<String> timestamp = message.header(TIMESTAMP).filter(t -> t.length() <= LONGEST);
    Optional<Instant> signedAt = timestamp.flatMap(WebhookSignature::time);
    if (signedAt.isEmpty()) {
      return new Sender.Refused(TIMESTAMP + " is missing, repeated or no time");
    }
    if (!isSigned(message, timestamp.orElse(""))) {
      return new Sender.Refused("no signature by an active secret over body and timestamp");
    }
    if (Duration.between(signedAt.get(), now).abs().compareTo(TOLERANCE) > 0) {
      return new Sender.Refused(TIMESTAMP + " is more than 5 minutes from our clock");
    }
    return new Sender.Authentic(Optional.of(deliveryId(message, timestamp.orElse(""))), signedAt);
  }

  /** Falcon gives no delivery id; what was signed stands for one, so that a replay is known. */
  private static String deliveryId(RawMessage message, String timestamp) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Fingerprint.of(
          List.of(timestamp, HexFormat.of().formatHex(digest.digest(message.body()))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Compares each signature with each key, whether or not one fitted already. */
  private boolean isSigned(RawMessage message, String timestamp) {
    byte[] signed = content.bytes(message.body(), timestamp);
    boolean any = false;
    for (SecretKeySpec key : keys) {
      byte[] expected = hmac(key, signed);
      for (String header : SIGNATURES) {
        Optional<byte[]> presented =
            message.header(header).filter(s -> s.length() <= LONGEST).flatMap(content::decode);
        any |= MessageDigest.isEqual(expected, presented.orElse(new byte[0]));
      }
    }
    return any;
  }

  private static byte[] hmac(SecretKeySpec key, byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** ISO 8601, or seconds or milliseconds since 1970. */
  private static Optional<Instant> time(String text) {
    if (EPOCH.matcher(text).matches()) {
      long number = Long.parseLong(text);
      return Optional.of(
          text.length() == 10 ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number));
    }
    return JsonBody.instant(text);
  }
}
