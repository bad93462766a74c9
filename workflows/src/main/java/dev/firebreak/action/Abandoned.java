package dev.firebreak.action;

import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import java.util.List;

/** Actions whose run has moved on without them (a boundary event took over). */
public final class Abandoned {
  private final Database database;
  private final ActionTable actions;
  private final Approvals approvals;
  private final Dispatcher dispatcher;
  private final Audit audit;

  public Abandoned(
      Database database,
      ActionTable actions,
      Approvals approvals,
      Dispatcher dispatcher,
      Audit audit) {
    this.database = database;
    this.actions = actions;
    this.approvals = approvals;
    this.dispatcher = dispatcher;
    this.audit = audit;
  }

  /**
   * Withdraws what has not been sent; what may have been sent is carried to its end and stays in
   * the ledger.
   */
  public void leave(List<String> steps) {
    List<ActionRow> withdrawn =
        actions.leave(steps).stream().filter(r -> r.state() == ActionRow.State.WITHDRAWN).toList();
    approvals.withdraw(withdrawn);
    for (ActionRow row : withdrawn) {
      audit.record("action.withdrawn", row.incident(), Requests.facts(row));
      database.afterCommit(() -> dispatcher.withdraw(row.id()));
    }
  }
}
