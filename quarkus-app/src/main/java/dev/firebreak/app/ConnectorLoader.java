package dev.firebreak.app;

import dev.firebreak.action.ConnectorEntries;
import dev.firebreak.action.ConnectorInstance;
import dev.firebreak.action.Opened;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.app.secrets.InstanceAccess;
import dev.firebreak.app.secrets.LiveConnector;
import dev.firebreak.app.secrets.SecretStore;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.SecretSource;
import dev.firebreak.store.Database;
import dev.firebreak.worker.Workers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/** Opens configured connector instances. */
final class ConnectorLoader {
  private final Map<String, ConnectorKind<?>> kinds = new TreeMap<>();
  private final Database database;
  private final Workers workers;
  private final SecretStore secrets;
  private final Clock clock;

  ConnectorLoader(Database database, Workers workers, SecretStore secrets, Clock clock) {
    this.secrets = secrets;
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
                c.lift(),
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
   * @param lift settings that differ for actions that release
   * @throws IllegalArgumentException a sentence about the kind or a setting
   */
  ConnectorInstance open(
      String name,
      String kind,
      Map<String, String> settings,
      Map<String, String> lift,
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
    Function<SecretSource, InstanceAccess> access =
        source ->
            new InstanceAccess(
                privateHosts,
                maxConcurrent * 2,
                new ConnectorEntries(database, name, clock),
                secret -> workers.of(name, secret),
                source,
                clock);
    Opened opened = LiveConnector.open(what(name), known, settings, secrets, access);
    return new ConnectorInstance(
        name, opened, lifting(name, known, settings, lift, access), maxConcurrent);
  }

  private Optional<Opened> lifting(
      String name,
      ConnectorKind<?> kind,
      Map<String, String> settings,
      Map<String, String> lift,
      Function<SecretSource, InstanceAccess> access) {
    if (lift.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(lift);
    return Optional.of(LiveConnector.open(what(name) + " (lift)", kind, all, secrets, access));
  }

  private static String what(String name) {
    return "connector '" + name + "'";
  }
}
