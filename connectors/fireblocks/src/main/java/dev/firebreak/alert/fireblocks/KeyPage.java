package dev.firebreak.alert.fireblocks;

import dev.firebreak.connector.ActionFailure;

/** Reads the page with the vendor's signing keys. Safe for all threads; calls block. */
@FunctionalInterface
interface KeyPage {
  /**
   * The body of a 2xx answer.
   *
   * @throws ActionFailure when there is no such answer
   */
  byte[] get() throws ActionFailure;
}
