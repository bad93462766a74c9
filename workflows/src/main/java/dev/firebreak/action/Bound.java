package dev.firebreak.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Target;
import io.smallrye.faulttolerance.api.Guard;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An action of an instance; speaks JSON on the dispatcher's side and records on the connector's.
 */
record Bound<I extends Record, O extends Record>(ConnectorInstance instance, Action<I, O> action) {
  /** Playbooks write every value as text, so numbers and booleans are taken from text too. */
  private static final ObjectMapper INPUTS =
      Json.mapper().rebuild().enable(MapperFeature.ALLOW_COERCION_OF_SCALARS).build();

  String topic() {
    return instance.name() + "." + action.name();
  }

  /** The input and what it works on. */
  record Checked(JsonNode input, Target target) {}

  /**
   * @throws ActionFailure BAD_INPUT naming the input at fault
   */
  Checked check(Map<String, Object> inputs) throws ActionFailure {
    I input = input(INPUTS.valueToTree(inputs));
    try {
      return new Checked(Json.mapper().valueToTree(input), action.target().apply(input));
    } catch (IllegalArgumentException e) {
      throw ActionFailure.badInput(topic() + ": " + e.getMessage());
    }
  }

  O run(ActionRow row) throws Exception {
    return action.body().run(call(row));
  }

  JsonNode runGuarded(ActionRow row) throws Exception {
    O output = guard().call(() -> run(row), action.output());
    return Json.mapper().valueToTree(output);
  }

  /** Reads the target; empty where the action has no probe. */
  Optional<Observation> observe(ActionRow row) throws Exception {
    if (action.probe().isEmpty()) {
      return Optional.empty();
    }
    Call<I> call = call(row);
    return Optional.of(guard().call(() -> action.probe().get().observe(call), Observation.class));
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

  private Guard guard() {
    return instance.breaker();
  }

  private Call<I> call(ActionRow row) throws ActionFailure {
    return new Call<>(input(row.input()), row.id(), row.incident().toString(), row.deadline());
  }

  private I input(JsonNode json) throws ActionFailure {
    List<String> missing =
        Arrays.stream(action.input().getRecordComponents())
            .filter(
                c ->
                    !optional(c)
                        && (json.path(c.getName()).isMissingNode()
                            || json.path(c.getName()).isNull()))
            .map(RecordComponent::getName)
            .toList();
    if (!missing.isEmpty()) {
      throw ActionFailure.badInput(
          topic() + ": input " + String.join(", ", missing) + " is missing; it needs " + inputs());
    }
    try {
      return INPUTS.treeToValue(json, action.input());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      String reason =
          e instanceof JsonProcessingException j
              ? j.getOriginalMessage()
              : String.valueOf(e.getMessage());
      throw ActionFailure.badInput(
          topic() + ": the input does not fit, it needs " + inputs() + ": " + reason);
    }
  }

  private static boolean optional(RecordComponent c) {
    return c.getType() == Optional.class || c.getType() == List.class;
  }

  private String inputs() {
    return Arrays.stream(action.input().getRecordComponents())
        .map(c -> c.getName() + (optional(c) ? "?" : ""))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
