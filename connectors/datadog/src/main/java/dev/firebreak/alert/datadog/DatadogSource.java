package dev.firebreak.alert.datadog;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Credentials;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One notification a message, authenticated by a shared secret: Datadog's webhooks have custom
 * headers and Basic, and sign nothing (https://docs.datadoghq.com/integrations/webhooks/).
 */
final class DatadogSource implements AlertSource {
  private final Credentials credentials;

  DatadogSource(Credentials credentials) {
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
    Variables variables = Variables.read(JsonBody.parse(message.body()));
    return new Parsed.Alerts(List.of(Notification.of(variables).toAlert()));
  }
}
