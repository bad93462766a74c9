package dev.firebreak.alert.slack;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.Locale;

/**
 * Three kinds of body: events as JSON, interactions as a form with {@code payload}, slash commands
 * as a form with {@code command}. A click or a command is written down and starts nothing: who sits
 * at a Slack account was not asked for a second factor by us, and Slack's word is no vote.
 */
record SlackSource(SlackSignature signature) implements AlertSource {
  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    return signature.check(message, now);
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    boolean form =
        message
            .header("content-type")
            .filter(t -> t.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded"))
            .isPresent();
    return form ? Clicks.read(Form.parse(message.body())) : Events.read(message.body());
  }
}
