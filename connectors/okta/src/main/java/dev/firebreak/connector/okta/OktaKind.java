package dev.firebreak.connector.okta;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;

/** Okta, by its Management API. */
public final class OktaKind implements HttpConnectorKind<OktaSettings> {
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
    OktaApi api = new OktaApi(settings, http, clock);
    return new Okta(api, new OktaReadiness(api, settings.url().getHost()), clock);
  }
}
