package dev.firebreak.alert.splunk;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;

/** Splunk's webhook alert action. */
public final class SplunkKind implements AlertSourceKind<SplunkSettings> {
  @Override
  public String kind() {
    return "splunk";
  }

  @Override
  public Class<SplunkSettings> settings() {
    return SplunkSettings.class;
  }

  @Override
  public AlertSource open(SplunkSettings settings) {
    return new SplunkSource(new Credentials(settings.secret(), settings.nextSecret()));
  }
}
