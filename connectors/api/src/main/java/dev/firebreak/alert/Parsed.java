package dev.firebreak.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What an authentic message turned out to be. */
public sealed interface Parsed {
  /** One or more alerts. */
  record Alerts(List<Alert> alerts) implements Parsed {
    public Alerts {
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * Part of the protocol, not an alert (a subscription's confirmation, a ping): recorded and
   * answered, starts nothing.
   *
   * @param what for people, one sentence
   * @param reply the JSON the sender waits for; empty where any 2xx will do
   */
  record Handshake(String what, Optional<JsonNode> reply) implements Parsed {
    /** One that any 2xx answers. */
    public Handshake(String what) {
      this(what, Optional.empty());
    }
  }
}
