package dev.firebreak.alert.forta;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;

/** The Forta Network, by webhook subscription. */
public final class FortaKind implements AlertSourceKind<FortaSettings> {
  @Override
  public String kind() {
    return "forta";
  }

  @Override
  public Class<FortaSettings> settings() {
    return FortaSettings.class;
  }

  @Override
  public AlertSource open(FortaSettings settings) {
    return new FortaSource(
        new Credentials(settings.secret(), settings.nextSecret()),
        new KnownAddresses(settings.ignoredAddresses()));
  }
}
