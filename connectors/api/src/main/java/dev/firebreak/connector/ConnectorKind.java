package dev.firebreak.connector;

/**
 * A vendor Firebreak can speak to; found by {@link java.util.ServiceLoader}. Almost all speak HTTP
 * and are an {@link HttpConnectorKind}. Opening must not call the vendor.
 *
 * @param <S> the typed settings of an instance; see {@link Settings} for the component types
 */
public interface ConnectorKind<S extends Record> {
  /** Lower-case name, the folder's name, for example {@code okta}. */
  String kind();

  Class<S> settings();

  /**
   * @param access how the instance reaches its vendor; closed with it
   * @throws IllegalArgumentException a sentence about a setting that cannot work
   */
  Connector open(S settings, Access access);
}
