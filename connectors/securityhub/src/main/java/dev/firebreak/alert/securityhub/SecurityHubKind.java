package dev.firebreak.alert.securityhub;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;

/** AWS Security Hub, through an EventBridge API destination. */
public final class SecurityHubKind implements AlertSourceKind<SecurityHubSettings> {
  @Override
  public String kind() {
    return "securityhub";
  }

  @Override
  public Class<SecurityHubSettings> settings() {
    return SecurityHubSettings.class;
  }

  @Override
  public AlertSource open(SecurityHubSettings settings) {
    return new SecurityHubSource(new Credentials(settings.secret(), settings.nextSecret()));
  }
}
