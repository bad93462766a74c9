package dev.firebreak.connector.crowdstrike;

import static dev.firebreak.connector.crowdstrike.Host.Status.CONTAINED;
import static dev.firebreak.connector.crowdstrike.Host.Status.CONTAINMENT_PENDING;
import static dev.firebreak.connector.crowdstrike.Host.Status.LIFT_CONTAINMENT_PENDING;
import static dev.firebreak.connector.crowdstrike.Host.Status.NORMAL;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Contains a host and lifts that. Falcon takes the order and passes it on to the sensor; the host's
 * status tells how far that is.
 */
record Containment(FalconApi api, HostSearch search) {
  /**
   * @param host one id, or a name that only one host has; no pattern
   */
  record HostRef(
      @Describe("Sensor id (aid, 32 hex digits), or a host name that only one host has.")
          String host) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})?");

    HostRef {
      if (!NAME.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "input 'host' must be a sensor id or a host name of letters, digits, dots, hyphens and"
                + " underscores, got "
                + host.length()
                + " characters");
      }
    }
  }

  /**
   * @param id the host's sensor id
   * @param already whether it was so, or ordered, before
   */
  record Ordered(String id, boolean already) {}

  /** What is wanted: the status in which it is done, and the one on the way there. */
  private record Goal(String action, Host.Status done, Host.Status pending) {
    boolean metBy(Host host) {
      return host.status() == done || host.status() == pending;
    }

    Observation observe(Host host) {
      String detail = host.name() + " " + host.id() + " status=" + host.status().word();
      if (host.status() == done) {
        return Observation.holds(detail);
      }
      return host.status() == pending ? Observation.pending(detail) : Observation.absent(detail);
    }
  }

  private static final Goal CONTAIN = new Goal("contain", CONTAINED, CONTAINMENT_PENDING);
  private static final Goal LIFT = new Goal("lift_containment", NORMAL, LIFT_CONTAINMENT_PENDING);

  Ordered contain(Call<HostRef> call) throws ActionFailure {
    return order(call, CONTAIN);
  }

  Ordered lift(Call<HostRef> call) throws ActionFailure {
    return order(call, LIFT);
  }

  /** Looks first: Falcon answers an order to a host that is so already with an error. */
  private Ordered order(Call<HostRef> call, Goal goal) throws ActionFailure {
    Host host = search.find(call.input().host());
    if (goal.metBy(host)) {
      return new Ordered(host.id(), true);
    }
    try {
      api.order(host.id(), goal.action());
      return new Ordered(host.id(), false);
    } catch (ActionFailure failure) {
      // Somebody may have ordered it between our look and our order.
      if (failure.kind() == ActionFailure.Kind.REFUSED && goal.metBy(search.find(host.id()))) {
        return new Ordered(host.id(), true);
      }
      throw failure;
    }
  }

  Observation observeContained(Call<HostRef> call) throws ActionFailure {
    return CONTAIN.observe(search.find(call.input().host()));
  }

  Observation observeLifted(Call<HostRef> call) throws ActionFailure {
    return LIFT.observe(search.find(call.input().host()));
  }

  Preview rehearse(Call<HostRef> call) throws ActionFailure {
    Host host = search.find(call.input().host());
    String who = host.name() + " " + host.id() + " (last seen " + host.lastSeen() + ")";
    return host.status() == CONTAINED
        ? Preview.nothing(who + " is contained already")
        : Preview.of(
            "would contain "
                + who
                + ", now "
                + host.status().word()
                + "; it keeps Falcon's cloud and what the containment policy lets through",
            List.of(new Target(TargetType.HOST, host.id())));
  }
}
