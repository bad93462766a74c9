package dev.firebreak.alert.sentinel;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Credentials;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.Optional;

/**
 * Authenticated by what the Logic App's HTTP action is told to show
 * (https://learn.microsoft.com/en-us/azure/connectors/connectors-native-http): nothing is signed.
 */
final class SentinelSource implements AlertSource {
  private final Credentials credentials;

  SentinelSource(Credentials credentials) {
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
    return new Parsed.Alerts(Delivery.alerts(new Part(JsonBody.parse(message.body()))));
  }
}
