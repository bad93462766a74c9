package dev.firebreak.fuzz;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.connector.Settings;
import dev.firebreak.support.EveryKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/** A source of every kind, opened without a server. */
final class OpenSources {
  /** They ask a server for the key of a signature; nothing is to leave a fuzzer. */
  private static final Set<String> ASK_OTHERS = Set.of("fireblocks", "guardduty", "kafka");

  private OpenSources() {}

  /** One of each kind, by name, those that ask others left out where a signature is checked. */
  static List<AlertSource> all(boolean authenticate) {
    Map<String, String> properties =
        new EveryKind(() -> URI.create("http://127.0.0.1:1")).properties();
    List<AlertSourceKind<?>> kinds = new ArrayList<>();
    ServiceLoader.load(AlertSourceKind.class).forEach(kinds::add);
    kinds.sort(Comparator.comparing(AlertSourceKind::kind));
    List<AlertSource> all = new ArrayList<>();
    for (AlertSourceKind<?> kind : kinds) {
      if (!authenticate || !ASK_OTHERS.contains(kind.kind())) {
        all.add(open(kind, properties));
      }
    }
    return all;
  }

  private static <S extends Record> AlertSource open(
      AlertSourceKind<S> kind, Map<String, String> properties) {
    String prefix = "firebreak.sources." + kind.kind() + "-a.settings.";
    Map<String, String> settings = new LinkedHashMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            settings.put(key.substring(prefix.length()), value);
          }
        });
    return kind.open(Settings.bind("source '" + kind.kind() + "'", kind.settings(), settings));
  }
}
