package dev.firebreak.connector.example;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.net.URI;

/** A neutral HTTP actuator: anything that speaks the few requests in this folder's README. */
public final class ExampleKind implements HttpConnectorKind<ExampleKind.Settings> {
  /** What an operator configures. */
  public record Settings(
      @Describe("Where the actuator is, without a trailing slash.") URI url,
      @Describe("Sent as `Authorization: Bearer`.") Secret token) {}

  @Override
  public String kind() {
    return "example";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Endpoint endpoint(Settings settings) {
    return Endpoint.at(settings.url());
  }

  @Override
  public Connector open(Settings settings, VendorHttp http) {
    return new ExampleConnector(new ExampleApi(http, settings.token()));
  }
}
