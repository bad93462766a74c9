package dev.firebreak.alert.crowdstrike;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Credentials;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells the two ways apart by the signature's header: with it a message must be signed by Falcon,
 * without it the forwarder must show its secret.
 */
final class CrowdStrikeSource implements AlertSource {
  private final Optional<WebhookSignature> webhook;
  private final Optional<Credentials> forwarder;
  private final Delivery delivery;

  CrowdStrikeSource(
      Optional<WebhookSignature> webhook, Optional<Credentials> forwarder, Delivery delivery) {
    this.webhook = webhook;
    this.forwarder = forwarder;
    this.delivery = delivery;
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    if (WebhookSignature.claimedBy(message)) {
      return webhook
          .map(w -> w.check(message, now))
          .orElseGet(() -> new Sender.Refused("is signed, but the source has no webhook secret"));
    }
    boolean known = forwarder.isPresent() && forwarder.get().accept(message);
    return known
        ? new Sender.Authentic(Optional.empty(), Optional.empty())
        : new Sender.Refused("neither a webhook signature nor a valid forwarder secret");
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    return new Parsed.Alerts(delivery.alerts(message.body()));
  }
}
