package dev.firebreak.alert.github;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One event a message (https://docs.github.com/en/webhooks/webhook-events-and-payloads). GitHub
 * signs the body only: event name and delivery id are believed because nothing hangs on them that
 * the body would not bear out.
 */
final class GitHubSource implements AlertSource {
  private static final Pattern DELIVERY = Pattern.compile("[0-9A-Za-z-]{1,100}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,100}");

  private final HubSignature signature;
  private final Logins logins;

  GitHubSource(HubSignature signature, Logins logins) {
    this.signature = signature;
    this.logins = logins;
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    if (!signature.fits(message)) {
      return new Sender.Refused("no X-Hub-Signature-256 by an active secret");
    }
    return new Sender.Authentic(
        message.header("x-github-delivery").filter(d -> DELIVERY.matcher(d).matches()),
        Optional.empty());
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    JsonBody body = JsonBody.parse(message.body());
    Optional<String> told = message.header("x-github-event").filter(n -> NAME.matcher(n).matches());
    Optional<String> name = told.isPresent() ? told : EventName.of(body);
    if (name.isEmpty()) {
      throw new UnusableAlert(
          "",
          "does not show which event it is, and the header X-GitHub-Event is missing; let GitHub"
              + " post to this address itself");
    }
    Event event = new Event(name.get(), body, logins);
    if (name.get().equals("ping")) {
      return new Parsed.Handshake("GitHub made a webhook that posts here");
    }
    Optional<Alert> alert = Events.read(event);
    return new Parsed.Alerts(List.of(alert.orElseThrow(event::refusal)));
  }
}
