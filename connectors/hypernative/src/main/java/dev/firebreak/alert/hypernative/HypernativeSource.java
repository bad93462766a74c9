package dev.firebreak.alert.hypernative;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Credentials;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Messages whose {@code data} text is signed by Hypernative (documented in its API reference under
 * "Webhook Message Validation", https://docs.hypernative.xyz). The signature covers neither the
 * message's id nor a time of sending, so a repeat is known by what is signed, and the insight's own
 * time bounds its age, as the vendor advises.
 */
final class HypernativeSource implements AlertSource {
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private final List<SigningKey> keys;
  private final Optional<Credentials> credentials;
  private final Duration maxAge;

  HypernativeSource(List<SigningKey> keys, Optional<Credentials> credentials, Duration maxAge) {
    this.keys = List.copyOf(keys);
    this.credentials = credentials;
    this.maxAge = maxAge;
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    if (credentials.isPresent() && !credentials.get().accept(message)) {
      return new Sender.Refused("no valid bearer token, Basic password or path token");
    }
    Envelope envelope;
    try {
      envelope = Envelope.read(message.body());
    } catch (UnusableAlert e) {
      return new Sender.Refused("envelope, " + e.pointer() + ": " + e.getMessage());
    }
    return isSigned(envelope)
        ? signed(envelope, now)
        : new Sender.Refused("digitalSignature by none of the configured public keys");
  }

  private boolean isSigned(Envelope envelope) {
    byte[] signature;
    try {
      signature = Base64.getDecoder().decode(envelope.signature());
    } catch (IllegalArgumentException e) {
      return false;
    }
    byte[] bytes = envelope.signedBytes();
    return keys.stream().anyMatch(k -> k.signed(bytes, signature));
  }

  private Sender signed(Envelope envelope, Instant now) {
    String content = Fingerprint.of(List.of(envelope.data()));
    RiskInsight insight;
    try {
      insight = envelope.insight();
    } catch (UnusableAlert e) {
      // Signed, but of a form we do not know: parse() says so, and it is kept aside.
      return new Sender.Authentic(Optional.of(content), Optional.empty());
    }
    if (insight.isTest()) {
      // Always the same text with the same old time; it can start nothing.
      return new Sender.Authentic(envelope.id(), Optional.empty());
    }
    Optional<Instant> at = insight.timestamp();
    if (at.isEmpty()) {
      return new Sender.Refused("riskInsight.timestamp is missing or no time");
    }
    if (at.get().isBefore(now.minus(maxAge)) || at.get().isAfter(now.plus(CLOCK_SKEW))) {
      return new Sender.Refused(
          "riskInsight.timestamp is over " + maxAge + " old or in the future");
    }
    return new Sender.Authentic(Optional.of(insight.id() + "/" + content), at);
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    return new Parsed.Alerts(List.of(Envelope.read(message.body()).insight().toAlert()));
  }
}
