package dev.firebreak.app.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * HashiCorp Vault, for secrets given as {@code vault:PATH#FIELD}. It is not needed for others, and
 * is no connector: the kind {@code vault} acts on a Vault, this one reads secrets of ours.
 */
@ConfigMapping(prefix = "firebreak.vault")
public interface VaultConfig {
  /** Its address, for example {@code https://vault.acme.example:8200}; without it there is none. */
  Optional<String> url();

  /** How we sign in: token, approle or kubernetes. */
  @WithDefault("token")
  String auth();

  /** For {@code token}: {@code file:PATH} or {@code env:NAME}. */
  Optional<String> token();

  /** For {@code approle}. */
  @WithName("role-id")
  Optional<String> roleId();

  /** For {@code approle}: {@code file:PATH} or {@code env:NAME}. */
  @WithName("secret-id")
  Optional<String> secretId();

  /** For {@code kubernetes}: the role of this pod's service account. */
  Optional<String> role();

  /** For {@code kubernetes}: that account's token. */
  @WithDefault("file:/var/run/secrets/kubernetes.io/serviceaccount/token")
  String jwt();

  /** Where the way to sign in is mounted; else under its own name. */
  Optional<String> mount();

  /** In Vault Enterprise. */
  Optional<String> namespace();

  /** PEM of the authority that signed Vault's certificate, {@code file:PATH}. */
  @WithName("ca-certificate")
  Optional<String> caCertificate();

  /** Hosts, addresses or CIDR ranges in private networks that it may be at, also over http. */
  @WithName("private-hosts")
  Optional<List<String>> privateHosts();

  /** How long a secret that was read is used; a vendor's 401 makes it read again at once. */
  @WithDefault("PT30S")
  Duration cache();

  /** How long it is used while Vault cannot be reached. */
  @WithDefault("PT15M")
  Duration stale();

  /** For connecting and for each wait for bytes. */
  @WithDefault("PT3S")
  Duration timeout();
}
