package dev.firebreak.alert.elastic;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Credentials;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.Optional;

/**
 * One or more alerts a message, authenticated by a shared secret: Kibana's webhook connector signs
 * nothing (https://www.elastic.co/guide/en/kibana/8.9/webhook-action-type.html).
 */
final class ElasticSource implements AlertSource {
  private final Credentials credentials;

  ElasticSource(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    return credentials.accept(message)
        ? new Sender.Authentic(Optional.empty(), Optional.empty())
        : new Sender.Refused("no valid Basic password, bearer token or path token");
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    return Delivery.parse(TemplatedJson.read(message.body()));
  }
}
