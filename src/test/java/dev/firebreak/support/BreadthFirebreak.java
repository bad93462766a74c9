package dev.firebreak.support;

import dev.firebreak.bench.Ports;
import dev.firebreak.sandbox.Sandbox;
import dev.firebreak.testkit.TestAuthority;
import dev.firebreak.testkit.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One application for tests of what comes in and goes out in other ways than by an alert over HTTP
 * and a vendor's call: started when first asked for, stopped when the JVM ends.
 *
 * <p>Its sources: {@code siem} (signed, critical), {@code alertmanager}, {@code network} (CEF by
 * syslog over TLS), {@code okta}, {@code github}. Its connectors: those of a {@link Sandbox},
 * {@code edl}, {@code configured} (of the same kind), and {@code bitgo} at a {@link Custodian}.
 * Read back every 2 s.
 */
public final class BreadthFirebreak {
  /** The name that the authority of {@link #devices()} must have put into a certificate. */
  public static final String DEVICE = "fw-1.example.com";

  private final TestAuthority servers = new TestAuthority("Servers");
  private final TestAuthority devices = new TestAuthority("Devices");
  private final Custodian custodian = new Custodian(SharedFirebreak.unique("token"));
  private final Sandbox sandbox;
  private final Firebreak firebreak;

  private BreadthFirebreak() throws IOException {
    sandbox = Sandbox.start(0);
    Map<String, String> all = new LinkedHashMap<>(sandbox.properties());
    all.putAll(Firebreak.signingSource("siem", true));
    for (String kind : new String[] {"alertmanager", "okta", "github"}) {
      all.put("firebreak.sources." + kind + ".kind", kind);
      all.put("firebreak.sources." + kind + ".settings.secret", secret());
    }
    syslog(all);
    for (String lists : new String[] {"edl", "configured"}) {
      all.put("firebreak.connectors." + lists + ".kind", "edl");
      all.put("firebreak.connectors." + lists + ".settings.username", "firewall");
      all.put("firebreak.connectors." + lists + ".settings.password", secret());
    }
    all.put("firebreak.connectors.bitgo.kind", "bitgo");
    all.put("firebreak.connectors.bitgo.settings.url", custodian.url().toString());
    all.put("firebreak.connectors.bitgo.settings.token", custodian.token());
    all.put("firebreak.connectors.bitgo.settings.auth", "bearer");
    all.put("firebreak.connectors.bitgo.private-hosts", "127.0.0.1");
    all.put("firebreak.drift.interval", "PT2S");
    firebreak = Firebreak.start("breadth", all);
  }

  private void syslog(Map<String, String> all) throws IOException {
    TestCertificate own = servers.issue("firebreak");
    Path folder = Files.createTempDirectory("syslog");
    Path certificate = Files.writeString(folder.resolve("own.pem"), own.pem());
    Path key = Files.writeString(folder.resolve("own.key"), own.keyPem());
    Path ca = Files.writeString(folder.resolve("ca.pem"), devices.pem());
    String at = "firebreak.sources.network.";
    all.put(at + "kind", "cef");
    all.put(at + "settings.syslog-port", Integer.toString(Ports.free()));
    all.put(at + "settings.server-certificate", "file:" + certificate);
    all.put(at + "settings.server-key", "file:" + key);
    all.put(at + "settings.client-ca", "file:" + ca);
    all.put(at + "settings.client-names", DEVICE);
  }

  private static final class Holder {
    private static final BreadthFirebreak ONE = make();

    private static BreadthFirebreak make() {
      try {
        return new BreadthFirebreak();
      } catch (IOException e) {
        throw new UncheckedIOException("the application cannot be prepared", e);
      }
    }
  }

  /** The application. */
  public static Firebreak get() {
    return Holder.ONE.firebreak;
  }

  /** The vendors of the connectors of the sandbox. */
  public static Sandbox sandbox() {
    return Holder.ONE.sandbox;
  }

  /** The vendor of the connector {@code bitgo}. */
  public static Custodian custodian() {
    return Holder.ONE.custodian;
  }

  /** Whose certificates the source {@code network} shows. */
  public static TestAuthority servers() {
    return Holder.ONE.servers;
  }

  /** Whose certificates the source {@code network} asks for. */
  public static TestAuthority devices() {
    return Holder.ONE.devices;
  }

  /** Where the source {@code network} listens. */
  public static int syslogPort() {
    return Integer.parseInt(get().property("firebreak.sources.network.settings.syslog-port"));
  }

  private static String secret() {
    return SharedFirebreak.unique("secret-of-the-tests");
  }
}
