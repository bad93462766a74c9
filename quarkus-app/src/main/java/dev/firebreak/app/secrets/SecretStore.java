package dev.firebreak.app.secrets;

import dev.firebreak.app.config.VaultConfig;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.SecretMissing;
import dev.firebreak.connector.SecretReference;
import dev.firebreak.connector.SecretSource;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;

/** All secrets that settings may refer to. Safe for all threads. */
public final class SecretStore implements SecretSource, AutoCloseable {
  private final Optional<Vault> vault;

  private SecretStore(Optional<Vault> vault) {
    this.vault = vault;
  }

  /**
   * @throws IllegalArgumentException a sentence about a setting of Vault
   */
  public static SecretStore of(VaultConfig config, Clock clock) {
    return new SecretStore(config.url().map(url -> Vault.open(url, config, clock)));
  }

  /** Without a Vault. */
  public static SecretStore local() {
    return new SecretStore(Optional.empty());
  }

  @Override
  public Secret find(SecretReference reference) throws SecretMissing {
    return reference instanceof SecretReference.InVault v && vault.isPresent()
        ? vault.get().find(v)
        : SecretSource.LOCAL.find(reference);
  }

  /** Has these read again where they are, because a vendor did not take them. */
  void forget(Collection<SecretReference> references) {
    for (SecretReference r : references) {
      if (r instanceof SecretReference.InVault v) {
        vault.ifPresent(known -> known.forget(v));
      }
    }
  }

  /** Keeps what we are signed in with from ending; to be called every few seconds. */
  public void round() {
    vault.ifPresent(Vault::renew);
  }

  @Override
  public void close() {
    vault.ifPresent(Vault::close);
  }
}
