package dev.firebreak.connector.fireblocks;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Reversibility;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Duration;
import java.util.List;

/** What can be done in one workspace. */
record FireblocksConnector(
    PendingTransactions pending, WorkspaceFreeze freeze, Rehearsals rehearsals, UserReadiness user)
    implements Connector {

  @Override
  public String name() {
    return "fireblocks";
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return user.ask();
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(
        Action.named(
                "cancel-pending-transactions",
                PendingTransactions.Cancel.class,
                PendingTransactions.Cancelled.class,
                pending::cancel)
            .description(
                "Cancels every outgoing transaction of a vault account that is not yet broadcast;"
                    + " does not stop new ones, and cancelled ones must be created again.")
            .effect(Effect.CONTAIN)
            .reversibility(Reversibility.NO)
            .on(input -> new Target(TargetType.WALLET, input.vaultAccount()))
            .rehearsedBy(rehearsals::cancel)
            .probedBy(pending::observe)
            .deadline(Duration.ofMinutes(3))
            .build(),
        Action.named(
                "freeze-workspace", WorkspaceFreeze.Freeze.class, Action.Done.class, freeze::freeze)
            .description(
                "Blocks every operation by every user of the whole workspace; incoming transfers"
                    + " still arrive, and only the workspace owner can have it lifted, through"
                    + " Fireblocks Support.")
            .effect(Effect.CONTAIN)
            .reversibility(Reversibility.OUT_OF_BAND)
            .on(input -> Rehearsals.WORKSPACE)
            .rehearsedBy(rehearsals::freeze)
            .probedBy(freeze::observe)
            .build());
  }
}
