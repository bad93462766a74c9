package dev.firebreak.alert.sentinel;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;

/** Microsoft Sentinel and Microsoft Graph security alerts, posted by a Logic App's HTTP action. */
public final class SentinelKind implements AlertSourceKind<SentinelSettings> {
  @Override
  public String kind() {
    return "sentinel";
  }

  @Override
  public Class<SentinelSettings> settings() {
    return SentinelSettings.class;
  }

  @Override
  public AlertSource open(SentinelSettings settings) {
    return new SentinelSource(new Credentials(settings.secret(), settings.nextSecret()));
  }
}
