package dev.firebreak.connector.example;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What can be asked of the actuator: three containments, one release, one note. */
final class ExampleConnector implements Connector {
  private static final String ID = "Names this measure at the actuator; the alert's id will do.";

  record Freeze(@Describe(ID) String id, @Describe("Wallet to freeze.") String wallet) {}

  record Isolate(@Describe(ID) String id, @Describe("Workload to isolate.") String workload) {}

  record Revoke(@Describe(ID) String id, @Describe("Credential to revoke.") String credential) {}

  record Lift(
      @Describe(ID) String id,
      @Describe("What to lift: `freeze`, `isolate` or `revoke`.") String action) {}

  record Ticket(@Describe("Names the ticket.") String id, @Describe("What it says.") String text) {}

  record Reference(String ref) {}

  private static final Map<String, TargetType> TARGETS =
      Map.of(
          "freeze", TargetType.WALLET,
          "isolate", TargetType.WORKLOAD,
          "revoke", TargetType.CREDENTIAL);

  private final ExampleApi api;

  ExampleConnector(ExampleApi api) {
    this.api = api;
  }

  @Override
  public String name() {
    return "example";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(
        containment("freeze", "Freezes a wallet.", Freeze.class, Freeze::id, Freeze::wallet),
        containment(
            "isolate", "Isolates a workload.", Isolate.class, Isolate::id, Isolate::workload),
        containment(
            "revoke", "Revokes a credential.", Revoke.class, Revoke::id, Revoke::credential),
        Action.named("lift", Lift.class, Action.Done.class, this::lift)
            .description("Lifts what freeze, isolate or revoke did under this id.")
            .effect(Effect.RELEASE)
            .on(l -> new Target(TARGETS.getOrDefault(l.action(), TargetType.PLATFORM), l.id()))
            .probedBy(this::observeLifted)
            .build(),
        Action.named("ticket", Ticket.class, Reference.class, this::ticket)
            .description("Opens a ticket; a second call with the same key opens no second one.")
            .effect(Effect.NOTIFY)
            .on(t -> new Target(TargetType.TICKET, t.id()))
            .build());
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    ExampleApi.Self self = api.self();
    Readiness ready = Readiness.as(self.client());
    for (Action<?, ?> a : actions()) {
      ready =
          self.may().contains(a.name())
              ? ready.granted(a.name(), "the actuator lists it for us")
              : ready.missing(a.name(), "give the token the right to " + a.name());
    }
    return ready;
  }

  private <I extends Record> Action<I, Reference> containment(
      String name,
      String description,
      Class<I> input,
      Function<I, String> id,
      Function<I, String> target) {
    return Action.named(
            name,
            input,
            Reference.class,
            call ->
                new Reference(
                    api.start(
                        name,
                        id.apply(call.input()),
                        call.idempotencyKey(),
                        Map.of("target", target.apply(call.input())))))
        .description(description)
        .effect(Effect.CONTAIN)
        .on(i -> new Target(TARGETS.getOrDefault(name, TargetType.PLATFORM), target.apply(i)))
        .probedBy(call -> observe(name, id.apply(call.input()), true))
        .undoneBy("lift", call -> new Lift(id.apply(call.input()), name))
        .build();
  }

  private Action.Done lift(Call<Lift> call) throws ActionFailure {
    Lift lift = known(call.input());
    api.stop(lift.action(), lift.id());
    return new Action.Done();
  }

  private Observation observeLifted(Call<Lift> call) throws ActionFailure {
    Lift lift = known(call.input());
    return observe(lift.action(), lift.id(), false);
  }

  private Observation observe(String action, String id, boolean wanted) throws ActionFailure {
    boolean active = api.active(action, id);
    String detail = action + " active=" + active;
    return active == wanted ? Observation.holds(detail) : Observation.absent(detail);
  }

  private Reference ticket(Call<Ticket> call) throws ActionFailure {
    Map<String, String> body = Map.of("text", call.input().text());
    return new Reference(api.start("ticket", call.input().id(), call.idempotencyKey(), body));
  }

  private static Lift known(Lift lift) throws ActionFailure {
    if (!TARGETS.containsKey(lift.action())) {
      throw ActionFailure.badInput(
          "lift "
              + lift.id()
              + ": action must be freeze, isolate or revoke, got '"
              + lift.action()
              + "'");
    }
    return lift;
  }
}
