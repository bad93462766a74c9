package dev.firebreak.alert;

import java.util.List;

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
   */
  record Handshake(String what) implements Parsed {}
}
