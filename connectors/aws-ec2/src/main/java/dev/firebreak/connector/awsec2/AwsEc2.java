package dev.firebreak.connector.awsec2;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Duration;
import java.util.List;

/** What can be done with the instances of one region. */
record AwsEc2(Isolation isolation, Restoration restoration, DryRuns dryRuns) implements Connector {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "aws-ec2";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(isolateInstance(), releaseInstance());
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return dryRuns.readiness();
  }

  private Action<InstanceId, Isolation.Isolated> isolateInstance() {
    return Action.named(
            "isolate-instance", InstanceId.class, Isolation.Isolated.class, isolation::isolate)
        .description(
            "Puts every network interface of an EC2 instance into the quarantine group of its VPC,"
                + " through a group that is open both ways so that established connections end. It"
                + " runs on, and keeps its disks and its role.")
        .effect(Effect.CONTAIN)
        .on(i -> new Target(TargetType.HOST, i.instance()))
        .rehearsedBy(isolation::rehearse)
        .probedBy(isolation::observe)
        .undoneBy("release-instance", call -> call.input())
        .deadline(DEADLINE)
        .build();
  }

  private Action<InstanceId, Restoration.Released> releaseInstance() {
    return Action.named(
            "release-instance", InstanceId.class, Restoration.Released.class, restoration::release)
        .description(
            "Gives every network interface of an isolated EC2 instance the security groups back"
                + " that are noted in its tags.")
        .effect(Effect.RELEASE)
        .on(i -> new Target(TargetType.HOST, i.instance()))
        .probedBy(restoration::observe)
        .deadline(DEADLINE)
        .build();
  }
}
