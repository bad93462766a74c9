package dev.firebreak.connector.edl;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Publication;
import dev.firebreak.connector.Settings;
import dev.firebreak.testkit.FakeAccess;
import dev.firebreak.testkit.HandClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An open instance, a clock that is moved by hand, and a firewall that fetches. */
final class Bench {
  static final String PASSWORD = "made-up-password-61d0";
  static final Map<String, String> SETTINGS = Map.of("username", "firewall", "password", PASSWORD);

  private final HandClock clock = HandClock.standing();
  final Connector connector;

  Bench(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(SETTINGS);
    values.putAll(more);
    EdlKind kind = new EdlKind();
    this.connector =
        kind.open(
            Settings.bind("edl", kind.settings(), values), FakeAccess.at(clock).withEntries());
  }

  Bench() {
    this(Map.of());
  }

  void later(Duration time) {
    clock.move(time);
  }

  Record run(String action, String value) throws ActionFailure {
    return of(action, value, (a, c) -> a.body().run(c));
  }

  Observation observe(String action, String value) throws ActionFailure {
    return of(action, value, (a, c) -> a.probe().orElseThrow().observe(c));
  }

  Preview preview(String action, String value) throws ActionFailure {
    return of(action, value, Action::preview);
  }

  Publication.Answer fetch(String list) {
    return fetch(list, Optional.of(basic("firewall:" + PASSWORD)));
  }

  Publication.Answer fetch(String list, Optional<String> authorization) {
    return connector.publication().orElseThrow().get(list, authorization);
  }

  static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private interface Part<T> {
    T of(Action<Record, Record> action, Call<Record> call) throws ActionFailure;
  }

  @SuppressWarnings("unchecked")
  private <T> T of(String name, String value, Part<T> part) throws ActionFailure {
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
    return part.of(
        action, new Call<>(input, "0123456789abcdef", "i-7", clock.instant().plusSeconds(60)));
  }
}
