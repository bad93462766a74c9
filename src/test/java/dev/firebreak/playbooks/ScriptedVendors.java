package dev.firebreak.playbooks;

import dev.firebreak.action.ConnectorInstance;
import dev.firebreak.action.Connectors;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.http.Vitals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shipped connectors with everything of their own but the vendor: what a call does and what a
 * read-back sees is what the case says.
 */
final class ScriptedVendors {
  private static final int AT_ONCE = 64;

  /** How long an action whose vendor is away is tried, by the case's clock. */
  static final Duration PATIENCE = Duration.ofMillis(500);

  private final Case script;
  private final Gate gate;

  ScriptedVendors(Case script, Gate gate) {
    this.script = script;
    this.gate = gate;
  }

  /** Instances named as their kind. */
  Connectors of(Map<String, Connector> shipped) {
    List<ConnectorInstance> instances = new ArrayList<>();
    shipped.forEach(
        (name, connector) ->
            instances.add(
                new ConnectorInstance(
                    name, scripted(name, connector), AT_ONCE, () -> Vitals.NONE, () -> {})));
    return new Connectors(instances);
  }

  private record Scripted(String name, List<Action<?, ?>> actions) implements Connector {
    @Override
    public Readiness readiness() {
      return Readiness.as("scripted");
    }
  }

  private Connector scripted(String name, Connector real) {
    List<Action<?, ?>> actions = new ArrayList<>();
    real.actions().forEach(a -> actions.add(scripted(name + "." + a.name(), a)));
    return new Scripted(real.name(), List.copyOf(actions));
  }

  private <I extends Record, O extends Record> Action<I, O> scripted(
      String topic, Action<I, O> real) {
    Case.Vendor answer = script.vendor(topic);
    O output = Samples.of(real.output());
    return new Action<>(
        real.name(),
        real.description(),
        real.effect(),
        real.reversibility(),
        real.input(),
        real.fields(),
        real.output(),
        real.target(),
        call -> answer(call, answer, output),
        Optional.empty(),
        real.probe().map(p -> call -> Observation.holds("as scripted")),
        real.inverse(),
        real.repeatable(),
        answer == Case.Vendor.UNAVAILABLE ? PATIENCE : real.deadline());
  }

  private <O> O answer(Call<?> call, Case.Vendor answer, O output) throws ActionFailure {
    gate.pass(call.idempotencyKey());
    return switch (answer) {
      case CONFIRMED -> output;
      case REFUSED -> throw ActionFailure.refused("the vendor says no, as scripted");
      case UNAVAILABLE -> throw ActionFailure.unavailable("the vendor is away, as scripted");
    };
  }
}
