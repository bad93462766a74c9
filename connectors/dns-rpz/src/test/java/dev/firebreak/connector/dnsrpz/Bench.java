package dev.firebreak.connector.dnsrpz;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Settings;
import dev.firebreak.testkit.FakeAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** An open instance for a server on 127.0.0.1. */
record Bench(Connector connector) {
  static final String SECRET = "bWFkZS11cC1zZWNyZXQtb2YtMzItYnl0ZXMtMDEyMzQ=";
  static final String ZONE = "rpz.firebreak.example";

  static Map<String, String> settings(int port) {
    return Map.of(
        "server",
        "127.0.0.1",
        "port",
        Integer.toString(port),
        "zone",
        ZONE,
        "key-name",
        "firebreak",
        "key-secret",
        SECRET);
  }

  static Bench at(int port) {
    return at(port, Map.of());
  }

  static Bench at(int port, Map<String, String> more) {
    return at(port, more, Clock.systemUTC());
  }

  static Bench at(int port, Map<String, String> more, Clock clock) {
    Map<String, String> values = new HashMap<>(settings(port));
    values.putAll(more);
    DnsRpzKind kind = new DnsRpzKind();
    return new Bench(
        kind.open(
            Settings.bind("dns-rpz", kind.settings(), values), FakeAccess.at(clock).withSockets()));
  }

  Record run(String action, String value) throws ActionFailure {
    return with(action, value, (a, c) -> a.body().run(c));
  }

  Observation observe(String action, String value) throws ActionFailure {
    return with(action, value, (a, c) -> a.probe().orElseThrow().observe(c));
  }

  Preview preview(String action, String value) throws ActionFailure {
    return with(action, value, Action::preview);
  }

  private interface Part<T> {
    T of(Action<Record, Record> action, Call<Record> call) throws ActionFailure;
  }

  @SuppressWarnings("unchecked")
  private <T> T with(String name, String value, Part<T> part) throws ActionFailure {
    Action<Record, Record> action =
        (Action<Record, Record>)
            connector.actions().stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .orElseThrow();
    String field = action.fields().get(0).name();
    Record input;
    try {
      input = Json.mapper().readValue(Json.write(Map.of(field, value)), action.input());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
    return part.of(action, new Call<>(input, "0123456789abcdef", "i-7", deadline));
  }
}
