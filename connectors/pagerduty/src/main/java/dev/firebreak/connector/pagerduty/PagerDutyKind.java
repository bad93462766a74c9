package dev.firebreak.connector.pagerduty;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;

/**
 * PagerDuty, by its Events API v2 (https://developer.pagerduty.com/docs/events-api-v2-overview).
 */
public final class PagerDutyKind implements HttpConnectorKind<PagerDutySettings> {
  @Override
  public String kind() {
    return "pagerduty";
  }

  @Override
  public Class<PagerDutySettings> settings() {
    return PagerDutySettings.class;
  }

  @Override
  public Endpoint endpoint(PagerDutySettings settings) {
    return Endpoint.at(settings.url());
  }

  @Override
  public Connector open(PagerDutySettings settings, VendorHttp http) {
    return new PagerDuty(settings, new EventsApi(http, settings.routingKey()));
  }
}
