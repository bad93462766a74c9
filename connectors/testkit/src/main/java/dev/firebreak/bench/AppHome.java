package dev.firebreak.bench;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A home folder in which the application does CONTAIN4: one playbook, one vendor, one source that
 * signs, and tables that let everything through.
 */
public final class AppHome {
  /** What the application shows the vendor. */
  public static final String VENDOR_TOKEN = "bench-vendor-token";

  private static final String SOURCE = "bench";
  private static final List<String> PLAYBOOKS =
      List.of("triage.dmn", "policy.dmn", "contain4/playbook.bpmn");

  private AppHome() {}

  /** A signing key, 32 random bytes. */
  public static byte[] newKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /**
   * Writes the home and prepares the application in it; nothing runs yet.
   *
   * @param vendor base address of the {@link VendorStub}
   * @param key what the driver signs with
   */
  public static AppProcess prepare(Path root, Path home, URI vendor, byte[] key) {
    return prepare(root, home, vendor, key, "node-1");
  }

  /** The same for a node of a given name. */
  public static AppProcess prepare(Path root, Path home, URI vendor, byte[] key, String node) {
    Path playbooks = home.toAbsolutePath().resolve("playbooks");
    PLAYBOOKS.forEach(file -> copy(file, playbooks.resolve(file)));
    Map<String, String> all = new HashMap<>(properties(playbooks, vendor, key));
    all.put("firebreak.node", node);
    return AppProcess.prepare(root, home, all);
  }

  private static Map<String, String> properties(Path playbooks, URI vendor, byte[] key) {
    String source = "firebreak.sources." + SOURCE + ".";
    String connector = "firebreak.connectors.example.";
    return Map.of(
        "firebreak.playbooks.dir",
        playbooks.toString(),
        source + "kind",
        "standard-webhooks",
        source + "settings.secret",
        "whsec_" + Base64.getEncoder().encodeToString(key),
        connector + "kind",
        "example",
        connector + "settings.url",
        vendor.toString(),
        connector + "settings.token",
        VENDOR_TOKEN,
        connector + "private-hosts",
        "127.0.0.1",
        // The driver's thousands of freezes are meant.
        "firebreak.brakes.contain-per-hour",
        "0",
        // As many connections as the floor has.
        connector + "max-concurrent",
        "64");
  }

  /** Where the application takes the driver's alerts. */
  public static URI webhook(AppProcess app) {
    return app.url().resolve("/hooks/" + SOURCE);
  }

  private static void copy(String resource, Path to) {
    String name = "/bench/playbooks/" + resource;
    try (InputStream in = AppHome.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is not on the class path");
      }
      Files.createDirectories(to.resolveSibling("."));
      Files.write(to, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + to, e);
    }
  }
}
