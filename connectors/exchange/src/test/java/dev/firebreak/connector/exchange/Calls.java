package dev.firebreak.connector.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import java.time.Instant;

/** Calls actions as the dispatcher does. */
final class Calls {
  private Calls() {}

  static Object run(Connector connector, String action, String input)
      throws ActionFailure, JsonProcessingException {
    return run(find(connector, action), input);
  }

  static Observation observe(Connector connector, String action, String input)
      throws ActionFailure, JsonProcessingException {
    return observe(find(connector, action), input);
  }

  static Preview preview(Connector connector, String action, String input)
      throws ActionFailure, JsonProcessingException {
    return preview(find(connector, action), input);
  }

  private static <I extends Record> Preview preview(Action<I, ?> action, String input)
      throws ActionFailure, JsonProcessingException {
    return action.preview(call(action, input));
  }

  private static Action<?, ?> find(Connector connector, String action) {
    return connector.actions().stream()
        .filter(a -> a.name().equals(action))
        .findFirst()
        .orElseThrow();
  }

  private static <I extends Record, O extends Record> O run(Action<I, O> action, String input)
      throws ActionFailure, JsonProcessingException {
    return action.body().run(call(action, input));
  }

  private static <I extends Record, O extends Record> Observation observe(
      Action<I, O> action, String input) throws ActionFailure, JsonProcessingException {
    return action.probe().orElseThrow().observe(call(action, input));
  }

  private static <I extends Record> Call<I> call(Action<I, ?> action, String input)
      throws JsonProcessingException {
    return new Call<>(
        Json.mapper().readValue(input, action.input()),
        "0123456789abcdef0123456789abcdef01234567",
        "incident-1",
        Instant.now().plusSeconds(60));
  }
}
