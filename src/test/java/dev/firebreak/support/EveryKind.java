package dev.firebreak.support;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.bench.Ports;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Settings;
import dev.firebreak.testkit.TestAuthority;
import dev.firebreak.testkit.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings of one instance or more of every kind of connector and alert source there is, with
 * made-up secrets. A kind that is added has no settings here, and {@link #missing} says so.
 */
public final class EveryKind {
  private static final String CONNECTORS =
      """
      aws-ec2 region=eu-central-1 access-key-id={word} secret-access-key={word} session-token={word} quarantine-groups=sg-0123456789abcdef0 url={url} sts-url={url}
      aws-iam access-key-id={word} secret-access-key={word} session-token={word} url={url} sts-url={url}
      bitgo url={url} token=v2x{word} otp={word}
      bitgo url={url} token={word} auth=bearer
      chainalysis url={url} api-key={word}
      crowdstrike url={url} client-id=0123456789abcdef0123456789abcdef client-secret={word}
      defender tenant=exchange.example client-id=00000000-0000-4000-8000-000000000001 client-secret={word} url={url} login-url={url}
      dns-rpz server=127.0.0.1 port=1 zone=rpz.example key-name=firebreak key-secret={base64}
      edl username=firewall password={word} next-password={word}
      entra tenant=exchange.example client-id=00000000-0000-4000-8000-000000000001 client-secret={word} graph-url={url} login-url={url}
      evm url={url} path=/{word} token={word} ca-certificate={certificate} chain-id=1 contracts=0x52908400098527886e0f7030069857d2e4169ee7 private-key={hex}
      evm url={url} chain-id=1 contracts=0x52908400098527886e0f7030069857d2e4169ee7 signer-url={url} signer-address=0xde709f2102306220921060314715629080e2fb77 signer-token={word} signer-ca-certificate={certificate}
      example url={url} token={word}
      exchange url={url} key-id=firebreak secret={word}
      fireblocks url={url}/v1 api-key={word} private-key={rsa-key}
      http file={http-file}
      jira url={url} email=firebreak@exchange.example token={word} project=SEC
      keycloak url={url} realm=staff client-id=firebreak client-secret={word} ca-certificate={certificate}
      kubernetes url={url} token={word} ca-certificate={certificate}
      ofac files={list}
      okta url={url} token={word}
      openc2 url={url} token={word} read-back=answer ca-certificate={certificate}
      openc2 url={url} username=firebreak password={word} read-back=command
      pagerduty url={url} routing-key={word}
      panos url={url} api-key={word} tags=blocked ca-certificate={certificate}
      servicenow url={url} user=firebreak password={word}
      servicenow url={url} client-id=firebreak client-secret={word}
      slack url={url}/api token=xoxb-{word} firebreak-url=https://firebreak.example read-back=true
      smtp host=127.0.0.1 port=1 user=firebreak password={word} from=firebreak@exchange.example recipients=@exchange.example ca-certificate={certificate}
      vault url={url} token={word} ca-certificate={certificate} revocable-prefixes=database/creds/readonly
      vault url={url} role-id=firebreak secret-id={word}
      worker file={worker-file}
      """;

  private static final String SOURCES =
      """
      alertmanager secret={word} next-secret={word}
      cef secret={word} next-secret={word} syslog-port={port} server-certificate={certificate} server-key={key} client-ca={certificate}
      crowdstrike secret={word} next-secret={word} forwarder-secret={word} next-forwarder-secret={word}
      datadog secret={word} next-secret={word}
      elastic secret={word} next-secret={word}
      example secret={word} next-secret={word}
      falco secret={word} next-secret={word}
      fireblocks workspaces=00000000-0000-4000-8000-000000000001 jwks-url={closed}/keys private-hosts=127.0.0.1
      forta secret={word} next-secret={word}
      github secret={word} next-secret={word}
      guardduty topics=arn:aws:sns:eu-central-1:111122223333:findings secret={word} next-secret={word}
      hypernative public-key={public-key} next-public-key={public-key} secret={word} next-secret={word}
      kafka bootstrap-servers=127.0.0.1:1 topic=alerts username=firebreak password={word} ca-certificate={certificate}
      kafka bootstrap-servers=127.0.0.1:1 topic=alerts security-protocol=SSL client-certificate={certificate} client-key={key}
      ocsf secret={word} next-secret={word}
      okta secret={word} next-secret={word}
      securityhub secret={word} next-secret={word}
      sentinel secret={word} next-secret={word}
      slack secret={word} next-secret={word}
      splunk secret={word} next-secret={word}
      standard-webhooks secret={whsec} next-secret={whsec}
      wazuh secret={whsec} next-secret={whsec}
      """;

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9-]+)}");

  private final Canaries canaries = new Canaries();
  private final TestAuthority authority = new TestAuthority("Canary");
  private final TestCertificate certificate = authority.issue("canary.example.com");
  private final Path folder;
  private final Supplier<URI> vendor;
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final Map<String, Set<String>> given = new TreeMap<>();
  private final Map<String, String> instances = new TreeMap<>();
  private final Map<String, String> secrets = new TreeMap<>();

  /**
   * @param vendor where an instance's vendor is, asked once for each
   */
  public EveryKind(Supplier<URI> vendor) {
    this.vendor = vendor;
    try {
      this.folder = Files.createTempDirectory("every-kind");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Set<String> connectorKinds = connectorKinds().keySet();
    Set<String> sourceKinds = sourceKinds().keySet();
    CONNECTORS.lines().forEach(l -> line("connectors", l, connectorKinds));
    SOURCES.lines().forEach(l -> line("sources", l, sourceKinds));
  }

  private static Map<String, Class<? extends Record>> connectorKinds() {
    Map<String, Class<? extends Record>> all = new TreeMap<>();
    for (ConnectorKind<?> kind : ServiceLoader.load(ConnectorKind.class)) {
      all.put(kind.kind(), kind.settings());
    }
    return all;
  }

  private static Map<String, Class<? extends Record>> sourceKinds() {
    Map<String, Class<? extends Record>> all = new TreeMap<>();
    for (AlertSourceKind<?> kind : ServiceLoader.load(AlertSourceKind.class)) {
      all.put(kind.kind(), kind.settings());
    }
    return all;
  }

  private void line(String section, String line, Set<String> kinds) {
    String[] words = line.split(" ");
    String kind = words[0];
    if (!kinds.contains(kind)) {
      throw new AssertionError("there are settings for '" + kind + "', which is no kind any more");
    }
    String name = kind + "-" + (given.containsKey(section + "." + kind) ? "b" : "a");
    String prefix = "firebreak." + section + "." + name + ".";
    Supplier<URI> at = once(vendor);
    Map<String, String> settings = new LinkedHashMap<>();
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      String[] pair = word.split("=", 2);
      settings.put(pair[0], filled(section + "." + name + "." + pair[0], pair[1], at));
    }
    properties.put(prefix + "kind", kind);
    settings.forEach((k, v) -> properties.put(prefix + "settings." + k, v));
    given.computeIfAbsent(section + "." + kind, k -> new TreeSet<>()).addAll(settings.keySet());
    if (section.equals("connectors")) {
      properties.put(prefix + "private-hosts", "127.0.0.1");
      instances.put(name, kind);
    }
  }

  private static Supplier<URI> once(Supplier<URI> supplier) {
    List<URI> got = new ArrayList<>();
    return () -> {
      if (got.isEmpty()) {
        got.add(supplier.get());
      }
      return got.get(0);
    };
  }

  private String filled(String name, String template, Supplier<URI> at) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(m -> Matcher.quoteReplacement(value(name, m.group(1), at)));
  }

  private String value(String name, String what, Supplier<URI> at) {
    return switch (what) {
      case "url" -> at.get().toString();
      case "closed" -> "http://127.0.0.1:1";
      case "port" -> Integer.toString(Ports.free());
      case "word" -> secret(name, Canaries.word());
      case "hex" -> secret(name, "1" + HexFormat.of().formatHex(Canaries.bytes(32)).substring(1));
      case "base64" -> secret(name, base64(Canaries.bytes(32)));
      case "whsec" -> secret(name, "whsec_" + secret(name, base64(Canaries.bytes(32))));
      case "certificate" -> file(name, secret(name, certificate.pem()));
      case "key" -> file(name, secret(name, certificate.keyPem()));
      case "rsa-key" -> file(name, secret(name, rsaKey()));
      case "public-key" -> file(name, secret(name, publicKey()));
      case "list" -> plainFile(name + ".txt", "0x52908400098527886e0f7030069857d2e4169ee7\n");
      case "http-file" -> plainFile(name + ".yaml", httpFile(name, at.get()));
      case "worker-file" -> plainFile(name + ".yaml", workerFile(name));
      default -> throw new IllegalArgumentException("no such placeholder: " + what);
    };
  }

  private String secret(String name, String value) {
    canaries.add(name, value);
    secrets.put(name, value);
    return value;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private String file(String name, String text) {
    return "file:" + plainFile(name, text);
  }

  private String plainFile(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rsaKey() {
    return pem("PRIVATE KEY", keys("RSA", 2048).getPrivate().getEncoded());
  }

  private static String publicKey() {
    return pem("PUBLIC KEY", keys("EC", 256).getPublic().getEncoded());
  }

  private static java.security.KeyPair keys(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }

  private String httpFile(String name, URI at) {
    try {
      return Files.readString(
              Firebreak.ROOT.resolve("connectors/declared/examples/acme-firewall.yaml"))
          .replace("https://firewall.acme.example", at.toString())
          .replace("file:/run/secrets/acme-token", file(name + ".token", secret(name, word())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String workerFile(String name) {
    try {
      return Files.readString(Firebreak.ROOT.resolve("connectors/declared/examples/forensics.yaml"))
          .replace(
              "file:/run/secrets/forensics-worker", file(name + ".token", secret(name, word())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String word() {
    return Canaries.word();
  }

  /** All of it, for an application's configuration. */
  public Map<String, String> properties() {
    return new LinkedHashMap<>(properties);
  }

  /** The secrets. */
  public Canaries canaries() {
    return canaries;
  }

  /** Names of connectors, with their kinds. */
  public Map<String, String> connectors() {
    return Map.copyOf(instances);
  }

  /** What is secret, by {@code sources.NAME.SETTING} and {@code connectors.NAME.SETTING}. */
  public Map<String, String> secrets() {
    return Map.copyOf(secrets);
  }

  /** Kinds without an instance, and settings that hold a secret and are not given to any. */
  public Set<String> missing() {
    Set<String> missing = new TreeSet<>();
    connectorKinds().forEach((k, s) -> missing.addAll(missing("connectors." + k, s)));
    sourceKinds().forEach((k, s) -> missing.addAll(missing("sources." + k, s)));
    return missing;
  }

  private Set<String> missing(String kind, Class<? extends Record> settings) {
    Set<String> missing = new TreeSet<>();
    if (!given.containsKey(kind)) {
      missing.add(kind);
    }
    for (RecordComponent c : settings.getRecordComponents()) {
      String key = Settings.key(c);
      if (c.getGenericType().getTypeName().contains(Secret.class.getName())
          && !given.getOrDefault(kind, Set.of()).contains(key)) {
        missing.add(kind + "." + key);
      }
    }
    return missing;
  }
}
