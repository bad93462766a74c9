package dev.firebreak.connector.panos;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;

/**
 * PAN-OS.
 *
 * @see <a href="https://docs.paloaltonetworks.com/pan-os/11-1/pan-os-panorama-api">PAN-OS and
 *     Panorama API</a>
 */
public final class PanosKind implements HttpConnectorKind<PanosSettings> {
  @Override
  public String kind() {
    return "panos";
  }

  @Override
  public Class<PanosSettings> settings() {
    return PanosSettings.class;
  }

  @Override
  public Endpoint endpoint(PanosSettings settings) {
    Endpoint endpoint = Endpoint.at(settings.url()).withTimeout(settings.timeout());
    return settings
        .caCertificate()
        .filter(Secret::exists)
        .map(ca -> endpoint.withCa(ca.reveal()))
        .orElse(endpoint);
  }

  @Override
  public Connector open(PanosSettings settings, VendorHttp http) {
    return new Panos(settings, new PanosApi(http, settings));
  }
}
