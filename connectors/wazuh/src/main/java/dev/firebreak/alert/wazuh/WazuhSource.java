package dev.firebreak.alert.wazuh;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.StandardWebhooks;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.List;

/**
 * One alert a message. Wazuh itself signs nothing; the script in this folder does.
 *
 * @param hostById whether an agent is named by its id in Wazuh
 */
record WazuhSource(StandardWebhooks signature, boolean hostById) implements AlertSource {
  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    return signature.authenticate(message, now);
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    JsonBody body = JsonBody.parse(message.body());
    return new Parsed.Alerts(List.of(WazuhAlert.read(body).toAlert(hostById)));
  }
}
