package dev.firebreak.alert.fireblocks;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;

/** Fireblocks, by a webhook of version 2. */
public final class FireblocksSourceKind implements AlertSourceKind<FireblocksSourceSettings> {
  @Override
  public String kind() {
    return "fireblocks";
  }

  @Override
  public Class<FireblocksSourceSettings> settings() {
    return FireblocksSourceSettings.class;
  }

  @Override
  public AlertSource open(FireblocksSourceSettings settings) {
    KeyPage page = VendorKeyPage.open(settings.keys(), settings.privateHosts());
    return new FireblocksSource(settings.workspaces(), new SigningKeys(page));
  }
}
