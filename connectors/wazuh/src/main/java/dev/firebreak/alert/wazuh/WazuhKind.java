package dev.firebreak.alert.wazuh;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import java.util.ArrayList;
import java.util.List;

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
    List<SigningKey> keys = new ArrayList<>(List.of(SigningKey.of("secret", settings.secret())));
    settings.nextSecret().ifPresent(s -> keys.add(SigningKey.of("next-secret", s)));
    return new WazuhSource(keys, settings.hostIs().equals("id"));
  }
}
