package dev.firebreak.connector;

import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;

/**
 * A vendor Firebreak can speak to; found by {@link java.util.ServiceLoader}. Opening must not call
 * the vendor.
 *
 * @param <S> the typed settings of an instance; see {@link Settings} for the component types
 */
public interface ConnectorKind<S extends Record> {
  /** Lower-case name, the folder's name, for example {@code okta}. */
  String kind();

  Class<S> settings();

  /** The only place an instance with these settings may call. */
  Endpoint endpoint(S settings);

  /**
   * @throws IllegalArgumentException a sentence about a setting that cannot work
   */
  Connector open(S settings, VendorHttp http);
}
