package dev.firebreak.alert.securityhub;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Credentials;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.Optional;

/**
 * Findings authenticated by the header that an EventBridge connection adds
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html);
 * EventBridge signs nothing.
 */
final class SecurityHubSource implements AlertSource {
  private final Credentials credentials;

  SecurityHubSource(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    return credentials.accept(message)
        ? new Sender.Authentic(Optional.empty(), Optional.empty())
        : new Sender.Refused("no valid bearer token, Basic password or path token");
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    return new Parsed.Alerts(Delivery.alerts(message.body()));
  }
}
