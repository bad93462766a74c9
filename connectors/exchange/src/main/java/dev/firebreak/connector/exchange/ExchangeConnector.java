package dev.firebreak.connector.exchange;

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
import java.util.function.Function;

/** What can be asked of the withdrawal service. */
final class ExchangeConnector implements Connector {
  private static final String WALLET = "The exchange's id of the wallet.";
  private static final String REASON = "Why, for the exchange's own record.";

  record FreezeWallet(@Describe(WALLET) String wallet, @Describe(REASON) String reason) {
    FreezeWallet {
      Scope.checkName("wallet", wallet);
    }
  }

  record FreezeAsset(
      @Describe("The coin or token, for example USDC.") String asset,
      @Describe(REASON) String reason) {
    FreezeAsset {
      Scope.checkName("asset", asset);
    }
  }

  record FreezeAll(@Describe(REASON) String reason) {}

  /**
   * @param freezeId the freeze, for {@code unfreeze-withdrawals}
   */
  record Frozen(String freezeId, String scope, String value) {}

  record Unfreeze(
      @Describe("The freeze, as the freezing action answered it.") String freezeId,
      @Describe("What it covers: GLOBAL, ASSET or WALLET.") String scope,
      @Describe("The wallet or asset; `exchange` for GLOBAL.") String value) {
    Unfreeze {
      Scope.of(scope);
      Scope.checkName("freezeId", freezeId);
      Scope.checkName("value", value);
    }

    Target target() {
      return Scope.of(scope).target(value);
    }
  }

  private final WithdrawalService service;
  private final PendingWithdrawals pending;
  private final KeyReadiness readiness;
  private final Rehearsals rehearsals;

  ExchangeConnector(WithdrawalService service, String keyId) {
    this.service = service;
    this.readiness = new KeyReadiness(service, keyId);
    this.rehearsals = new Rehearsals(service);
    this.pending = new PendingWithdrawals(service, rehearsals);
  }

  @Override
  public String name() {
    return "exchange";
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return readiness.ask();
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(
        freeze(
            "freeze-wallet-withdrawals",
            "Stops all withdrawals from one wallet, pending ones included; deposits and trading go"
                + " on.",
            FreezeWallet.class,
            Scope.WALLET,
            FreezeWallet::wallet,
            FreezeWallet::reason),
        freeze(
            "freeze-asset-withdrawals",
            "Stops all withdrawals of one coin or token from every wallet; other assets go on.",
            FreezeAsset.class,
            Scope.ASSET,
            FreezeAsset::asset,
            FreezeAsset::reason),
        freeze(
            "freeze-all-withdrawals",
            "Stops every withdrawal of the exchange; deposits and trading go on.",
            FreezeAll.class,
            Scope.GLOBAL,
            i -> Scope.EVERYTHING,
            FreezeAll::reason),
        Action.named("unfreeze-withdrawals", Unfreeze.class, Action.Done.class, this::unfreeze)
            .description("Lifts one freeze; what other freezes or holds stop stays stopped.")
            .effect(Effect.RELEASE)
            .on(Unfreeze::target)
            .rehearsedBy(
                call -> rehearsals.unfreeze(call.input().freezeId(), call.input().target()))
            .probedBy(this::observeUnfrozen)
            .build(),
        pending.hold(),
        pending.release(),
        pending.list());
  }

  private <I extends Record> Action<I, Frozen> freeze(
      String name,
      String description,
      Class<I> input,
      Scope scope,
      Function<I, String> value,
      Function<I, String> reason) {
    return Action.named(
            name,
            input,
            Frozen.class,
            call -> {
              String frozen = value.apply(call.input());
              service.freeze(ownId(call), scope, frozen, reason.apply(call.input()), call);
              return new Frozen(ownId(call), scope.name(), frozen);
            })
        .description(description)
        .effect(Effect.CONTAIN)
        .on(i -> scope.target(value.apply(i)))
        .rehearsedBy(call -> rehearsals.freeze(ownId(call), scope, value.apply(call.input())))
        .probedBy(call -> observeFrozen(ownId(call)))
        .undoneBy(
            "unfreeze-withdrawals",
            call -> new Unfreeze(ownId(call), scope.name(), value.apply(call.input())))
        .build();
  }

  private Action.Done unfreeze(Call<Unfreeze> call) throws ActionFailure {
    service.lift(call.input().freezeId(), call);
    return new Action.Done();
  }

  private Observation observeFrozen(String freezeId) throws ActionFailure {
    String state = service.freezeState(freezeId).orElse("none");
    String detail = "freeze " + freezeId + " state=" + known(state, freezeId);
    return state.equals("ACTIVE") ? Observation.holds(detail) : Observation.absent(detail);
  }

  private Observation observeUnfrozen(Call<Unfreeze> call) throws ActionFailure {
    Observation frozen = observeFrozen(call.input().freezeId());
    return frozen.state() == Observation.State.HOLDS
        ? Observation.absent(frozen.detail())
        : Observation.holds(frozen.detail());
  }

  /** A state nobody documented must count neither as frozen nor as free. */
  private static String known(String state, String freezeId) throws ActionFailure {
    if (!List.of("ACTIVE", "LIFTED", "EXPIRED", "none").contains(state)) {
      throw ActionFailure.unavailable(
          "freeze "
              + freezeId
              + ": its state is none of ACTIVE, LIFTED, EXPIRED; look at the"
              + " withdrawal service");
    }
    return state;
  }

  /** Chosen by us and the same for every attempt, so that a repeated PUT makes no second freeze. */
  static String ownId(Call<?> call) {
    return "fb-" + call.idempotencyKey();
  }

  static Target wallet(String id) {
    return new Target(TargetType.WALLET, id);
  }
}
