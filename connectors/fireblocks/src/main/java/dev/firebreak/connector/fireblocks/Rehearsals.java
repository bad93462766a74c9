package dev.firebreak.connector.fireblocks;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.connector.fireblocks.PendingTransactions.Cancel;
import dev.firebreak.connector.fireblocks.Transactions.Outgoing;
import dev.firebreak.connector.fireblocks.WorkspaceFreeze.Freeze;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What would be stopped, and what it is worth. Only reads. */
record Rehearsals(Transactions transactions, WorkspaceFreeze workspace) {
  static final Target WORKSPACE = new Target(TargetType.PLATFORM, "fireblocks");

  /** Of 500 transactions, for each status: a rehearsal need not count to the end. */
  private static final int MOST_PAGES = 2;

  /**
   * @throws ActionFailure BAD_INPUT for an account that does not exist
   */
  Preview cancel(Call<Cancel> call) throws ActionFailure {
    Cancel input = call.input();
    String name = transactions.requireVaultAccount(input.vaultAccount());
    String account =
        "vault account " + input.vaultAccount() + (name.isEmpty() ? "" : " '" + name + "'");
    Waiting waiting = waiting(Optional.of(input.vaultAccount()), input.assets());
    return waiting.count() == 0
        ? Preview.nothing(account + ": no transaction waits before broadcasting")
        : new Preview(
            "would cancel " + waiting.sentence() + " of " + account,
            waiting.count(),
            List.of(new Target(TargetType.WALLET, input.vaultAccount())));
  }

  /** Counts what waits; 1 where nothing does, since all else stops as well. */
  Preview freeze(Call<Freeze> call) throws ActionFailure {
    if (frozen(call)) {
      return Preview.nothing("the workspace is frozen already");
    }
    Waiting waiting = waiting(Optional.empty(), Optional.empty());
    Stream<Target> wallets =
        waiting.transactions().stream()
            .map(Outgoing::vaultAccount)
            .filter(v -> v.matches("[0-9]{1,19}"))
            .distinct()
            .map(v -> new Target(TargetType.WALLET, v));
    return new Preview(
        "would block every operation of every user until the owner has it lifted through Fireblocks"
            + " Support; now waiting before broadcasting: "
            + waiting.sentence()
            + " of "
            + waiting.accounts()
            + " vault accounts",
        Math.max(1, waiting.count()),
        Stream.concat(Stream.of(WORKSPACE), wallets).toList());
  }

  /** A status that can't be read is no reason not to rehearse. */
  private boolean frozen(Call<Freeze> call) throws ActionFailure {
    try {
      return workspace.observe(call).state() == Observation.State.HOLDS;
    } catch (ActionFailure e) {
      return false;
    }
  }

  private Waiting waiting(Optional<String> vaultAccount, Optional<List<String>> assets)
      throws ActionFailure {
    Waiting all = Waiting.NONE;
    for (String status : TransactionStatus.BEFORE_BROADCASTING) {
      all = all.and(status, transactions.list(vaultAccount, assets, status, MOST_PAGES));
    }
    return all;
  }
}
