package dev.firebreak.alert.falco;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;

/** Falco, by Falcosidekick's webhook output or Falco's http_output. */
public final class FalcoKind implements AlertSourceKind<FalcoSettings> {
  @Override
  public String kind() {
    return "falco";
  }

  @Override
  public Class<FalcoSettings> settings() {
    return FalcoSettings.class;
  }

  @Override
  public AlertSource open(FalcoSettings settings) {
    return new FalcoSource(
        new Credentials(settings.secret(), settings.nextSecret()), settings.cluster());
  }
}
