package dev.firebreak.connector;

import java.util.List;
import java.util.Optional;

/** One configured vendor system and what can be done there. Immutable and safe for all threads. */
public interface Connector {
  /** The kind's name, for example {@code okta}. */
  String name();

  /** Everything it can do; the same list at every call. */
  List<Action<?, ?>> actions();

  /**
   * Asks the vendor whether this instance could act, without changing anything: one or a few
   * reading requests that need the credential. Reachability, clock and rate limits are observed by
   * {@link dev.firebreak.http.VendorHttp} meanwhile.
   *
   * @return with one grant for each action
   * @throws ActionFailure UNAVAILABLE where the vendor cannot be reached, REFUSED where it does not
   *     take the credential
   */
  Readiness readiness() throws ActionFailure;

  /** What others fetch from Firebreak; empty, the default, where nothing is published. */
  default Optional<Publication> publication() {
    return Optional.empty();
  }
}
