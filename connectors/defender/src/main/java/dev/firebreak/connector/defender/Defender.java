package dev.firebreak.connector.defender;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Duration;
import java.util.List;

/** What can be done with the machines of one tenant. */
record Defender(Isolation isolation, AppPermissions permissions) implements Connector {
  /** A machine that is on calls in within minutes. */
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  @Override
  public String name() {
    return "defender";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(isolateMachine(), releaseMachine());
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return permissions.readiness();
  }

  private Action<Isolation.Isolate, Isolation.Order> isolateMachine() {
    return Action.named(
            "isolate-machine", Isolation.Isolate.class, Isolation.Order.class, isolation::isolate)
        .description(
            "Cuts a machine off from the network, but for Defender's own cloud; done when the"
                + " machine has carried it out, which it does when it next calls in.")
        .effect(Effect.CONTAIN)
        .on(i -> new Target(TargetType.HOST, i.machine()))
        .rehearsedBy(isolation::rehearse)
        .probedBy(isolation::observeIsolated)
        .undoneBy("release-machine", call -> new Isolation.Release(call.input().machine()))
        .deadline(DEADLINE)
        .build();
  }

  private Action<Isolation.Release, Isolation.Order> releaseMachine() {
    return Action.named(
            "release-machine", Isolation.Release.class, Isolation.Order.class, isolation::release)
        .description("Ends the isolation of a machine.")
        .effect(Effect.RELEASE)
        .on(r -> new Target(TargetType.HOST, r.machine()))
        .probedBy(isolation::observeReleased)
        .deadline(DEADLINE)
        .build();
  }
}
