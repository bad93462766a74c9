package dev.firebreak.connector.defender;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Isolates a machine and releases it. Defender takes an order and passes it on when the machine
 * calls in, so an order that was taken is not yet one that was carried out.
 */
record Isolation(DefenderApi api) {
  private static final String MACHINE =
      "Machine id: 40 hex digits, `mdeDeviceId` in alerts of Microsoft Graph and `machineId` in"
          + " those of Defender.";

  /** Names are not taken: several machines can have one, and whoever owns one can choose it. */
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{40}");

  record Isolate(
      @Describe(MACHINE) String machine,
      @Describe(
              "`Full`, the default, or `Selective`, which lets Outlook and Teams through (Windows"
                  + " only).")
          Optional<String> isolationType) {
    Isolate {
      requireId(machine);
      if (isolationType.filter(t -> !t.equals("Full") && !t.equals("Selective")).isPresent()) {
        throw new IllegalArgumentException(
            "input 'isolationType' must be Full or Selective, got another word");
      }
    }

    boolean fully() {
      return !isolationType.orElse("Full").equals("Selective");
    }
  }

  record Release(@Describe(MACHINE) String machine) {
    Release {
      requireId(machine);
    }
  }

  private static void requireId(String machine) {
    if (!ID.matcher(machine).matches()) {
      throw new IllegalArgumentException(
          "input 'machine' must be a machine id of 40 hex digits, got "
              + machine.length()
              + " characters that are none");
    }
  }

  /**
   * @param machineAction id of the order at Defender, the one that was there where it was so
   *     already
   * @param already whether the machine was isolated or released, or ordered to be, before
   */
  record Order(String machineAction, boolean already) {}

  Order isolate(Call<Isolate> call) throws ActionFailure {
    Isolate input = call.input();
    Map<String, String> body = DefenderApi.body(comment(call), call.idempotencyKey());
    body.put("IsolationType", input.fully() ? "Full" : "Selective");
    return order(input.machine(), "isolate", body, s -> s.isolated(input.fully()));
  }

  Order release(Call<Release> call) throws ActionFailure {
    Map<String, String> body = DefenderApi.body(comment(call), call.idempotencyKey());
    return order(call.input().machine(), "unisolate", body, MachineState::released);
  }

  @FunctionalInterface
  private interface Wanted {
    Observation in(MachineState state);
  }

  private Order order(String machine, String verb, Map<String, String> body, Wanted wanted)
      throws ActionFailure {
    Optional<Order> already = already(machine, wanted);
    if (already.isPresent()) {
      return already.get();
    }
    DefenderApi.Ordered ordered = api.order(machine, verb, body);
    if (ordered instanceof DefenderApi.Ordered.Accepted accepted) {
      return new Order(accepted.id(), false);
    }
    // Somebody was quicker: with the same order, or with another.
    return already(machine, wanted)
        .orElseThrow(
            () ->
                ActionFailure.unavailable(
                    "machine "
                        + machine
                        + " is carrying out another order; "
                        + verb
                        + " can be ordered when that is over"));
  }

  private Optional<Order> already(String machine, Wanted wanted) throws ActionFailure {
    MachineState state = MachineState.of(api.orders(machine));
    boolean enough = wanted.in(state).state() != Observation.State.ABSENT;
    String id = state.underWay().or(state::inForce).map(MachineAction::id).orElse("none");
    return enough ? Optional.of(new Order(id, true)) : Optional.empty();
  }

  Observation observeIsolated(Call<Isolate> call) throws ActionFailure {
    Isolate input = call.input();
    return MachineState.of(api.orders(input.machine())).isolated(input.fully());
  }

  Observation observeReleased(Call<Release> call) throws ActionFailure {
    return MachineState.of(api.orders(call.input().machine())).released();
  }

  Preview rehearse(Call<Isolate> call) throws ActionFailure {
    Isolate input = call.input();
    DefenderApi.Machine machine = api.machine(input.machine());
    Observation seen = observeIsolated(call);
    String who = machine.name() + " (" + machine.os() + ", " + machine.health() + ")";
    if (seen.state() == Observation.State.HOLDS) {
      return Preview.nothing(who + " is isolated already: " + seen.detail());
    }
    return Preview.of(
        "would isolate "
            + who
            + (input.fully() ? " fully" : " but for Outlook and Teams")
            + "; now: "
            + seen.detail()
            + (machine.health().equals("Active")
                ? ""
                : "; it does not call in as it should, so the order may wait"),
        List.of(new Target(TargetType.HOST, input.machine())));
  }

  private static String comment(Call<?> call) {
    return "Firebreak incident " + call.incidentId() + ", measure " + call.idempotencyKey();
  }
}
