package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.List;

/** What can be done in one cluster. */
record KubernetesConnector(
    Quarantine quarantine, BlastRadius radius, Lift lift, ClusterReadiness rights)
    implements Connector {
  static final String LIFT = "lift-quarantine";

  @Override
  public String name() {
    return "kubernetes";
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return rights.ask();
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(
        Action.named(
                "quarantine-workload",
                Quarantine.Ask.class,
                Quarantine.Quarantined.class,
                quarantine::apply)
            .description(
                "Denies a pod all network traffic and takes it out of its services and controllers,"
                    + " which start a clean replacement; the pod keeps running for forensics.")
            .effect(Effect.CONTAIN)
            .on(input -> new Target(TargetType.WORKLOAD, input.workload()))
            .rehearsedBy(radius::preview)
            .probedBy(quarantine::observe)
            .undoneBy(
                LIFT,
                call ->
                    new Lift.Ask(
                        call.input().workload(), QuarantinePolicy.id(call.idempotencyKey())))
            .build(),
        Action.named(LIFT, Lift.Ask.class, Action.Done.class, lift::lift)
            .description(
                "Gives a quarantined pod its labels and its network back; its controller may then"
                    + " delete it or its replacement.")
            .effect(Effect.RELEASE)
            .on(input -> new Target(TargetType.WORKLOAD, input.workload()))
            .probedBy(lift::observe)
            .build());
  }
}
