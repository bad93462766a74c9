package dev.firebreak.connector.openc2;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.util.Optional;

/**
 * OpenC2: language 1.0 (https://docs.oasis-open.org/openc2/oc2ls/v1.0/oc2ls-v1.0.html) over HTTPS
 * (https://docs.oasis-open.org/openc2/open-impl-https/v1.1/open-impl-https-v1.1.html), with the
 * profile of stateless packet filters
 * (https://docs.oasis-open.org/openc2/oc2slpf/v1.0/oc2slpf-v1.0.html) or of packet filters
 * (https://docs.oasis-open.org/openc2/ap-pf/v1.0/ap-pf-v1.0.html).
 */
public final class OpenC2Kind implements HttpConnectorKind<OpenC2Settings> {
  @Override
  public String kind() {
    return "openc2";
  }

  @Override
  public Class<OpenC2Settings> settings() {
    return OpenC2Settings.class;
  }

  @Override
  public Endpoint endpoint(OpenC2Settings settings) {
    Endpoint endpoint = Endpoint.at(settings.url()).withTimeout(settings.timeout());
    return settings
        .caCertificate()
        .filter(Secret::exists)
        .map(ca -> endpoint.withCa(ca.reveal()))
        .orElse(endpoint);
  }

  @Override
  public Connector open(OpenC2Settings settings, Access access) {
    return open(settings, access.http(endpoint(settings)), Optional.of(access.entries()));
  }

  /**
   * @throws IllegalArgumentException where answers are to be believed, which needs a place to keep
   *     them
   */
  @Override
  public Connector open(OpenC2Settings settings, VendorHttp http) {
    return open(settings, http, Optional.empty());
  }

  private static Connector open(
      OpenC2Settings settings, VendorHttp http, Optional<Entries> entries) {
    Consumer consumer = new Consumer(http, settings);
    return new OpenC2(settings, consumer, ReadBack.of(settings, consumer, entries));
  }
}
