package dev.firebreak.connector.defender;

import dev.firebreak.connector.Observation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a machine is isolated, which Defender does not say itself: it follows from the orders it
 * was given. The newest may be under way; the newest that succeeded is in force.
 *
 * @param newest empty where it never had any
 * @param inForce the newest that succeeded; empty where none did
 */
record MachineState(Optional<MachineAction> newest, Optional<MachineAction> inForce) {
  static MachineState of(List<MachineAction> orders) {
    List<MachineAction> byAge =
        orders.stream().sorted(Comparator.comparing(MachineAction::created).reversed()).toList();
    return new MachineState(
        byAge.stream().findFirst(),
        byAge.stream().filter(o -> o.status() == MachineAction.Status.SUCCEEDED).findFirst());
  }

  /**
   * @param fully whether selective isolation is too little
   */
  Observation isolated(boolean fully) {
    Optional<MachineAction> enough = inForce.filter(o -> isolates(o, fully));
    if (underWay().isPresent()) {
      return underWay().filter(o -> isolates(o, fully)).isPresent()
          ? Observation.pending(detail())
          : Observation.absent(detail());
    }
    return enough.isPresent() ? Observation.holds(detail()) : Observation.absent(detail());
  }

  Observation released() {
    if (underWay().isPresent()) {
      return underWay().filter(o -> o.type() == MachineAction.Type.UNISOLATE).isPresent()
          ? Observation.pending(detail())
          : Observation.absent(detail());
    }
    boolean isolated = inForce.filter(o -> o.type() == MachineAction.Type.ISOLATE).isPresent();
    return isolated ? Observation.absent(detail()) : Observation.holds(detail());
  }

  private static boolean isolates(MachineAction order, boolean fully) {
    return order.type() == MachineAction.Type.ISOLATE && !(fully && order.selective());
  }

  Optional<MachineAction> underWay() {
    return newest.filter(o -> o.status() == MachineAction.Status.UNDER_WAY);
  }

  private String detail() {
    return newest.map(MachineAction::toString).orElse("never isolated")
        + inForce
            .filter(f -> newest.filter(f::equals).isEmpty())
            .map(f -> "; in force: " + f)
            .orElse("");
  }
}
