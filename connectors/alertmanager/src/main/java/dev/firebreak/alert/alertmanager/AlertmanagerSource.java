package dev.firebreak.alert.alertmanager;

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
import java.util.List;
import java.util.Optional;

/**
 * One notification a message, many alerts a notification, each with a status of its own
 * (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). Authenticated by a
 * shared secret: Alertmanager signs nothing.
 */
final class AlertmanagerSource implements AlertSource {
  private final Credentials credentials;
  private final Optional<String> cluster;

  AlertmanagerSource(Credentials credentials, Optional<String> cluster) {
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
    JsonBody body = JsonBody.parse(message.body());
    Notification notification = Notification.read(body);
    List<Alert> alerts = new ArrayList<>();
    for (JsonBody item : body.items("/alerts")) {
      alerts.add(FiringAlert.read(item, notification).toAlert(cluster));
    }
    if (alerts.isEmpty()) {
      throw new UnusableAlert("/alerts", "is missing or empty; expected at least one alert");
    }
    notification.leftOut().ifPresent(alerts::add);
    return new Parsed.Alerts(alerts);
  }
}
