package dev.firebreak.action;

import dev.firebreak.action.Approvals.Approval;
import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does what the policy says when nobody has answered in time. */
final class Silence {
  private final Database database;
  private final ApprovalTable table;
  private final ActionTable actions;
  private final Endings endings;
  private final Consumer<UUID> waiting;
  private final Audit audit;
  private final ScheduledExecutorService timer;
  private final Clock clock;

  /**
   * @param waiting told after the commit that an approval waits for further people
   */
  Silence(
      Database database,
      ApprovalTable table,
      ActionTable actions,
      Endings endings,
      Consumer<UUID> waiting,
      Audit audit,
      ScheduledExecutorService timer,
      Clock clock) {
    this.database = database;
    this.table = table;
    this.actions = actions;
    this.endings = endings;
    this.waiting = waiting;
    this.audit = audit;
    this.timer = timer;
    this.clock = clock;
  }

  /** After the commit. */
  void expireAt(UUID id, Instant when) {
    database.afterCommit(
        () -> {
          long wait = Math.max(0, Duration.between(clock.instant(), when).toMillis()) + 1;
          timer.schedule(() -> expire(id), wait, TimeUnit.MILLISECONDS);
        });
  }

  /** What is over by now: after a start, and for timers that were lost with a node. */
  void sweep() {
    table.due(clock.instant()).forEach(this::expire);
  }

  private void expire(UUID id) {
    database.inTransaction(
        h -> {
          Held.of(id, table, actions)
              .filter(x -> x.approval().open())
              .filter(x -> !clock.instant().isBefore(x.approval().expiresAt()))
              .ifPresent(x -> timeOut(x.approval(), x.row()));
          return true;
        });
  }

  private void timeOut(Approval a, ActionRow row) {
    if (a.onTimeout() == Policy.OnTimeout.CONTAIN) {
      endings.close(a, row, "TIMED_OUT", Optional.empty());
    } else if (a.next().isPresent()) {
      escalate(a, row, a.next().get());
    } else {
      endings.close(
          a, row, "TIMED_OUT", Optional.of("nobody answered in time, and policy says to hold"));
    }
  }

  private void escalate(Approval a, ActionRow row, Escalation.Level to) {
    Duration wait = to.timeout().orElseGet(() -> Duration.between(a.askedAt(), a.expiresAt()));
    Instant again = clock.instant().plus(wait);
    table.escalate(a.id(), a.level() + 1, again);
    Map<String, Object> facts = Endings.facts(a.id(), row);
    facts.put("expiresAt", again.toString());
    facts.put("called", to.groups());
    facts.put("level", a.level() + 1);
    audit.record("approval.escalated", row.incident(), facts);
    expireAt(a.id(), again);
    database.afterCommit(() -> waiting.accept(a.id()));
  }
}
