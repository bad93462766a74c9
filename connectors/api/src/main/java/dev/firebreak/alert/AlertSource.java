package dev.firebreak.alert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import java.time.Instant;
import java.util.Optional;

/** One configured sender of alerts. Immutable and safe for all threads. */
public interface AlertSource {
  /**
   * Checks the sender on the raw bytes, before anything is parsed, in constant time where secrets
   * are compared.
   *
   * @param now the receiver's time, for signed times
   */
  Sender authenticate(RawMessage message, Instant now);

  /**
   * Turns an authentic message into alerts. Called again, with the same result, when a kept-aside
   * message is re-sent. Calls nobody.
   *
   * @throws UnusableAlert saying where and what
   */
  Parsed parse(RawMessage message) throws UnusableAlert;

  /**
   * Answers a {@link Parsed.Handshake} on the sender's side, where the protocol wants that (for
   * example confirming a subscription). Called once after the message was stored; does nothing by
   * default.
   */
  default void complete(RawMessage message) throws ActionFailure {}

  /**
   * Answers a GET on the source's address, by which some senders make sure that it is ours. Changes
   * nothing and is asked of anybody; empty, the default, is answered as an unknown source is.
   */
  default Optional<JsonNode> greet(RawMessage request) {
    return Optional.empty();
  }

  /**
   * How this source gets its messages itself; empty, the default, where they are posted to its
   * hook. What a feed takes is not given to {@link #authenticate}.
   */
  default Optional<Feed> feed() {
    return Optional.empty();
  }
}
