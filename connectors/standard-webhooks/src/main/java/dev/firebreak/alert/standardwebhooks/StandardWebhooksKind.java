package dev.firebreak.alert.standardwebhooks;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.StandardWebhooks;

/** Any sender that signs by Standard Webhooks; Firebreak's own, recommended way in. */
public final class StandardWebhooksKind implements AlertSourceKind<StandardWebhooksSettings> {
  @Override
  public String kind() {
    return "standard-webhooks";
  }

  @Override
  public Class<StandardWebhooksSettings> settings() {
    return StandardWebhooksSettings.class;
  }

  @Override
  public AlertSource open(StandardWebhooksSettings settings) {
    return new StandardWebhooksSource(
        new StandardWebhooks(settings.secret(), settings.nextSecret()));
  }
}
