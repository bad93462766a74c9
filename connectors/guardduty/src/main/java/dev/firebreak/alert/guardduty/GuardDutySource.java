package dev.firebreak.alert.guardduty;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Credentials;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.ActionFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells the two ways apart by SNS's message type header: with it a message must be signed by SNS,
 * without it the sender must show the secret.
 */
final class GuardDutySource implements AlertSource {
  private final Optional<SnsTopic> sns;
  private final Optional<Credentials> direct;

  GuardDutySource(Optional<SnsTopic> sns, Optional<Credentials> direct) {
    this.sns = sns;
    this.direct = direct;
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    if (SnsMessage.claimedBy(message)) {
      return sns.map(s -> s.authenticate(message, now))
          .orElseGet(() -> new Sender.Refused("came by SNS, but the source has no topics"));
    }
    boolean known = direct.isPresent() && direct.get().accept(message);
    return known
        ? new Sender.Authentic(Optional.empty(), Optional.empty())
        : new Sender.Refused("neither an SNS message nor a valid bearer token or Basic password");
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    JsonBody body = JsonBody.parse(message.body());
    if (!SnsMessage.claimedBy(message)) {
      return new Parsed.Alerts(Delivery.alerts(body));
    }
    SnsMessage sns = SnsMessage.read(body);
    return switch (sns.type()) {
      case SUBSCRIPTION_CONFIRMATION ->
          new Parsed.Handshake("Amazon SNS asks to confirm the subscription to " + sns.topicArn());
      case UNSUBSCRIBE_CONFIRMATION ->
          new Parsed.Handshake(
              "Someone ended the subscription to " + sns.topicArn() + "; findings stop coming");
      case NOTIFICATION -> new Parsed.Alerts(inner(sns.message()));
    };
  }

  /** What SNS carries as a text; a pointer cannot lead into it, so the sentence does. */
  private static List<Alert> inner(String text) throws UnusableAlert {
    try {
      return Delivery.alerts(JsonBody.parse(text));
    } catch (UnusableAlert e) {
      String place = e.pointer().isEmpty() ? "" : "at " + e.pointer() + ": ";
      throw new UnusableAlert("/Message", "inside this text, " + place + e.getMessage());
    }
  }

  @Override
  public void complete(RawMessage message) throws ActionFailure {
    if (sns.isPresent() && SnsMessage.claimedBy(message)) {
      sns.get().confirm(message);
    }
  }
}
