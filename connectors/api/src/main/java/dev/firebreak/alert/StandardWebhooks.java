package dev.firebreak.alert;

import dev.firebreak.connector.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The sender's signature by Standard Webhooks 1.0.0, symmetric, {@code v1}
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). Up
 * to two secrets are active at a time, so that one can be replaced without a gap. Immutable and
 * safe for all threads.
 */
public final class StandardWebhooks {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,256}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final int MOST_SIGNATURES = 20;

  private final List<SigningKey> keys;

  /**
   * @param secret setting {@code secret}: {@code whsec_} and base64 of 24 to 64 bytes
   * @param next setting {@code next-secret}: the one to come or the one just left
   * @throws IllegalArgumentException naming the setting when a secret has another form; never
   *     quotes it
   */
  public StandardWebhooks(Secret secret, Optional<Secret> next) {
    List<SigningKey> all = new ArrayList<>(List.of(SigningKey.of("secret", secret)));
    next.ifPresent(s -> all.add(SigningKey.of("next-secret", s)));
    this.keys = List.copyOf(all);
  }

  /**
   * Checks the signature over id, time and raw body, then that the signed time is within five
   * minutes of ours.
   *
   * @param now the receiver's time
   * @return Authentic with the signed id and time, or Refused
   */
  public Sender authenticate(RawMessage message, Instant now) {
    Optional<String> id = message.header("webhook-id").filter(i -> ID.matcher(i).matches());
    Optional<String> timestamp =
        message.header("webhook-timestamp").filter(t -> SECONDS.matcher(t).matches());
    if (id.isEmpty() || timestamp.isEmpty()) {
      return new Sender.Refused(
          "webhook-id or webhook-timestamp is missing, repeated or malformed");
    }
    if (!isSigned(id.get() + "." + timestamp.get() + ".", message)) {
      return new Sender.Refused("no v1 signature by an active secret in webhook-signature");
    }
    Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp.get()));
    if (Duration.between(signedAt, now).abs().compareTo(TOLERANCE) > 0) {
      return new Sender.Refused("webhook-timestamp is more than 5 minutes from our clock");
    }
    return new Sender.Authentic(id, Optional.of(signedAt));
  }

  /** Compares every signature with every key, whether or not one fitted already. */
  private boolean isSigned(String head, RawMessage message) {
    List<byte[]> presented = signatures(message.header("webhook-signature").orElse(""));
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    boolean any = false;
    for (SigningKey key : keys) {
      byte[] expected = key.sign(headBytes, message.body());
      for (byte[] signature : presented) {
        any |= MessageDigest.isEqual(expected, signature);
      }
    }
    return any;
  }

  /** The decoded v1 signatures; other versions and malformed ones say nothing. */
  private static List<byte[]> signatures(String header) {
    List<byte[]> found = new ArrayList<>();
    for (String part : header.split(" ", MOST_SIGNATURES + 1)) {
      if (part.startsWith("v1,") && found.size() < MOST_SIGNATURES) {
        try {
          found.add(Base64.getDecoder().decode(part.substring(3)));
        } catch (IllegalArgumentException e) {
          continue;
        }
      }
    }
    return found;
  }
}
