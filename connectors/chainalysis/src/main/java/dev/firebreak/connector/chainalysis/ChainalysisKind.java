package dev.firebreak.connector.chainalysis;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.net.URI;
import java.time.Duration;

/**
 * The kind {@code chainalysis}: the free sanctions screening service.
 *
 * @see <a
 *     href="https://auth-developers.chainalysis.com/sanctions-screening/api-reference/reference/check-if-an-address-is-sanctioned">Sanctions
 *     API reference</a>
 */
public final class ChainalysisKind implements HttpConnectorKind<ChainalysisKind.Settings> {
  /** What an operator configures. */
  public record Settings(
      @Describe(
              value = "The service's address, without /api/v1.",
              byDefault = "https://public.chainalysis.com")
          URI url,
      @Describe("API key, sent as `X-API-Key`.") Secret apiKey,
      @Describe(
              value = "Time limit for connecting and for each wait for bytes.",
              byDefault = "PT10S")
          Duration timeout) {}

  @Override
  public String kind() {
    return "chainalysis";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Endpoint endpoint(Settings settings) {
    return Endpoint.at(settings.url()).withTimeout(settings.timeout());
  }

  @Override
  public Connector open(Settings settings, VendorHttp http) {
    return new Chainalysis(new SanctionsApi(http, settings.apiKey()));
  }
}
