package dev.firebreak.playbooks;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.VendorSockets;
import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The connectors as they are shipped, opened with settings that lead nowhere: for what their
 * actions say of themselves, never to be called.
 */
final class ShippedConnectors {
  private static final String PRIVATE_KEY = privateKey();

  /** Settings whose form a connector checks. */
  private static final Map<String, String> VALUES =
      Map.of(
          "private-key", PRIVATE_KEY,
          "email", "firebreak@exchange.example",
          "project", "SEC");

  private ShippedConnectors() {}

  /** Those that a shipped playbook calls, by kind. */
  static Map<String, Connector> open() {
    String playbooks = playbooks();
    Map<String, Connector> connectors = new TreeMap<>();
    for (ConnectorKind<?> kind : ServiceLoader.load(ConnectorKind.class)) {
      if (playbooks.contains("camunda:topic=\"" + kind.kind() + ".")) {
        connectors.put(kind.kind(), open(kind));
      }
    }
    return connectors;
  }

  private static String playbooks() {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(Firebreak.ROOT.resolve("playbooks"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".bpmn")).toList()) {
        all.append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  /** Their actions, by topic, for instances that are named as their kind. */
  static Map<String, Action<?, ?>> actions(Map<String, Connector> connectors) {
    Map<String, Action<?, ?>> actions = new TreeMap<>();
    connectors.forEach(
        (name, c) -> c.actions().forEach(a -> actions.put(name + "." + a.name(), a)));
    return actions;
  }

  private static <S extends Record> Connector open(ConnectorKind<S> kind) {
    S settings = Settings.bind(kind.kind(), kind.settings(), values(kind));
    return kind.open(settings, new Nowhere());
  }

  /** Opens what is asked for, and nobody calls it. */
  private static final class Nowhere implements Access {
    @Override
    public VendorHttp http(Endpoint endpoint) {
      return VendorHttp.open(endpoint, List.of(), 1);
    }

    @Override
    public VendorSockets sockets(VendorSockets.Address address) {
      return VendorSockets.open(address, List.of());
    }

    @Override
    public Entries entries() {
      throw new UnsupportedOperationException("no playbook keeps entries");
    }

    @Override
    public Handover handover(Secret credential) {
      throw new UnsupportedOperationException("no playbook has work done outside");
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }
  }

  private static Map<String, String> values(ConnectorKind<?> kind) {
    Map<String, String> values = new HashMap<>();
    for (RecordComponent c : kind.settings().getRecordComponents()) {
      boolean fallback =
          Optional.ofNullable(c.getAnnotation(Describe.class))
              .filter(d -> !d.byDefault().isEmpty())
              .isPresent();
      String key = Settings.key(c);
      if (c.getType() != Optional.class && !fallback) {
        values.put(key, Optional.ofNullable(VALUES.get(key)).orElseGet(() -> any(kind, c)));
      }
    }
    return values;
  }

  private static String any(ConnectorKind<?> kind, RecordComponent c) {
    if (c.getType() == URI.class) {
      return "https://" + kind.kind() + ".example";
    }
    return c.getType() == Secret.class ? "never-sent-0123456789" : "rehearsal";
  }

  private static String privateKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
