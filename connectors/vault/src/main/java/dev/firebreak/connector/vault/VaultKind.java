package dev.firebreak.connector.vault;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** HashiCorp Vault, by its HTTP API (https://developer.hashicorp.com/vault/api-docs). */
public final class VaultKind implements HttpConnectorKind<VaultSettings> {
  /** A list of leases comes in one piece, however long it is. */
  private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

  @Override
  public String kind() {
    return "vault";
  }

  @Override
  public Class<VaultSettings> settings() {
    return VaultSettings.class;
  }

  @Override
  public Endpoint endpoint(VaultSettings settings) {
    Endpoint endpoint =
        new Endpoint(settings.url(), Set.of(), Duration.ofSeconds(10), LONGEST_ANSWER);
    return settings
        .caCertificate()
        .filter(Secret::exists)
        .map(ca -> endpoint.withCa(ca.reveal()))
        .orElse(endpoint);
  }

  @Override
  public Connector open(VaultSettings settings, VendorHttp http) {
    return Vault.of(settings, http, Clock.systemUTC());
  }
}
