package dev.firebreak.alert.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Credentials;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Several events a message, authenticated by a static header: Okta signs nothing
 * (https://developer.okta.com/docs/concepts/event-hooks/). Its one-time verification is answered to
 * anybody, because the answer only repeats what was asked.
 */
final class OktaSource implements AlertSource {
  private static final Pattern CHALLENGE = Pattern.compile("[\\x21-\\x7e]{1,1000}");

  private final Credentials credentials;
  private final List<String> ignoredActors;

  OktaSource(Credentials credentials, List<String> ignoredActors) {
    this.credentials = credentials;
    this.ignoredActors = List.copyOf(ignoredActors);
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    return credentials.accept(withScheme(message))
        ? new Sender.Authentic(Optional.empty(), Optional.empty())
        : new Sender.Refused("no valid secret in Authorization or at the end of the URL");
  }

  /** Okta sends the bare secret; {@link Credentials} wants its scheme named. */
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
    List<JsonBody> events = Delivery.events(message.body());
    List<Alert> alerts = new ArrayList<>();
    for (JsonBody event : events) {
      LogEvent.read(event).alert(ignoredActors).ifPresent(alerts::add);
    }
    if (alerts.isEmpty()) {
      throw Delivery.refusal(events);
    }
    return new Parsed.Alerts(alerts);
  }

  @Override
  public Optional<JsonNode> greet(RawMessage request) {
    return request
        .header("x-okta-verification-challenge")
        .filter(c -> CHALLENGE.matcher(c).matches())
        .map(c -> JsonNodeFactory.instance.objectNode().put("verification", c));
  }
}
