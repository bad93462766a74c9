package dev.firebreak.alert.wazuh;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.StandardWebhooks;

/** Wazuh, by the integrator script {@code custom-firebreak}, which signs what it sends. */
public final class WazuhKind implements AlertSourceKind<WazuhSettings> {
  @Override
  public String kind() {
    return "wazuh";
  }

  @Override
  public Class<WazuhSettings> settings() {
    return WazuhSettings.class;
  }

  @Override
  public AlertSource open(WazuhSettings settings) {
    return new WazuhSource(
        new StandardWebhooks(settings.secret(), settings.nextSecret()),
        settings.hostIs().equals("id"));
  }
}
