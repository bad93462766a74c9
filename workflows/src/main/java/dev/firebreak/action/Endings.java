package dev.firebreak.action;

import dev.firebreak.action.Approvals.Approval;
import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Ends approvals, in the transaction of whoever holds them. */
final class Endings {
  private final Database database;
  private final ApprovalTable table;
  private final ActionTable actions;
  private final Dispatcher dispatcher;
  private final Audit audit;
  private final Clock clock;
  private final String node;

  Endings(
      Database database,
      ApprovalTable table,
      ActionTable actions,
      Dispatcher dispatcher,
      Audit audit,
      Clock clock,
      String node) {
    this.database = database;
    this.table = table;
    this.actions = actions;
    this.dispatcher = dispatcher;
    this.audit = audit;
    this.clock = clock;
    this.node = node;
  }

  /**
   * Ends the asking and hands the action to the dispatcher, with the reason not to do it where
   * there is one.
   */
  void close(Approval a, ActionRow row, String state, Optional<String> no) {
    boolean same = a.binding().equals(Binding.of(row));
    String ended = same ? state : "VOID";
    Optional<String> why = same ? no : Optional.of("what was approved is not what would run now");
    table.close(a.id(), ended, clock.instant());
    Map<String, Object> facts = facts(a.id(), row);
    facts.put("outcome", ended.toLowerCase(Locale.ROOT));
    why.ifPresent(w -> facts.put("reason", w));
    audit.record("approval.closed", row.incident(), facts);
    Duration allowed = Duration.between(row.requestedAt(), row.deadline());
    Optional<ActionRow.Failure> failure =
        why.map(
            w ->
                new ActionRow.Failure(
                    ActionRow.Failure.Code.NOT_APPROVED,
                    row.topic() + " on " + row.target() + ": " + w));
    if (actions.release(
        row.id(), ActionRow.State.WAITING, node, clock.instant().plus(allowed), failure)) {
      ActionRow released = actions.find(row.id()).orElseThrow();
      database.afterCommit(() -> dispatcher.submit(released));
    }
  }

  /** Ends the asking; whoever asked has given the action up. */
  void withdraw(UUID id, ActionRow row, String by, String reason) {
    table.close(id, "WITHDRAWN", clock.instant());
    Map<String, Object> facts = facts(id, row);
    facts.put("outcome", "withdrawn");
    facts.put("reason", reason);
    audit.record(by, "approval.closed", Optional.of(row.incident()), facts);
  }

  /** What is recorded of every act on an approval. */
  static Map<String, Object> facts(UUID id, ActionRow row) {
    Map<String, Object> facts = new LinkedHashMap<>(Requests.facts(row));
    facts.put("approval", id.toString());
    return facts;
  }
}
