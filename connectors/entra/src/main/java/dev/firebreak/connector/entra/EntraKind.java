package dev.firebreak.connector.entra;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.util.Set;

/** Microsoft Entra ID, by Microsoft Graph v1.0 (https://learn.microsoft.com/graph/api/overview). */
public final class EntraKind implements HttpConnectorKind<EntraSettings> {
  @Override
  public String kind() {
    return "entra";
  }

  @Override
  public Class<EntraSettings> settings() {
    return EntraSettings.class;
  }

  /** Graph, and the host that gives the tokens for it. */
  @Override
  public Endpoint endpoint(EntraSettings settings) {
    Endpoint usual = Endpoint.at(settings.graphUrl());
    return new Endpoint(
        settings.graphUrl(),
        Set.of(settings.loginUrl().getHost()),
        usual.timeout(),
        usual.maxResponseBytes());
  }

  @Override
  public Connector open(EntraSettings settings, VendorHttp http) {
    return Entra.of(settings, http, Clock.systemUTC());
  }
}
