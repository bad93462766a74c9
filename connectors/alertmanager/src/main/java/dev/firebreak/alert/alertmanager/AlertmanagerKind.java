package dev.firebreak.alert.alertmanager;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;

/** Prometheus Alertmanager's webhook receiver. */
public final class AlertmanagerKind implements AlertSourceKind<AlertmanagerSettings> {
  @Override
  public String kind() {
    return "alertmanager";
  }

  @Override
  public Class<AlertmanagerSettings> settings() {
    return AlertmanagerSettings.class;
  }

  @Override
  public AlertSource open(AlertmanagerSettings settings) {
    return new AlertmanagerSource(
        new Credentials(settings.secret(), settings.nextSecret()), settings.cluster());
  }
}
