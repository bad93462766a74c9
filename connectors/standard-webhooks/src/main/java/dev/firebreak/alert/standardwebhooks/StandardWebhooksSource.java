package dev.firebreak.alert.standardwebhooks;

import dev.firebreak.alert.AlertJson;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.StandardWebhooks;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.List;

/** A body with {@code class_uid} is OCSF, any other Firebreak's own JSON. */
record StandardWebhooksSource(StandardWebhooks signature) implements AlertSource {
  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    return signature.authenticate(message, now);
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    return new Parsed.Alerts(List.of(AlertJson.read(JsonBody.parse(message.body()))));
  }
}
