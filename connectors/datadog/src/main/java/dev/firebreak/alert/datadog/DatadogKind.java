package dev.firebreak.alert.datadog;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;

/** Datadog, by its webhooks integration with the payload this folder's page gives. */
public final class DatadogKind implements AlertSourceKind<DatadogSettings> {
  @Override
  public String kind() {
    return "datadog";
  }

  @Override
  public Class<DatadogSettings> settings() {
    return DatadogSettings.class;
  }

  @Override
  public AlertSource open(DatadogSettings settings) {
    return new DatadogSource(new Credentials(settings.secret(), settings.nextSecret()));
  }
}
