package dev.firebreak.response;

import dev.firebreak.action.Approvals;
import dev.firebreak.action.Retries;
import dev.firebreak.audit.Audit;
import dev.firebreak.audit.Sealer;
import dev.firebreak.containment.Ledger;
import dev.firebreak.correlation.Correlation;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.intake.Admission;
import dev.firebreak.intake.Inbox;
import dev.firebreak.intake.Intake;
import dev.firebreak.store.Database;
import dev.firebreak.store.Nodes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Looks for what a lost signal, a lost timer or a lost node left behind. Nothing needs it in the
 * ordinary run of things; everything that waits is found by it within half a minute.
 */
public final class Watch {
  private static final Logger LOG = Logger.getLogger(Watch.class);
  private static final Duration LOST_ALERT = Duration.ofSeconds(5);
  private static final Duration DEAD = Duration.ofSeconds(6);

  private final Database database;
  private final Clock clock;
  private final Inbox inbox;
  private final Admission admission;
  private final Intake.Announcer announcer;
  private final Approvals approvals;
  private final Retries retries;
  private final Ledger ledger;
  private final PlaybookEngine engine;
  private final Runs runs;
  private final Audit audit;
  private final Sealer sealer;
  private final Nodes nodes;
  private final Correlation correlation;
  private long rounds;

  public Watch(
      Database database,
      Clock clock,
      Inbox inbox,
      Admission admission,
      Intake.Announcer announcer,
      Approvals approvals,
      Retries retries,
      Ledger ledger,
      PlaybookEngine engine,
      Runs runs,
      Audit audit,
      Sealer sealer,
      Nodes nodes,
      Correlation correlation) {
    this.database = database;
    this.clock = clock;
    this.inbox = inbox;
    this.admission = admission;
    this.announcer = announcer;
    this.approvals = approvals;
    this.retries = retries;
    this.ledger = ledger;
    this.engine = engine;
    this.runs = runs;
    this.audit = audit;
    this.sealer = sealer;
    this.nodes = nodes;
    this.correlation = correlation;
  }

  /** Takes up what this node's former self had under way. Before the door opens. */
  public void recover() {
    nodes.beat();
    int actions = retries.takeOver(nodes.self());
    var waiting = inbox.waiting(clock.instant(), 100_000);
    admission.correct(inbox.countWaiting(false), inbox.countWaiting(true));
    waiting.forEach(w -> announcer.accepted(w.id(), w.critical()));
    approvals.sweep();
    sealer.soon();
    if (actions > 0 || !waiting.isEmpty()) {
      LOG.infof("taken up again after a restart: %d actions, %d alerts", actions, waiting.size());
    }
  }

  /** One round; called about once a second. */
  public void round() {
    guarded("heartbeat", nodes::beat);
    guarded("containments", ledger::watch);
    if (rounds % 2 == 0) {
      guarded("nodes", this::takeOver);
    }
    if (rounds % 5 == 0) {
      guarded("inbox", this::lostAlerts);
      guarded("approvals", approvals::sweep);
      guarded("actions", retries::sweep);
      guarded("audit", sealer::soon);
    }
    if (rounds % 15 == 0) {
      guarded("tasks", this::overdueTasks);
    }
    if (rounds % 600 == 0) {
      guarded("correlation", correlation::forget);
    }
    rounds++;
  }

  private static void guarded(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.errorf(e, "watching %s failed; the next round tries again", what);
    }
  }

  private void takeOver() {
    for (String node : nodes.gone(DEAD)) {
      int count = retries.takeOver(node);
      nodes.forget(node);
      LOG.warnf("node %s is gone; %d of its actions are taken over", node, count);
    }
  }

  private void lostAlerts() {
    inbox
        .waiting(clock.instant().minus(LOST_ALERT), 500)
        .forEach(w -> announcer.accepted(w.id(), w.critical()));
    admission.correct(inbox.countWaiting(false), inbox.countWaiting(true));
  }

  private void overdueTasks() {
    for (PlaybookEngine.HumanTask t : database.inTransaction(h -> engine.openTasks())) {
      if (t.due().filter(d -> d.isBefore(clock.instant())).isPresent()) {
        database.inTransaction(
            h -> {
              if (runs.once("overdue task " + t.id(), clock.instant())) {
                String problem =
                    "task '" + t.name() + "' is overdue since " + t.due().orElseThrow();
                runs.stuck(t.runId(), problem);
                audit.record(
                    Audit.SYSTEM,
                    "task.overdue",
                    Optional.of(UUID.fromString(t.incidentId())),
                    Map.of("task", t.id(), "name", t.name(), "run", t.runId()));
              }
              return true;
            });
      }
    }
  }
}
