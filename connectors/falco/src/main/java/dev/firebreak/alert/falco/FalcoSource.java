package dev.firebreak.alert.falco;

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
 * One event a message, authenticated by a shared secret: Falco and Falcosidekick sign nothing
 * (https://github.com/falcosecurity/falcosidekick/blob/master/docs/outputs/webhook.md).
 */
final class FalcoSource implements AlertSource {
  private final Credentials credentials;
  private final Optional<String> cluster;

  FalcoSource(Credentials credentials, Optional<String> cluster) {
    this.credentials = credentials;
    this.cluster = cluster;
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    return credentials.accept(message)
        ? new Sender.Authentic(Optional.empty(), Optional.empty())
        : new Sender.Refused("no valid bearer token, Basic password or path token");
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    return new Parsed.Alerts(
        List.of(FalcoEvent.read(JsonBody.parse(message.body())).toAlert(cluster)));
  }
}
