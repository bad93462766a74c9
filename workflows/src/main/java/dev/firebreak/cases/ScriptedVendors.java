package dev.firebreak.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.action.ConnectorInstance;
import dev.firebreak.action.Connectors;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.http.Vitals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The connectors with everything of their own but the vendor: what a call does and what a read-back
 * sees is what the case says. Nothing is sent anywhere.
 */
final class ScriptedVendors {
  private static final int AT_ONCE = 64;

  /** How long an action whose vendor is away is tried, by the case's clock. */
  static final Duration PATIENCE = Duration.ofMillis(500);

  private final Case script;
  private final Turnstile turnstile;

  ScriptedVendors(Case script, Turnstile turnstile) {
    this.script = script;
    this.turnstile = turnstile;
  }

  Connectors of(Collection<CaseStages.Offer> offers) {
    List<ConnectorInstance> instances = new ArrayList<>();
    for (CaseStages.Offer o : offers) {
      instances.add(
          new ConnectorInstance(o.instance(), scripted(o), AT_ONCE, () -> Vitals.NONE, () -> {}));
    }
    return new Connectors(instances);
  }

  private record Scripted(String name, List<Action<?, ?>> actions) implements Connector {
    @Override
    public Readiness readiness() {
      return Readiness.as("scripted");
    }
  }

  private Connector scripted(CaseStages.Offer offer) {
    List<Action<?, ?>> actions = new ArrayList<>();
    offer.actions().forEach(a -> actions.add(scripted(offer.instance() + "." + a.name(), a)));
    return new Scripted(offer.kind() + ", scripted", List.copyOf(actions));
  }

  private <I extends Record, O extends Record> Action<I, O> scripted(
      String topic, Action<I, O> real) {
    return new Action<>(
        real.name(),
        real.description(),
        real.effect(),
        real.reversibility(),
        real.input(),
        real.fields(),
        real.output(),
        real.target(),
        call -> answer(topic, real, call),
        Optional.empty(),
        real.probe().map(p -> call -> Observation.holds("as scripted")),
        real.inverse(),
        real.repeatable(),
        script.maybeAway(topic) ? PATIENCE : real.deadline());
  }

  private <I extends Record, O extends Record> O answer(
      String topic, Action<I, O> real, Call<I> call) throws ActionFailure {
    turnstile.pass(call.idempotencyKey());
    String target = real.target().apply(call.input()).toString();
    return switch (script.vendor(topic, target)) {
      case CONFIRMED -> output(topic, target, real);
      case REFUSED -> throw ActionFailure.refused("the vendor says no, as scripted");
      case UNAVAILABLE -> throw ActionFailure.unavailable("the vendor is away, as scripted");
    };
  }

  private <O extends Record> O output(String topic, String target, Action<?, O> real)
      throws ActionFailure {
    Optional<JsonNode> given = script.output(topic, target);
    try {
      if (given.isEmpty()) {
        return Samples.of(real.output());
      }
      return Json.mapper().treeToValue(given.get(), real.output());
    } catch (JsonProcessingException e) {
      throw ActionFailure.badInput(
          "the case's output for " + topic + " does not fit: " + e.getOriginalMessage());
    } catch (IllegalStateException e) {
      throw ActionFailure.badInput(
          "no output of " + topic + " can be made up; say it in the case, under outputs");
    }
  }
}
