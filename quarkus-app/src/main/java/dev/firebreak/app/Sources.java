package dev.firebreak.app;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.connector.Settings;
import dev.firebreak.intake.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The configured senders. */
public final class Sources {
  private final Map<String, Source> byId;

  private Sources(Map<String, Source> byId) {
    this.byId = Map.copyOf(byId);
  }

  /** Opens every configured source. */
  public static Sources open(Map<String, FirebreakConfig.SourceConfig> configs) throws CannotStart {
    Map<String, AlertSourceKind<?>> kinds = new TreeMap<>();
    for (AlertSourceKind<?> kind : ServiceLoader.load(AlertSourceKind.class)) {
      kinds.put(kind.kind(), kind);
    }
    Map<String, Source> byId = new TreeMap<>();
    for (Map.Entry<String, FirebreakConfig.SourceConfig> e : configs.entrySet()) {
      byId.put(e.getKey(), open(e.getKey(), e.getValue(), kinds));
    }
    return new Sources(byId);
  }

  private static Source open(
      String id, FirebreakConfig.SourceConfig config, Map<String, AlertSourceKind<?>> kinds)
      throws CannotStart {
    AlertSourceKind<?> kind = kinds.get(config.kind());
    if (kind == null) {
      throw new CannotStart(
          "firebreak.sources."
              + id
              + ".kind is '"
              + config.kind()
              + "'; known kinds: "
              + kinds.keySet());
    }
    try {
      return new Source(
          id,
          kind.kind(),
          config.critical(),
          kind.contentTypes(),
          open(id, kind, config.settings()));
    } catch (IllegalArgumentException e) {
      throw new CannotStart(
          e.getMessage() + " (set it as firebreak.sources." + id + ".settings.<key>)", e);
    }
  }

  private static <S extends Record> AlertSource open(
      String id, AlertSourceKind<S> kind, Map<String, String> settings) {
    return kind.open(Settings.bind("source '" + id + "'", kind.settings(), settings));
  }

  public Optional<Source> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public List<Source> all() {
    List<Source> all = new ArrayList<>(byId.values());
    all.sort(java.util.Comparator.comparing(Source::id));
    return all;
  }
}
