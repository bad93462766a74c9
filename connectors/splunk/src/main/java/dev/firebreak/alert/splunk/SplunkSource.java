package dev.firebreak.alert.splunk;

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
 * One search result a message: the webhook action sends only the first row
 * (https://help.splunk.com/en/splunk-enterprise/alert-and-respond/alerting-manual/10.0/configure-alert-actions/use-a-webhook-alert-action).
 * It can set no header and signs nothing, so the secret is part of the URL.
 */
final class SplunkSource implements AlertSource {
  private final Credentials credentials;

  SplunkSource(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    return credentials.accept(message)
        ? new Sender.Authentic(Optional.empty(), Optional.empty())
        : new Sender.Refused("no valid path token, bearer token or Basic password");
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    return new Parsed.Alerts(List.of(SearchAlert.read(JsonBody.parse(message.body())).toAlert()));
  }
}
