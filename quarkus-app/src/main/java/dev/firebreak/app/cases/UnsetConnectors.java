package dev.firebreak.app.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.cases.CaseStages.Offer;
import dev.firebreak.connector.Access;
import dev.firebreak.connector.Call;
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
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/**
 * Connectors without settings, for what their actions say of themselves, never to be called: every
 * kind under its own name, and the instances that a home folder names, so that cases are played on
 * a machine that has no vendor's secret.
 */
public final class UnsetConnectors {
  private static final String PREFIX = "firebreak.connectors.";
  private static final String PRIVATE_KEY = privateKey();

  /** Settings whose form a connector checks; {@code kind.key} goes before {@code key}. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("private-key", PRIVATE_KEY),
          Map.entry("evm.private-key", "11".repeat(32)),
          Map.entry("contracts", "0x52908400098527886e0f7030069857d2e4169ee7"),
          Map.entry("chain-id", "1"),
          Map.entry("email", "firebreak@exchange.example"),
          Map.entry("from", "firebreak@exchange.example"),
          Map.entry("recipients", "@exchange.example"),
          Map.entry("project", "SEC"),
          Map.entry("server", "127.0.0.1"),
          Map.entry("zone", "rpz.example"),
          Map.entry("key-secret", Base64.getEncoder().encodeToString(new byte[32])),
          Map.entry("region", "eu-central-1"),
          Map.entry("quarantine-groups", "sg-0123456789abcdef0"),
          Map.entry("tenant", "exchange.example"),
          Map.entry("client-id", "00000000-0000-4000-8000-000000000001"),
          Map.entry("client-secret", "never-sent-0123456789"),
          Map.entry("crowdstrike.client-id", "0123456789abcdef0123456789abcdef"),
          Map.entry("read-back", "answer"),
          Map.entry("servicenow.user", "firebreak"),
          Map.entry("servicenow.password", "never-sent-0123456789"),
          Map.entry("openc2.token", "never-sent-0123456789"),
          Map.entry("vault.token", "never-sent-0123456789"),
          Map.entry("slack.token", "xoxb-never-sent-0123456789"),
          Map.entry("ofac.files", "/nowhere/list.txt"),
          Map.entry("panos.tags", "unset"),
          Map.entry("routing-key", "never0sent0never0sent0never0sent"));

  private final Path home;
  private final Map<String, String> problems = new TreeMap<>();

  /**
   * @param home may have {@code firebreak.properties} and {@code connectors.d}; need not exist
   */
  public UnsetConnectors(Path home) {
    this.home = home;
  }

  /**
   * Those of the given instance names that are known.
   *
   * @throws IllegalArgumentException a sentence about a file that cannot be read
   */
  public List<Offer> offers(Set<String> instances) {
    Map<String, ConnectorKind<?>> kinds = new TreeMap<>();
    ServiceLoader.load(ConnectorKind.class).forEach(k -> kinds.put(k.kind(), k));
    Map<String, String> configured = configured();
    List<Offer> offers = new ArrayList<>();
    for (String name : instances) {
      Path file = home.resolve("connectors.d").resolve(name + ".yaml");
      String kind = Files.exists(file) ? declaredKind(file) : configured.getOrDefault(name, name);
      Optional.ofNullable(kinds.get(kind))
          .flatMap(k -> offer(name, k, file))
          .ifPresent(offers::add);
    }
    return offers;
  }

  /** Why a kind could not be opened, by instance. */
  public Map<String, String> problems() {
    return new TreeMap<>(problems);
  }

  private Optional<Offer> offer(String name, ConnectorKind<?> kind, Path file) {
    try {
      Connector opened = open(kind, values(kind, file));
      return Optional.of(new Offer(name, kind.kind(), opened.actions()));
    } catch (RuntimeException e) {
      problems.put(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Kinds by instance, as the settings file says. */
  private Map<String, String> configured() {
    Path file = home.resolve("firebreak.properties");
    Map<String, String> all = new HashMap<>();
    if (Files.exists(file)) {
      Properties read = new Properties();
      try (Reader in = Files.newBufferedReader(file)) {
        read.load(in);
      } catch (IOException e) {
        throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
      }
      for (String key : read.stringPropertyNames()) {
        if (key.startsWith(PREFIX) && key.endsWith(".kind")) {
          all.put(
              key.substring(PREFIX.length(), key.length() - ".kind".length()),
              read.getProperty(key).strip());
        }
      }
    }
    return all;
  }

  private static String declaredKind(Path file) {
    try {
      return new com.fasterxml.jackson.dataformat.yaml.YAMLMapper()
          .readTree(Files.readString(file))
          .path("kind")
          .asText("http");
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static <S extends Record> Connector open(
      ConnectorKind<S> kind, Map<String, String> values) {
    return kind.open(Settings.bind(kind.kind(), kind.settings(), values), new Nowhere());
  }

  private static Map<String, String> values(ConnectorKind<?> kind, Path file) {
    Map<String, String> values = new HashMap<>();
    for (RecordComponent c : kind.settings().getRecordComponents()) {
      String key = Settings.key(c);
      Optional<String> special = Optional.ofNullable(VALUES.get(kind.kind() + "." + key));
      boolean fallback =
          Optional.ofNullable(c.getAnnotation(Describe.class))
              .filter(d -> !d.byDefault().isEmpty())
              .isPresent();
      if (key.equals("file")) {
        values.put(key, file.toAbsolutePath().toString());
      } else if (special.isPresent()) {
        values.put(key, special.get());
      } else if (c.getType() == List.class) {
        Optional.ofNullable(VALUES.get(key)).ifPresent(v -> values.put(key, v));
      } else if (c.getType() != Optional.class && !fallback) {
        values.put(key, Optional.ofNullable(VALUES.get(key)).orElseGet(() -> any(kind, c)));
      }
    }
    return values;
  }

  private static String any(ConnectorKind<?> kind, RecordComponent c) {
    if (c.getType() == URI.class) {
      return "https://" + kind.kind() + ".example";
    }
    return c.getType() == Secret.class ? "never-sent-0123456789" : "unset";
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
      return new NoEntries();
    }

    @Override
    public Handover handover(Secret credential) {
      return new Handover() {
        @Override
        public JsonNode ask(Work work, Call<?> call) {
          throw new IllegalStateException("no worker is asked while cases are played");
        }

        @Override
        public Optional<String> lastFetch(String action) {
          return Optional.empty();
        }
      };
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }
  }

  private record NoEntries() implements Entries {
    @Override
    public void add(String list, String value, String note) {
      throw new IllegalStateException("no list is written while cases are played");
    }

    @Override
    public void remove(String list, String value) {
      throw new IllegalStateException("no list is written while cases are played");
    }

    @Override
    public Optional<Entry> find(String list, String value) {
      return Optional.empty();
    }

    @Override
    public List<Entry> all(String list) {
      return List.of();
    }
  }
}
