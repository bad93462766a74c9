package dev.firebreak.connector.bitgo;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Observation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Freezing and reading one wallet. */
record WalletActions(Wallets wallets, Duration longestFreeze, Clock clock) {
  /**
   * @param durationSeconds 60 to 31,536,000
   */
  record Freeze(
      @Describe(OneWallet.COIN) String coin,
      @Describe(OneWallet.WALLET) String wallet,
      @Describe("How long, in seconds, from 60; nobody can end it earlier.") long durationSeconds) {
    Freeze {
      var unused = new OneWallet(coin, wallet);
      if (durationSeconds < 60 || durationSeconds > Duration.ofDays(365).toSeconds()) {
        throw new IllegalArgumentException(
            "durationSeconds must be 60 to 31536000, got " + durationSeconds);
      }
    }

    OneWallet one() {
      return new OneWallet(coin, wallet);
    }
  }

  /**
   * @param already whether a freeze was in force before; it was left as it is
   */
  record Frozen(
      @Describe("When the freeze ends by itself.") Instant until,
      @Describe("Whether the wallet was frozen before; that freeze was left as it is.")
          boolean already) {}

  /** Amounts in the coin's smallest unit, empty where BitGo gave none. */
  record WalletState(
      String label,
      String balance,
      String confirmedBalance,
      String spendableBalance,
      boolean frozen,
      Optional<Instant> frozenUntil) {}

  /**
   * A wallet that is frozen already is not frozen again, however soon that ends: the vendor does
   * not say whether a second request lengthens the first, and neither can be taken back.
   *
   * @throws ActionFailure BAD_INPUT for longer than the setting allows
   */
  Frozen freeze(Call<Freeze> call) throws ActionFailure {
    Duration duration = Duration.ofSeconds(call.input().durationSeconds());
    if (duration.compareTo(longestFreeze) > 0) {
      throw ActionFailure.badInput(
          "freezing for "
              + duration
              + " is longer than the setting 'longest-freeze' allows ("
              + longestFreeze
              + "); a freeze cannot be lifted early");
    }
    OneWallet wallet = call.input().one();
    Optional<Instant> before = frozenUntil(wallet);
    return before.isPresent() ? new Frozen(before.get(), true) : freeze(wallet, duration);
  }

  private Frozen freeze(OneWallet wallet, Duration duration) throws ActionFailure {
    try {
      return new Frozen(wallets.freeze(wallet, duration), false);
    } catch (ActionFailure failure) {
      if (failure.kind() != ActionFailure.Kind.REFUSED) {
        throw failure;
      }
      // Somebody may have frozen it between our read and our request.
      return new Frozen(frozenUntil(wallet).orElseThrow(() -> failure), true);
    }
  }

  Observation observe(Call<Freeze> call) throws ActionFailure {
    Wallets.State state = wallets.read(call.input().one());
    return state
        .frozenUntil(clock.instant())
        .map(until -> Observation.holdsUntil(until, "freeze.expires=" + until))
        .orElseGet(
            () ->
                Observation.absent(
                    state
                        .freezeEnds()
                        .map(ended -> "not frozen; its last freeze ended " + ended)
                        .orElse("not frozen")));
  }

  WalletState read(Call<OneWallet> call) throws ActionFailure {
    Wallets.State state = wallets.read(call.input());
    Optional<Instant> until = state.frozenUntil(clock.instant());
    return new WalletState(
        state.label(),
        state.balance(),
        state.confirmedBalance(),
        state.spendableBalance(),
        until.isPresent(),
        until);
  }

  private Optional<Instant> frozenUntil(OneWallet wallet) throws ActionFailure {
    return wallets.read(wallet).frozenUntil(clock.instant());
  }
}
