package dev.firebreak.alert.forta;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Credentials;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several alerts a message, authenticated by a secret in the address or a static header: Forta
 * signs nothing
 * (https://github.com/forta-network/forta-core-go/blob/master/clients/webhook/client/operations/send_alerts_parameters.go).
 */
final class FortaSource implements AlertSource {
  private final Credentials credentials;
  private final KnownAddresses known;

  FortaSource(Credentials credentials, KnownAddresses known) {
    this.credentials = credentials;
    this.known = known;
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    return credentials.accept(withScheme(message))
        ? new Sender.Authentic(Optional.empty(), Optional.empty())
        : new Sender.Refused("no valid secret at the end of the URL or in Authorization");
  }

  /** A bare secret in the header is taken, too; {@link Credentials} wants its scheme named. */
  private static RawMessage withScheme(RawMessage message) {
    Optional<String> bare =
        message.header("authorization").filter(v -> !v.isEmpty() && !v.contains(" "));
    if (bare.isEmpty()) {
      return message;
    }
    Map<String, List<String>> headers = new HashMap<>(message.headers());
    headers.put("authorization", List.of("Bearer " + bare.get()));
    return new RawMessage(headers, message.pathToken(), message.body());
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    return new Parsed.Alerts(Delivery.alerts(message.body(), known));
  }
}
