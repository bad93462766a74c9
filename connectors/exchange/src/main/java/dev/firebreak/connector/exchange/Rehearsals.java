package dev.firebreak.connector.exchange;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.exchange.WithdrawalService.Listing;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How many withdrawals a call would stop or let go. Only reads. */
record Rehearsals(WithdrawalService service) {
  /** A rehearsal need not count to the end. */
  private static final int MOST_PAGES = 20;

  /**
   * Counts what is pending; 1 where nothing is, since what comes later is stopped as well.
   *
   * @param freezeId under which it would be put
   */
  Preview freeze(String freezeId, Scope scope, String value) throws ActionFailure {
    Target target = scope.target(value);
    if (service.freezeState(freezeId).orElse("none").equals("ACTIVE")) {
      return Preview.nothing(target + ": freeze " + freezeId + " is in force already");
    }
    String stop = "would stop every withdrawal of " + target + " from now on";
    Optional<Listing> listed = pending(scope, value);
    if (listed.isEmpty()) {
      return Preview.of(stop + "; the service does not list what is pending now", List.of(target));
    }
    List<Withdrawal> pending = listed.get().withdrawals();
    return new Preview(
        stop + ", and " + Totals.of(listed.get()).sentence() + " pending now",
        Math.max(1, pending.size()),
        Stream.concat(Stream.of(target), wallets(pending)).distinct().toList());
  }

  /** Empty where the key may not list, or a service of contract 1.0 lists single wallets only. */
  private Optional<Listing> pending(Scope scope, String value) throws ActionFailure {
    try {
      return Optional.of(service.list("PENDING", scope, value, MOST_PAGES));
    } catch (ActionFailure e) {
      if (e.kind() == ActionFailure.Kind.REFUSED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Counts what is pending in a wallet. */
  Preview hold(String wallet) throws ActionFailure {
    Listing pending = service.list("PENDING", Scope.WALLET, wallet, MOST_PAGES);
    return counted(
        "would hold ", Totals.of(pending), " pending in " + Scope.WALLET.target(wallet), wallet);
  }

  /**
   * @param held by the hold that would be taken off; others may hold them as well
   */
  Preview release(String wallet, List<Withdrawal> held) {
    return counted(
        "would take this hold off ",
        Totals.of(new Listing(held, true)),
        " of " + Scope.WALLET.target(wallet),
        wallet);
  }

  private static Preview counted(String verb, Totals totals, String where, String wallet) {
    String sentence = verb + totals.sentence() + where;
    return totals.count() == 0
        ? Preview.nothing(sentence)
        : new Preview(sentence, totals.count(), List.of(Scope.WALLET.target(wallet)));
  }

  Preview unfreeze(String freezeId, Target target) throws ActionFailure {
    if (!service.freezeState(freezeId).orElse("none").equals("ACTIVE")) {
      return Preview.nothing(target + ": freeze " + freezeId + " is not in force");
    }
    Optional<Long> held = service.heldByFreeze(freezeId);
    return new Preview(
        "would lift freeze "
            + freezeId
            + " of "
            + target
            + held.map(n -> ", which stops " + n + " withdrawals now").orElse(""),
        Math.max(1, held.orElse(1L)),
        List.of(target));
  }

  private static Stream<Target> wallets(List<Withdrawal> withdrawals) {
    return withdrawals.stream().map(Withdrawal::wallet).distinct().flatMap(Rehearsals::wallet);
  }

  /** A name that can't be a target is left out of the list; its withdrawals are counted. */
  private static Stream<Target> wallet(String name) {
    try {
      return Stream.of(Scope.WALLET.target(name));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }
}
