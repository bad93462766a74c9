package dev.firebreak.connector.crowdstrike;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Duration;
import java.util.List;

/** What can be done with the hosts of one customer id. */
record Falcon(Containment containment, String clientId) implements Connector {
  /** A sensor that is online carries an order out within seconds to a few minutes. */
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  @Override
  public String name() {
    return "crowdstrike";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(containHost(), liftContainment());
  }

  /** Falcon tells nobody what an API client may do, so reading is tried, and changing is not. */
  @Override
  public Readiness readiness() throws ActionFailure {
    Readiness ready = Readiness.as("API client " + clientId);
    if (!containment.api().mayRead()) {
      String missing = "give the API client the scopes Hosts: Read and Hosts: Write";
      return ready.missing("contain-host", missing).missing("lift-containment", missing);
    }
    String untold =
        "Falcon does not tell an API client's scopes; reading hosts works, check that Hosts: Write"
            + " is ticked, too";
    return ready.untold("contain-host", untold).untold("lift-containment", untold);
  }

  private Action<Containment.HostRef, Containment.Ordered> containHost() {
    return Action.named(
            "contain-host",
            Containment.HostRef.class,
            Containment.Ordered.class,
            containment::contain)
        .description(
            "Cuts a host off from the network, but for Falcon's cloud and what the containment"
                + " policy lets through; done when its sensor has carried it out.")
        .effect(Effect.CONTAIN)
        .on(Falcon::target)
        .rehearsedBy(containment::rehearse)
        .probedBy(containment::observeContained)
        .undoneBy("lift-containment", call -> call.input())
        .deadline(DEADLINE)
        .build();
  }

  private Action<Containment.HostRef, Containment.Ordered> liftContainment() {
    return Action.named(
            "lift-containment",
            Containment.HostRef.class,
            Containment.Ordered.class,
            containment::lift)
        .description("Gives a contained host the network back.")
        .effect(Effect.RELEASE)
        .on(Falcon::target)
        .probedBy(containment::observeLifted)
        .deadline(DEADLINE)
        .build();
  }

  private static Target target(Containment.HostRef ref) {
    return new Target(TargetType.HOST, ref.host());
  }
}
