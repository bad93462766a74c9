package dev.firebreak.app.secrets;

import dev.firebreak.app.config.VaultConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a Vault on 127.0.0.1; all that is not said is as by default.
 *
 * @param settings by their names below {@code firebreak.vault}
 */
record SignInBy(String auth, Map<String, String> settings) implements VaultConfig {
  private Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  @Override
  public Optional<String> url() {
    return setting("url");
  }

  @Override
  public Optional<String> token() {
    return setting("token");
  }

  @Override
  public Optional<String> roleId() {
    return setting("role-id");
  }

  @Override
  public Optional<String> secretId() {
    return setting("secret-id");
  }

  @Override
  public Optional<String> role() {
    return setting("role");
  }

  @Override
  public String jwt() {
    return setting("jwt").orElse("file:/nowhere");
  }

  @Override
  public Optional<String> mount() {
    return setting("mount");
  }

  @Override
  public Optional<String> namespace() {
    return setting("namespace");
  }

  @Override
  public Optional<String> caCertificate() {
    return setting("ca-certificate");
  }

  @Override
  public Optional<List<String>> privateHosts() {
    return Optional.of(List.of("127.0.0.1"));
  }

  @Override
  public Duration cache() {
    return Duration.ofSeconds(30);
  }

  @Override
  public Duration stale() {
    return Duration.ofMinutes(15);
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(3);
  }
}
