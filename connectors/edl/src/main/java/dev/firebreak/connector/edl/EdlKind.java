package dev.firebreak.connector.edl;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;

/** External Dynamic Lists, by whatever name the firewall's vendor calls what it fetches. */
public final class EdlKind implements ConnectorKind<EdlSettings> {
  @Override
  public String kind() {
    return "edl";
  }

  @Override
  public Class<EdlSettings> settings() {
    return EdlSettings.class;
  }

  @Override
  public Connector open(EdlSettings settings, Access access) {
    return new Edl(settings, new Lists(access.entries()));
  }
}
