package dev.firebreak.alert.guardduty;

import dev.firebreak.connector.ActionFailure;
import java.net.URI;

/** Reads pages of Amazon SNS. Safe for all threads; calls block. */
interface SnsPages {
  /**
   * The body of a 2xx answer.
   *
   * @throws ActionFailure when there is no such answer
   */
  byte[] get(URI url) throws ActionFailure;
}
