package dev.firebreak.connector.exchange;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Observation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The actions on withdrawals that were asked for but have not left yet. */
record PendingWithdrawals(WithdrawalService service, Rehearsals rehearsals) {
  private static final String WALLET = "The exchange's id of the wallet.";

  record Hold(
      @Describe(WALLET) String wallet,
      @Describe("Why, for the exchange's own record.") String reason) {
    Hold {
      Scope.checkName("wallet", wallet);
    }
  }

  /**
   * @param held how many are held now by this step
   * @param withdrawals their ids
   * @param tooLate ids of those that were gone or on their way before they could be held
   */
  record Held(String holdId, int held, List<String> withdrawals, List<String> tooLate) {}

  record Release(
      @Describe(WALLET) String wallet,
      @Describe("The hold, as hold-pending-withdrawals answered it.") String holdId) {
    Release {
      Scope.checkName("wallet", wallet);
      Scope.checkName("holdId", holdId);
    }
  }

  record Released(int released) {}

  record Of(@Describe(WALLET) String wallet) {
    Of {
      Scope.checkName("wallet", wallet);
    }
  }

  record Listed(int count, List<String> withdrawals) {}

  Action<Hold, Held> hold() {
    return Action.named("hold-pending-withdrawals", Hold.class, Held.class, this::holdEach)
        .description(
            "Holds each withdrawal that is pending in a wallet now; later ones pass unless the"
                + " wallet is frozen as well.")
        .effect(Effect.CONTAIN)
        .on(i -> ExchangeConnector.wallet(i.wallet()))
        .rehearsedBy(call -> rehearsals.hold(call.input().wallet()))
        .probedBy(this::observeNonePending)
        .undoneBy(
            "release-held-withdrawals",
            call -> new Release(call.input().wallet(), ExchangeConnector.ownId(call)))
        .build();
  }

  Action<Release, Released> release() {
    return Action.named(
            "release-held-withdrawals", Release.class, Released.class, this::releaseEach)
        .description("Takes one hold off every withdrawal of a wallet; other holds stay.")
        .effect(Effect.RELEASE)
        .on(i -> ExchangeConnector.wallet(i.wallet()))
        .rehearsedBy(
            call ->
                rehearsals.release(
                    call.input().wallet(), heldBy(call.input().wallet(), call.input().holdId())))
        .probedBy(this::observeNoneHeld)
        .build();
  }

  Action<Of, Listed> list() {
    return Action.named("list-pending-withdrawals", Of.class, Listed.class, this::listPending)
        .description("Lists the withdrawals that are pending in a wallet; changes nothing.")
        .on(i -> ExchangeConnector.wallet(i.wallet()))
        .build();
  }

  private Held holdEach(Call<Hold> call) throws ActionFailure {
    String wallet = call.input().wallet();
    String holdId = ExchangeConnector.ownId(call);
    Set<String> held = new LinkedHashSet<>();
    List<String> tooLate = new ArrayList<>();
    for (Withdrawal w : service.list("PENDING", wallet)) {
      boolean done = service.hold(w.id(), holdId, call.input().reason(), call);
      (done ? held : tooLate).add(w.id());
    }
    // An earlier attempt of this step may have held some and then lost its answer.
    heldBy(wallet, holdId).forEach(w -> held.add(w.id()));
    return new Held(holdId, held.size(), List.copyOf(held), List.copyOf(tooLate));
  }

  private Observation observeNonePending(Call<Hold> call) throws ActionFailure {
    int pending = service.list("PENDING", call.input().wallet()).size();
    String detail = "wallet " + call.input().wallet() + " pending=" + pending;
    return pending == 0 ? Observation.holds(detail) : Observation.absent(detail);
  }

  private Released releaseEach(Call<Release> call) throws ActionFailure {
    List<Withdrawal> held = heldBy(call.input().wallet(), call.input().holdId());
    for (Withdrawal w : held) {
      service.release(w.id(), call.input().holdId(), call);
    }
    return new Released(held.size());
  }

  private Observation observeNoneHeld(Call<Release> call) throws ActionFailure {
    int held = heldBy(call.input().wallet(), call.input().holdId()).size();
    String detail = "wallet " + call.input().wallet() + " held=" + held;
    return held == 0 ? Observation.holds(detail) : Observation.absent(detail);
  }

  private List<Withdrawal> heldBy(String wallet, String holdId) throws ActionFailure {
    return service.list("HELD", wallet).stream().filter(w -> w.holds().contains(holdId)).toList();
  }

  private Listed listPending(Call<Of> call) throws ActionFailure {
    List<String> ids =
        service.list("PENDING", call.input().wallet()).stream().map(Withdrawal::id).toList();
    return new Listed(ids.size(), ids);
  }
}
