package dev.firebreak.connector;

import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;

/**
 * A vendor that is reached over HTTP.
 *
 * @param <S> the typed settings of an instance
 */
public interface HttpConnectorKind<S extends Record> extends ConnectorKind<S> {
  /** The only place an instance with these settings may call. */
  Endpoint endpoint(S settings);

  /**
   * @throws IllegalArgumentException a sentence about a setting that cannot work
   */
  Connector open(S settings, VendorHttp http);

  @Override
  default Connector open(S settings, Access access) {
    return open(settings, access.http(endpoint(settings)));
  }
}
