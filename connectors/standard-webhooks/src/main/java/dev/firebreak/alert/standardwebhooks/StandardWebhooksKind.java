package dev.firebreak.alert.standardwebhooks;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import java.util.ArrayList;
import java.util.List;

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
    List<SigningKey> keys = new ArrayList<>(List.of(SigningKey.of("secret", settings.secret())));
    settings.nextSecret().ifPresent(s -> keys.add(SigningKey.of("next-secret", s)));
    return new StandardWebhooksSource(keys);
  }
}
