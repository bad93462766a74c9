package dev.firebreak.action;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the ledger may ask of connectors: to look, and how something is lifted. */
public final class ReadBack {
  private final Connectors connectors;

  public ReadBack(Connectors connectors) {
    this.connectors = connectors;
  }

  /** What a read-back gave: an observation, or why there is none. */
  public record Seen(Optional<Observation> observation, String problem) {}

  /** Probes on the connector's threads, after everything urgent. */
  public void observe(ActionRow row, Consumer<Seen> then) {
    Optional<Bound<?, ?>> bound = connectors.find(row.topic());
    if (bound.isEmpty()) {
      then.accept(
          new Seen(
              Optional.empty(), "no configured connector offers '" + row.topic() + "' any more"));
      return;
    }
    bound.get().instance().execute(false, () -> then.accept(look(bound.get(), row)));
  }

  private static Seen look(Bound<?, ?> bound, ActionRow row) {
    try {
      return bound
          .observe(row)
          .map(o -> new Seen(Optional.of(o), ""))
          .orElseGet(() -> new Seen(Optional.empty(), row.topic() + " cannot be read back"));
    } catch (Exception e) {
      String why = e instanceof ActionFailure f ? f.getMessage() : e.getClass().getSimpleName();
      return new Seen(Optional.empty(), "could not be read back: " + why);
    }
  }

  /** The request that lifts a containment. */
  public record Lift(String topic, Map<String, Object> inputs) {}

  /**
   * @return empty where the action has no inverse
   */
  public Optional<Lift> liftOf(ActionRow row) throws ActionFailure {
    Optional<Bound<?, ?>> bound = connectors.find(row.topic());
    if (bound.isEmpty()) {
      return Optional.empty();
    }
    return bound.get().lift(row).map(l -> new Lift(l.topic(), map(l.input())));
  }

  private static Map<String, Object> map(JsonNode input) {
    return Json.mapper().convertValue(input, new TypeReference<>() {});
  }
}
