package dev.firebreak.alert.wazuh;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
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
 * One alert a message, signed by Standard Webhooks 1.0, {@code v1}
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 * Wazuh itself signs nothing; the script in this folder does.
 */
final class WazuhSource implements AlertSource {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,256}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final int MOST_SIGNATURES = 20;

  private final List<SigningKey> keys;
  private final boolean hostById;

  /**
   * @param keys the active keys, one or two
   * @param hostById whether an agent is named by its id in Wazuh
   */
  WazuhSource(List<SigningKey> keys, boolean hostById) {
    this.keys = List.copyOf(keys);
    this.hostById = hostById;
  }

  @Override
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

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    JsonBody body = JsonBody.parse(message.body());
    return new Parsed.Alerts(List.of(WazuhAlert.read(body).toAlert(hostById)));
  }
}
