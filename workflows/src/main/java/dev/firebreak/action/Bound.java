package dev.firebreak.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An action of an instance; speaks JSON on the dispatcher's side and records on the connector's.
 */
record Bound<I extends Record, O extends Record>(ConnectorInstance instance, Action<I, O> action) {
  String topic() {
    return instance.name() + "." + action.name();
  }

  /** The input and what it works on. */
  record Checked(JsonNode input, Target target) {}

  /**
   * @throws ActionFailure BAD_INPUT naming the input at fault
   */
  Checked check(Map<String, Object> inputs) throws ActionFailure {
    I input = input(Json.mapper().valueToTree(inputs));
    try {
      return new Checked(Json.mapper().valueToTree(input), action.target().apply(input));
    } catch (IllegalArgumentException e) {
      throw ActionFailure.badInput(topic() + ": " + e.getMessage());
    }
  }

  JsonNode run(ActionRow row) throws Exception {
    Call<I> call = call(row);
    O output = instance.use(action, action.output(), a -> same(a).body().run(call));
    return Json.mapper().valueToTree(output);
  }

  /** The same action of the connector as it is opened now. */
  @SuppressWarnings("unchecked") // One kind's action of one name has one input and one output.
  private Action<I, O> same(Action<?, ?> now) {
    if (now.input() != action.input() || now.output() != action.output()) {
      throw new IllegalStateException(topic() + " has other inputs than it had");
    }
    return (Action<I, O>) now;
  }

  /** What it would do, as JSON of a {@link dev.firebreak.connector.Preview}. */
  JsonNode rehearse(ActionRow row) throws Exception {
    return Json.mapper().valueToTree(preview(row));
  }

  /** What it would do. */
  Preview preview(ActionRow row) throws Exception {
    Call<I> call = call(row);
    return instance.use(action, Preview.class, a -> same(a).preview(call));
  }

  /** What it would do with these inputs, on the caller's thread. */
  Preview rehearse(Map<String, Object> inputs, String incident, Instant deadline) throws Exception {
    I input = input(Json.mapper().valueToTree(inputs));
    Call<I> call = new Call<>(input, "0".repeat(40), incident, deadline);
    return instance.use(action, Preview.class, a -> same(a).preview(call));
  }

  /** Reads the target; empty where the action has no probe. */
  Optional<Observation> observe(ActionRow row) throws Exception {
    if (action.probe().isEmpty()) {
      return Optional.empty();
    }
    Call<I> call = call(row);
    return Optional.of(
        instance.use(action, Observation.class, a -> same(a).probe().orElseThrow().observe(call)));
  }

  /** Topic and input of what lifts this. */
  Optional<Lift> lift(ActionRow row) throws ActionFailure {
    if (action.inverse().isEmpty()) {
      return Optional.empty();
    }
    Action.Inverse<I> inverse = action.inverse().get();
    return Optional.of(
        new Lift(
            instance.name() + "." + inverse.action(),
            Json.mapper().valueToTree(inverse.input().from(call(row)))));
  }

  record Lift(String topic, JsonNode input) {}

  private Call<I> call(ActionRow row) throws ActionFailure {
    return new Call<>(input(row.input()), row.id(), row.incident().toString(), row.deadline());
  }

  private I input(JsonNode json) throws ActionFailure {
    try {
      return action.read(json);
    } catch (IllegalArgumentException e) {
      throw ActionFailure.badInput(topic() + ": " + e.getMessage());
    }
  }
}
