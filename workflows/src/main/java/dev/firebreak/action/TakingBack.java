package dev.firebreak.action;

import dev.firebreak.access.Caller;
import dev.firebreak.action.Approvals.Approval;
import dev.firebreak.action.Approvals.VoteRefused;
import dev.firebreak.audit.Audit;
import dev.firebreak.connector.Effect;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes back what people are asked, in the transaction of whoever does. */
final class TakingBack {
  private final ApprovalTable table;
  private final ActionTable actions;
  private final Endings endings;
  private final Audit audit;
  private final Clock clock;

  TakingBack(ApprovalTable table, ActionTable actions, Endings endings, Audit audit, Clock clock) {
    this.table = table;
    this.actions = actions;
    this.endings = endings;
    this.audit = audit;
    this.clock = clock;
  }

  /** Of actions that their run does not wait for any more. */
  void ofRun(List<ActionRow> rows) {
    for (ActionRow row : rows) {
      for (UUID id : table.openOf(row.id())) {
        endings.withdraw(id, row, Audit.SYSTEM, "its run went on without it");
      }
    }
  }

  /** By who asked for it by hand. */
  Optional<Approval> byHand(UUID id, Caller by, String reason) throws VoteRefused {
    Optional<Held> held = Held.of(id, table, actions);
    if (held.isEmpty()) {
      return Optional.empty();
    }
    Approval a = held.get().approval();
    ActionRow row = held.get().row();
    if (row.run().isPresent() || !row.requesters().contains(by.subject())) {
      throw VoteRefused.forbidden(
          "only who asked for this by hand takes it back; an approver can deny it");
    }
    if (!a.open() || !actions.takeBack(row.id(), clock.instant())) {
      throw VoteRefused.late("this approval is closed (" + a.outcome() + ") already");
    }
    endings.withdraw(id, row, by.subject(), reason);
    audit.record(
        by.subject(), "action.withdrawn", Optional.of(row.incident()), Requests.facts(row));
    return table.find(id);
  }

  /** Of an incident that is closed; what lifts a containment stays: the containment does, too. */
  void ofIncident(UUID incident, String by) {
    for (Approval open : table.ofIncident(incident)) {
      Held.of(open.id(), table, actions)
          .filter(x -> x.approval().open() && x.row().effect() != Effect.RELEASE)
          .ifPresent(x -> closedWith(x.approval(), x.row(), by));
    }
  }

  private void closedWith(Approval a, ActionRow row, String by) {
    String why = "the incident was closed before it was decided";
    if (row.step().isPresent()) {
      endings.close(a, row, "WITHDRAWN", Optional.of(why));
    } else if (actions.takeBack(row.id(), clock.instant())) {
      endings.withdraw(a.id(), row, by, why);
    }
  }
}
