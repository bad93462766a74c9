package dev.firebreak.app;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.app.secrets.LiveSource;
import dev.firebreak.app.secrets.SecretStore;
import dev.firebreak.connector.Pem;
import dev.firebreak.connector.Secret;
import dev.firebreak.intake.ClientCertificate;
import dev.firebreak.intake.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
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
  public static Sources open(Map<String, FirebreakConfig.SourceConfig> configs, SecretStore secrets)
      throws CannotStart {
    Map<String, AlertSourceKind<?>> kinds = new TreeMap<>();
    for (AlertSourceKind<?> kind : ServiceLoader.load(AlertSourceKind.class)) {
      kinds.put(kind.kind(), kind);
    }
    Map<String, Source> byId = new TreeMap<>();
    for (Map.Entry<String, FirebreakConfig.SourceConfig> e : configs.entrySet()) {
      byId.put(e.getKey(), open(e.getKey(), e.getValue(), kinds, secrets));
    }
    return new Sources(byId);
  }

  private static Source open(
      String id,
      FirebreakConfig.SourceConfig config,
      Map<String, AlertSourceKind<?>> kinds,
      SecretStore secrets)
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
          LiveSource.open(id, kind, config.settings(), secrets),
          certificate(id, config.clientCertificate()));
    } catch (IllegalArgumentException e) {
      throw new CannotStart(
          e.getMessage() + " (set it as firebreak.sources." + id + ".settings.<key>)", e);
    }
  }

  private static Optional<ClientCertificate> certificate(
      String id, Optional<FirebreakConfig.ClientCertificateConfig> config) throws CannotStart {
    String key = "firebreak.sources." + id + ".client-certificate";
    try {
      return config.map(
          c ->
              new ClientCertificate(
                  authorities(key + ".ca", c.ca()), c.subject(), c.alternativeName()));
    } catch (IllegalArgumentException e) {
      throw new CannotStart(key + ": " + e.getMessage(), e);
    }
  }

  private static List<X509Certificate> authorities(String key, String file) {
    try {
      return Pem.certificates(key, Secret.of(Files.readString(Path.of(file)))).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the file '" + file + "' of " + key + " cannot be read", e);
    }
  }

  public Optional<Source> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Sources whose messages cannot be checked now, and why. */
  public Map<String, String> problems() {
    Map<String, String> all = new TreeMap<>();
    for (Source s : byId.values()) {
      if (s.receiver() instanceof LiveSource live) {
        live.problem().ifPresent(p -> all.put(s.id(), p));
      }
    }
    return all;
  }

  public List<Source> all() {
    List<Source> all = new ArrayList<>(byId.values());
    all.sort(java.util.Comparator.comparing(Source::id));
    return all;
  }
}
