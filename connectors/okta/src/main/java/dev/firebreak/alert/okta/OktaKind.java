package dev.firebreak.alert.okta;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;

/** Okta's System Log, by event hook or from a forwarder. */
public final class OktaKind implements AlertSourceKind<OktaSettings> {
  @Override
  public String kind() {
    return "okta";
  }

  @Override
  public Class<OktaSettings> settings() {
    return OktaSettings.class;
  }

  @Override
  public AlertSource open(OktaSettings settings) {
    return new OktaSource(
        new Credentials(settings.secret(), settings.nextSecret()), settings.ignoredActors());
  }
}
