package dev.firebreak.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Where the server listens, by Quarkus's settings. */
final class Address {
  private static final String CERTIFICATE = "quarkus.http.ssl.certificate.";
  private static final List<String> FILES =
      List.of(CERTIFICATE + "files", CERTIFICATE + "key-files", CERTIFICATE + "key-store-file");

  private final Config config = ConfigProvider.getConfig();

  String host() {
    return text("quarkus.http.host").orElse("127.0.0.1");
  }

  int port() {
    return config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080);
  }

  /** Empty where there is no certificate. */
  Optional<Integer> securePort() {
    return FILES.stream().anyMatch(f -> text(f).isPresent())
        ? Optional.of(config.getOptionalValue("quarkus.http.ssl-port", Integer.class).orElse(8443))
        : Optional.empty();
  }

  /** Where the command line finds it. */
  String url() {
    boolean plain = text("quarkus.http.insecure-requests").orElse("enabled").equals("enabled");
    return plain || securePort().isEmpty()
        ? "http://" + host() + ":" + port()
        : "https://" + host() + ":" + securePort().get();
  }

  /**
   * @throws CannotStart naming the setting whose file cannot be read
   */
  void checkFiles() throws CannotStart {
    for (String setting : FILES) {
      for (String file : text(setting).orElse("").split(",")) {
        if (!file.isBlank() && !Files.isReadable(Path.of(file.strip()))) {
          throw new CannotStart(setting + " names " + file.strip() + ", which cannot be read.");
        }
      }
    }
  }

  private Optional<String> text(String setting) {
    return config.getOptionalValue(setting, String.class);
  }
}
