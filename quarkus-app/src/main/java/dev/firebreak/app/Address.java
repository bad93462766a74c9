package dev.firebreak.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Where the server listens, by Quarkus's settings; docs/tls.md has those of TLS. */
final class Address {
  private static final String CERTIFICATE = "quarkus.tls.firebreak.key-store.";

  /** The platform's older settings, which know no renewal. */
  private static final String OLDER = "quarkus.http.ssl.certificate.";

  private final Config config = ConfigProvider.getConfig();

  String host() {
    return text("quarkus.http.host").orElse("127.0.0.1");
  }

  int port() {
    return config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080);
  }

  /** Empty where there is no certificate. */
  Optional<Integer> securePort() {
    return settings(CERTIFICATE).isEmpty()
        ? Optional.empty()
        : Optional.of(config.getOptionalValue("quarkus.http.ssl-port", Integer.class).orElse(8443));
  }

  /** Where the command line finds it. */
  String url() {
    boolean plain = text("quarkus.http.insecure-requests").orElse("enabled").equals("enabled");
    return plain || securePort().isEmpty()
        ? "http://" + host() + ":" + port()
        : "https://" + host() + ":" + securePort().get();
  }

  /**
   * @throws CannotStart naming the setting whose file cannot be read, or that is not the one to set
   */
  void checkFiles() throws CannotStart {
    Optional<String> older = settings(OLDER).stream().findFirst();
    if (older.isPresent()) {
      throw new CannotStart(
          older.get()
              + " is not how Firebreak is given its certificate. Set "
              + CERTIFICATE
              + "pem.server.cert and .key instead; docs/tls.md has an example.");
    }
    for (String setting : settings(CERTIFICATE)) {
      boolean isFile = setting.endsWith(".cert") || setting.endsWith(".key");
      String file = text(setting).orElse("").strip();
      if (isFile && !file.isEmpty() && !Files.isReadable(Path.of(file))) {
        throw new CannotStart(setting + " names " + file + ", which cannot be read.");
      }
    }
  }

  private List<String> settings(String prefix) {
    return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
        .filter(n -> n.startsWith(prefix))
        .sorted()
        .toList();
  }

  private Optional<String> text(String setting) {
    return config.getOptionalValue(setting, String.class);
  }
}
