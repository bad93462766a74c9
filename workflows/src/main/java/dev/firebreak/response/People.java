package dev.firebreak.response;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Role;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Approvals;
import dev.firebreak.action.Retries;
import dev.firebreak.audit.Audit;
import dev.firebreak.engine.PlaybookChanged;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.incident.Incidents;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What people do to runs and incidents by hand; each act is theirs in the audit trail. */
public final class People {
  private final Database database;
  private final PlaybookEngine engine;
  private final Incidents incidents;
  private final Runs runs;
  private final Retries retries;
  private final Approvals approvals;
  private final Audit audit;
  private final Clock clock;

  public People(
      Database database,
      PlaybookEngine engine,
      Incidents incidents,
      Runs runs,
      Retries retries,
      Approvals approvals,
      Audit audit,
      Clock clock) {
    this.database = database;
    this.engine = engine;
    this.incidents = incidents;
    this.runs = runs;
    this.retries = retries;
    this.approvals = approvals;
    this.audit = audit;
    this.clock = clock;
  }

  public List<PlaybookEngine.HumanTask> openTasks() {
    return database.inTransaction(h -> engine.openTasks());
  }

  /** Completes a task; empty when there is no such open one. */
  public Optional<PlaybookEngine.HumanTask> complete(
      String task, String by, Map<String, Object> variables) {
    try {
      return database.inTransaction(h -> completed(task, by, variables));
    } catch (PlaybookChanged e) {
      openTasks().stream()
          .filter(t -> t.id().equals(task))
          .forEach(t -> runs.stuck(t.runId(), "at '" + t.nodeId() + "': " + e.getMessage()));
      throw e;
    }
  }

  private Optional<PlaybookEngine.HumanTask> completed(
      String task, String by, Map<String, Object> variables) {
    // Before the run goes on: what it asks next is not for him to approve.
    engine.openTasks().stream()
        .filter(t -> t.id().equals(task))
        .forEach(t -> incidents.involve(UUID.fromString(t.incidentId()), by));
    Optional<PlaybookEngine.HumanTask> done = engine.completeTask(task, by, variables);
    done.ifPresent(
        t ->
            audit.record(
                by,
                "task.completed",
                Optional.of(UUID.fromString(t.incidentId())),
                Map.of(
                    "task",
                    t.id(),
                    "run",
                    t.runId(),
                    "node",
                    t.nodeId(),
                    "name",
                    t.name(),
                    "by",
                    by,
                    "variables",
                    variables)));
    return done;
  }

  /** Closes an incident; false when it is not open. */
  public boolean close(UUID incident, String by, String reason) {
    return database.inTransaction(
        h -> {
          boolean closed = incidents.close(incident, clock.instant());
          if (closed) {
            approvals.incidentClosed(incident, by);
            audit.record(by, "incident.closed", Optional.of(incident), Map.of("reason", reason));
          }
          return closed;
        });
  }

  /**
   * Tries an action again that failed or was left unresolved and whose run waits for it; empty when
   * there is none such.
   *
   * @throws dev.firebreak.access.AccessRefused when the caller is no responder for this
   */
  public Optional<ActionRow> retry(String action, Caller by) {
    return database.inTransaction(
        h -> {
          Optional<ActionRow> row = retries.retry(action, by.subject());
          row.ifPresent(r -> by.demand(Role.RESPONDER, r.topic(), r.target()));
          row.flatMap(ActionRow::run).ifPresent(runs::going);
          row.flatMap(ActionRow::step).ifPresent(engine::unblock);
          return row;
        });
  }
}
