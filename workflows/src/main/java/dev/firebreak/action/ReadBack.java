package dev.firebreak.action;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.http.Exchange;
import dev.firebreak.http.Exchanges;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the ledger may ask of connectors: to look, and how something is lifted. */
public final class ReadBack {
  private final Connectors connectors;

  public ReadBack(Connectors connectors) {
    this.connectors = connectors;
  }

  /** What a read-back gave: an observation, or why there is none; and what went over the wire. */
  public record Seen(Optional<Observation> observation, String problem, List<Exchange> exchanges) {}

  /** Probes on the connector's threads, after everything urgent. */
  public void observe(ActionRow row, Consumer<Seen> then) {
    Optional<Bound<?, ?>> bound = connectors.find(row.topic());
    if (bound.isEmpty()) {
      then.accept(
          new Seen(
              Optional.empty(),
              "no configured connector offers '" + row.topic() + "' any more",
              List.of()));
      return;
    }
    bound.get().instance().execute(false, () -> then.accept(look(bound.get(), row)));
  }

  private static Seen look(Bound<?, ?> bound, ActionRow row) {
    Exchanges wire = new Exchanges();
    try (Exchanges.Noting noting = wire.begin()) {
      Optional<Observation> seen = bound.observe(row);
      String problem = seen.isPresent() ? "" : row.topic() + " cannot be read back";
      return new Seen(seen, problem, wire.take());
    } catch (Exception e) {
      String why = e instanceof ActionFailure f ? f.getMessage() : e.getClass().getSimpleName();
      return new Seen(Optional.empty(), "could not be read back: " + why, wire.take());
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
