package dev.firebreak.connector.edl;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.firebreak.connector.Access;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Publication;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.VendorSockets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An open instance, a clock that is moved by hand, and a firewall that fetches. */
final class Bench {
  static final String PASSWORD = "made-up-password-61d0";
  static final Map<String, String> SETTINGS = Map.of("username", "firewall", "password", PASSWORD);

  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final FakeEntries entries = new FakeEntries(new HandClock());
  final Connector connector;

  Bench(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(SETTINGS);
    values.putAll(more);
    EdlKind kind = new EdlKind();
    this.connector = kind.open(Settings.bind("edl", kind.settings(), values), new ListsOnly());
  }

  Bench() {
    this(Map.of());
  }

  void later(Duration time) {
    now = now.plus(time);
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
    return part.of(action, new Call<>(input, "0123456789abcdef", "i-7", now.plusSeconds(60)));
  }

  private final class HandClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final class ListsOnly implements Access {
    @Override
    public VendorHttp http(Endpoint endpoint) {
      throw new AssertionError("lists call nobody");
    }

    @Override
    public VendorSockets sockets(VendorSockets.Address address) {
      throw new AssertionError("lists call nobody");
    }

    @Override
    public Handover handover(Secret credential) {
      throw new AssertionError("no worker fetches anything");
    }

    @Override
    public Entries entries() {
      return entries;
    }

    @Override
    public Clock clock() {
      return new HandClock();
    }
  }
}
