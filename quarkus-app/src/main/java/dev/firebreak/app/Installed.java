package dev.firebreak.app;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Settings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** What could be configured, and what is: without any secret. */
public final class Installed {
  private final Map<String, Class<? extends Record>> connectors = new TreeMap<>();
  private final Map<String, Class<? extends Record>> sources = new TreeMap<>();

  /** Those on the class path. */
  public Installed() {
    for (ConnectorKind<?> kind : ServiceLoader.load(ConnectorKind.class)) {
      connectors.put(kind.kind(), kind.settings());
    }
    for (AlertSourceKind<?> kind : ServiceLoader.load(AlertSourceKind.class)) {
      sources.put(kind.kind(), kind.settings());
    }
  }

  /**
   * A setting of a kind.
   *
   * @param required whether there is neither a default nor a way to do without
   */
  public record Setting(
      String key, String type, boolean secret, boolean required, String byDefault, String about) {}

  /** A kind that can be configured. */
  public record Kind(String kind, List<Setting> settings) {}

  /**
   * What is configured.
   *
   * @param value empty for a secret, whatever it is, and where the default holds
   * @param from {@code here}, {@code file}, {@code environment} or {@code default}
   */
  public record Value(String key, boolean secret, Optional<String> value, String from) {}

  public List<Kind> connectorKinds() {
    return kinds(connectors);
  }

  public List<Kind> sourceKinds() {
    return kinds(sources);
  }

  /** The settings of a configured connector; none where files or workers describe it. */
  public List<Value> of(FirebreakConfig.ConnectorConfig config) {
    return values(Optional.ofNullable(connectors.get(config.kind())), config.settings());
  }

  /** The settings of a source. */
  public List<Value> of(FirebreakConfig.SourceConfig config) {
    return values(Optional.ofNullable(sources.get(config.kind())), config.settings());
  }

  private static List<Kind> kinds(Map<String, Class<? extends Record>> all) {
    return all.entrySet().stream().map(e -> new Kind(e.getKey(), settings(e.getValue()))).toList();
  }

  private static List<Setting> settings(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(Installed::setting).toList();
  }

  private static Setting setting(RecordComponent c) {
    Optional<Describe> about = Optional.ofNullable(c.getAnnotation(Describe.class));
    String byDefault = about.map(Describe::byDefault).orElse("");
    boolean optional = c.getType() == Optional.class || c.getType() == List.class;
    return new Setting(
        Settings.key(c),
        words(c.getGenericType()),
        isSecret(c.getGenericType()),
        !optional && byDefault.isEmpty(),
        byDefault,
        about.map(Describe::value).orElse(""));
  }

  private static List<Value> values(
      Optional<Class<? extends Record>> type, Map<String, String> given) {
    return type.stream()
        .flatMap(t -> Arrays.stream(t.getRecordComponents()))
        .map(c -> value(c, Optional.ofNullable(given.get(Settings.key(c)))))
        .toList();
  }

  private static Value value(RecordComponent c, Optional<String> given) {
    boolean secret = isSecret(c.getGenericType());
    String from =
        given
            .map(
                g ->
                    secret && g.startsWith("file:")
                        ? "file"
                        : secret && g.startsWith("env:") ? "environment" : "here")
            .orElse("default");
    Optional<String> shown = secret ? Optional.empty() : given.map(Installed::withoutPassword);
    return new Value(Settings.key(c), secret, shown, from);
  }

  /** A URL may carry one before its host. */
  private static String withoutPassword(String value) {
    return value.replaceAll("(?i)([a-z][a-z0-9+.-]*://)[^/?#]*@", "$1(not shown)@");
  }

  private static boolean isSecret(Type type) {
    return type == Secret.class
        || type instanceof ParameterizedType p
            && Arrays.stream(p.getActualTypeArguments()).anyMatch(Installed::isSecret);
  }

  private static String words(Type type) {
    if (type instanceof ParameterizedType p) {
      String inner = words(p.getActualTypeArguments()[0]);
      return p.getRawType() == List.class ? "list of " + inner : inner;
    }
    return type instanceof Class<?> c
        ? c.getSimpleName().toLowerCase(java.util.Locale.ROOT)
        : "text";
  }
}
