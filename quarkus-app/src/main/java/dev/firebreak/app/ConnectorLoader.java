package dev.firebreak.app;

import dev.firebreak.action.ConnectorEntries;
import dev.firebreak.action.ConnectorInstance;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Settings;
import dev.firebreak.store.Database;
import dev.firebreak.worker.Workers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Opens configured connector instances. */
final class ConnectorLoader {
  private final Map<String, ConnectorKind<?>> kinds = new TreeMap<>();
  private final Database database;
  private final Workers workers;
  private final Clock clock;

  ConnectorLoader(Database database, Workers workers, Clock clock) {
    this.database = database;
    this.workers = workers;
    this.clock = clock;
    for (ConnectorKind<?> kind : ServiceLoader.load(ConnectorKind.class)) {
      kinds.put(kind.kind(), kind);
    }
  }

  /** Those of the settings. */
  List<ConnectorInstance> open(Map<String, FirebreakConfig.ConnectorConfig> configs)
      throws CannotStart {
    List<ConnectorInstance> instances = new ArrayList<>();
    for (Map.Entry<String, FirebreakConfig.ConnectorConfig> e : configs.entrySet()) {
      String key = "firebreak.connectors." + e.getKey();
      FirebreakConfig.ConnectorConfig c = e.getValue();
      if (!kinds.containsKey(c.kind())) {
        throw new CannotStart(key + ".kind is '" + c.kind() + "'; known kinds: " + kinds.keySet());
      }
      try {
        instances.add(
            open(
                e.getKey(),
                c.kind(),
                c.settings(),
                c.privateHosts().orElse(List.of()),
                c.maxConcurrent()));
      } catch (IllegalArgumentException bad) {
        throw new CannotStart(bad.getMessage() + " (set it as " + key + ".settings.<key>)", bad);
      }
    }
    return instances;
  }

  /**
   * One instance.
   *
   * @throws IllegalArgumentException a sentence about the kind or a setting
   */
  ConnectorInstance open(
      String name,
      String kind,
      Map<String, String> settings,
      List<String> privateHosts,
      int maxConcurrent) {
    ConnectorKind<?> known =
        Optional.ofNullable(kinds.get(kind))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "connector '"
                            + name
                            + "' is of kind '"
                            + kind
                            + "'; known: "
                            + kinds.keySet()));
    InstanceAccess access =
        new InstanceAccess(
            privateHosts,
            maxConcurrent * 2,
            new ConnectorEntries(database, name, clock),
            secret -> workers.of(name, secret),
            clock);
    return open(name, known, settings, maxConcurrent, access);
  }

  private static <S extends Record> ConnectorInstance open(
      String name,
      ConnectorKind<S> kind,
      Map<String, String> given,
      int maxConcurrent,
      InstanceAccess access) {
    S settings = Settings.bind("connector '" + name + "'", kind.settings(), given);
    return new ConnectorInstance(
        name, kind.open(settings, access), maxConcurrent, access::vitals, access);
  }
}
