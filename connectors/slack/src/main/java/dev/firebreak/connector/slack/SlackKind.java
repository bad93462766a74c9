package dev.firebreak.connector.slack;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;

/** Slack, by its Web API (https://docs.slack.dev/apis/web-api/). */
public final class SlackKind implements HttpConnectorKind<SlackSettings> {
  @Override
  public String kind() {
    return "slack";
  }

  @Override
  public Class<SlackSettings> settings() {
    return SlackSettings.class;
  }

  @Override
  public Endpoint endpoint(SlackSettings settings) {
    return Endpoint.at(settings.url());
  }

  @Override
  public Connector open(SlackSettings settings, VendorHttp http) {
    return new Slack(settings, new SlackApi(http, settings.token()));
  }
}
