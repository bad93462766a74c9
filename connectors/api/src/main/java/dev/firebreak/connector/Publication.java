package dev.firebreak.connector;

import java.util.Optional;

/**
 * Documents that other systems fetch from Firebreak at {@code /lists/<instance>/<name>}, for
 * example a block list that firewalls subscribe to. Reading never acts. Safe for all threads.
 */
public interface Publication {
  /**
   * @param name the last part of the path, hostile
   * @param authorization the request's {@code Authorization} header, which the publication checks
   *     itself, in constant time
   */
  Answer get(String name, Optional<String> authorization);

  /** What is answered. */
  sealed interface Answer {
    /**
     * The document.
     *
     * @param mediaType for example {@code text/plain; charset=utf-8}
     * @param etag changes whenever the body does; without quotes
     */
    record Page(String mediaType, String etag, byte[] body) implements Answer {}

    /** The credential is missing or wrong; answered also for unknown names without one. */
    record Unauthorized() implements Answer {}

    /** There is no such document. */
    record Unknown() implements Answer {}
  }
}
