package dev.firebreak.dispatch;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Reversibility;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A connector that does to each target what its {@link Script} says. */
final class ScriptedVendor implements Connector {
  /** One action's input. */
  record On(String wallet) {}

  /** One action's answer. */
  record Reference(String ref) {}

  static final Duration LONG = Duration.ofSeconds(25);
  static final Duration SHORT = Duration.ofSeconds(2);

  private static final ConcurrentMap<String, Script> SCRIPTS = new ConcurrentHashMap<>();

  /** The script of a target, of all instances alike. */
  static Script script(String wallet) {
    return SCRIPTS.computeIfAbsent(wallet, w -> new Script());
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(
        contains("contain", LONG).undoneBy("release", Call::input).build(),
        contains("contain-briefly", SHORT).undoneBy("release", Call::input).build(),
        contains("contain-once", LONG)
            .reversibility(Reversibility.OUT_OF_BAND)
            .notRepeatable()
            .build(),
        contains("contain-never", LONG).reversibility(Reversibility.NO).build(),
        contains("contain-asked", LONG).reversibility(Reversibility.NO).build(),
        contains("contain-anyway", LONG).reversibility(Reversibility.NO).build(),
        contains("contain-held", LONG).reversibility(Reversibility.NO).build(),
        contains("contain-chained", LONG).reversibility(Reversibility.NO).build(),
        contains("contain-escalated", LONG).reversibility(Reversibility.NO).build(),
        contains("contain-many", LONG)
            .undoneBy("release", Call::input)
            .rehearsedBy(call -> script(call.input().wallet()).preview())
            .build(),
        action("release", LONG)
            .effect(Effect.RELEASE)
            .probedBy(call -> Observation.holds("lifted"))
            .build(),
        action("tell", LONG).effect(Effect.NOTIFY).build(),
        action("tell-once", SHORT).effect(Effect.NOTIFY).notRepeatable().build());
  }

  @Override
  public Readiness readiness() {
    return Readiness.as("scripted");
  }

  private static Action.Builder<On, Reference> contains(String name, Duration deadline) {
    return action(name, deadline).effect(Effect.CONTAIN).probedBy(ScriptedVendor::look);
  }

  private static Action.Builder<On, Reference> action(String name, Duration deadline) {
    return Action.named(name, On.class, Reference.class, ScriptedVendor::call)
        .description("Does what the test's script says.")
        .on(in -> new Target(TargetType.WALLET, in.wallet()))
        .deadline(deadline);
  }

  private static Reference call(Call<On> call) throws ActionFailure {
    return new Reference(script(call.input().wallet()).call(call));
  }

  private static Observation look(Call<On> call) throws ActionFailure {
    return script(call.input().wallet()).look(call);
  }
}
