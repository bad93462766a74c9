package dev.firebreak.app;

import dev.firebreak.action.ConnectorInstance;
import dev.firebreak.action.Connectors;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Opens the configured connector instances. */
final class ConnectorLoader {
  private ConnectorLoader() {}

  static Connectors open(Map<String, FirebreakConfig.ConnectorConfig> configs) throws CannotStart {
    Map<String, ConnectorKind<?>> kinds = new TreeMap<>();
    for (ConnectorKind<?> kind : ServiceLoader.load(ConnectorKind.class)) {
      kinds.put(kind.kind(), kind);
    }
    List<ConnectorInstance> instances = new ArrayList<>();
    for (Map.Entry<String, FirebreakConfig.ConnectorConfig> e : configs.entrySet()) {
      ConnectorKind<?> kind = kinds.get(e.getValue().kind());
      if (kind == null) {
        throw new CannotStart(
            "firebreak.connectors."
                + e.getKey()
                + ".kind is '"
                + e.getValue().kind()
                + "'; known kinds: "
                + kinds.keySet());
      }
      try {
        instances.add(open(e.getKey(), kind, e.getValue()));
      } catch (IllegalArgumentException bad) {
        throw new CannotStart(
            bad.getMessage()
                + " (set it as firebreak.connectors."
                + e.getKey()
                + ".settings.<key>)",
            bad);
      }
    }
    return new Connectors(instances);
  }

  private static <S extends Record> ConnectorInstance open(
      String name, ConnectorKind<S> kind, FirebreakConfig.ConnectorConfig config) {
    S settings = Settings.bind("connector '" + name + "'", kind.settings(), config.settings());
    VendorHttp http =
        VendorHttp.open(
            kind.endpoint(settings),
            config.privateHosts().orElse(List.of()),
            config.maxConcurrent() * 2);
    return new ConnectorInstance(name, kind.open(settings, http), config.maxConcurrent(), http);
  }
}
