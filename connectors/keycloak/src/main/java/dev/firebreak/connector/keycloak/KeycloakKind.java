package dev.firebreak.connector.keycloak;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.time.Duration;

/**
 * Keycloak, by its Admin REST API (https://www.keycloak.org/docs-api/latest/rest-api/index.html).
 */
public final class KeycloakKind implements HttpConnectorKind<KeycloakSettings> {
  /** A log-out answers when Keycloak has told every client, one after the other. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  @Override
  public String kind() {
    return "keycloak";
  }

  @Override
  public Class<KeycloakSettings> settings() {
    return KeycloakSettings.class;
  }

  @Override
  public Endpoint endpoint(KeycloakSettings settings) {
    Endpoint endpoint = Endpoint.at(settings.url()).withTimeout(LONGEST_WAIT);
    return settings
        .caCertificate()
        .filter(Secret::exists)
        .map(ca -> endpoint.withCa(ca.reveal()))
        .orElse(endpoint);
  }

  @Override
  public Connector open(KeycloakSettings settings, VendorHttp http) {
    return Keycloak.of(settings, http, Clock.systemUTC());
  }
}
