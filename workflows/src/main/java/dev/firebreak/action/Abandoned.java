package dev.firebreak.action;

import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.util.List;

/** Actions whose run has moved on without them (a boundary event took over). */
public final class Abandoned {
  private final Database database;
  private final ActionTable actions;
  private final Approvals approvals;
  private final Dispatcher dispatcher;
  private final Audit audit;
  private final Clock clock;

  public Abandoned(
      Database database,
      ActionTable actions,
      Approvals approvals,
      Dispatcher dispatcher,
      Audit audit,
      Clock clock) {
    this.database = database;
    this.actions = actions;
    this.approvals = approvals;
    this.dispatcher = dispatcher;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Withdraws what was not sent; what may have been sent is carried to its end and stays in the
   * ledger.
   */
  public void leave(List<String> steps) {
    List<ActionRow> left = actions.leave(steps);
    List<ActionRow> asked =
        left.stream().filter(r -> r.state() == ActionRow.State.WITHDRAWN).toList();
    approvals.withdraw(asked);
    asked.forEach(this::recorded);
    database.afterCommit(
        () ->
            left.stream().filter(r -> r.state() == ActionRow.State.REQUESTED).forEach(this::stop));
  }

  /** Only the dispatcher knows whether a request is on its way. */
  private void stop(ActionRow row) {
    if (dispatcher.withdraw(row.id())) {
      database.inTransaction(
          h -> {
            actions.withdrawn(row.id(), clock.instant());
            recorded(row);
            return true;
          });
    }
  }

  private void recorded(ActionRow row) {
    audit.record("action.withdrawn", row.incident(), Requests.facts(row));
  }
}
