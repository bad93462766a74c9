package dev.firebreak.alert.hypernative;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;
import java.util.ArrayList;
import java.util.List;

/** Hypernative, by a webhook channel. */
public final class HypernativeKind implements AlertSourceKind<HypernativeSettings> {
  @Override
  public String kind() {
    return "hypernative";
  }

  @Override
  public Class<HypernativeSettings> settings() {
    return HypernativeSettings.class;
  }

  @Override
  public AlertSource open(HypernativeSettings settings) {
    List<SigningKey> keys = new ArrayList<>(SigningKey.all("public-key", settings.publicKey()));
    settings.nextPublicKey().ifPresent(k -> keys.addAll(SigningKey.all("next-public-key", k)));
    return new HypernativeSource(
        keys,
        settings.secret().map(s -> new Credentials(s, settings.nextSecret())),
        settings.maxAge());
  }
}
