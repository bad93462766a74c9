package dev.firebreak.connector.okta;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;

/** Okta, by its Management API. */
public final class OktaKind implements ConnectorKind<OktaSettings> {
  @Override
  public String kind() {
    return "okta";
  }

  @Override
  public Class<OktaSettings> settings() {
    return OktaSettings.class;
  }

  @Override
  public Endpoint endpoint(OktaSettings settings) {
    return Endpoint.at(settings.url());
  }

  @Override
  public Connector open(OktaSettings settings, VendorHttp http) {
    Clock clock = Clock.systemUTC();
    return new Okta(new OktaApi(settings, http, clock), clock);
  }
}
