package dev.firebreak.connector.bitgo;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Reversibility;
import java.time.Duration;
import java.util.List;

/** What can be done with one user's wallets. */
record BitgoConnector(BitgoClient client, WalletActions wallets, ApprovalActions approvals)
    implements Connector {

  @Override
  public String name() {
    return "bitgo";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(freezeWallet(), rejectPendingApprovals(), listPendingApprovals(), readWallet());
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return Session.read(client).readiness();
  }

  private Action<?, ?> freezeWallet() {
    return Action.named(
            "freeze-wallet",
            WalletActions.Freeze.class,
            WalletActions.Frozen.class,
            wallets::freeze)
        .description(
            "Stops everything that leaves a wallet for a time that nobody can shorten; what comes"
                + " in still arrives. A wallet that is frozen already is left as it is.")
        .effect(Effect.CONTAIN)
        .reversibility(Reversibility.TIMED)
        .on(input -> input.one().target())
        .probedBy(wallets::observe)
        .notRepeatable()
        .build();
  }

  private Action<?, ?> rejectPendingApprovals() {
    return Action.named(
            "reject-pending-approvals",
            OneWallet.class,
            ApprovalActions.Rejected.class,
            approvals::reject)
        .description(
            "Rejects for good every withdrawal of a wallet that waits for approval; does not stop"
                + " new ones, and rejected ones must be asked for again.")
        .effect(Effect.CONTAIN)
        .reversibility(Reversibility.NO)
        .on(OneWallet::target)
        .rehearsedBy(approvals::preview)
        .probedBy(approvals::observe)
        .deadline(Duration.ofMinutes(3))
        .build();
  }

  private Action<?, ?> listPendingApprovals() {
    return Action.named(
            "list-pending-approvals",
            OneWallet.class,
            ApprovalActions.Listed.class,
            approvals::list)
        .description("Reads what of a wallet waits for people to approve it, withdrawals or not.")
        .effect(Effect.READ)
        .on(OneWallet::target)
        .build();
  }

  private Action<?, ?> readWallet() {
    return Action.named(
            "read-wallet", OneWallet.class, WalletActions.WalletState.class, wallets::read)
        .description("Reads a wallet's balances and until when it is frozen.")
        .effect(Effect.READ)
        .on(OneWallet::target)
        .build();
  }
}
