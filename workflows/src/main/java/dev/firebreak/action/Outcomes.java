package dev.firebreak.action;

import dev.firebreak.audit.Audit;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Writes how actions ended and moves their runs on, in one transaction. Actions of one run that end
 * within a few milliseconds of each other are written together, and those of one run never at the
 * same time, so that branches that meet do not trip over each other.
 */
public final class Outcomes {
  private static final Logger LOG = Logger.getLogger(Outcomes.class);
  private static final Duration GATHER = Duration.ofMillis(5);
  private static final int TRIES = 6;

  private final Database database;
  private final ActionTable actions;
  private final PlaybookEngine engine;
  private final Ledgered ledger;
  private final Audit audit;
  private final Executor executor;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private final Stuck stuck;
  private final Duration drift;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private final Answers answers;

  /** Told in the same transaction when a run can go no further by itself. */
  @FunctionalInterface
  public interface Stuck {
    void at(ActionRow row, String reason);
  }

  /** Told in the same transaction of what now holds or is lifted. */
  @FunctionalInterface
  public interface Ledgered {
    void ended(ActionRow row, ActionRow.State state);
  }

  public Outcomes(
      Database database,
      ActionTable actions,
      PlaybookEngine engine,
      Ledgered ledger,
      Stuck stuck,
      Audit audit,
      Executor executor,
      ScheduledExecutorService timer,
      Clock clock,
      Duration drift) {
    this.database = database;
    this.actions = actions;
    this.engine = engine;
    this.ledger = ledger;
    this.stuck = stuck;
    this.audit = audit;
    this.executor = executor;
    this.timer = timer;
    this.clock = clock;
    this.drift = drift;
    this.answers = new Answers(actions, timer);
  }

  /** The actions of one run. */
  private static final class Lane {
    private final Set<String> expected = new HashSet<>();
    private final List<Ended> ended = new ArrayList<>();
    private boolean writing;
    private boolean timed;
  }

  private record Ended(Outcome outcome, Runnable after) {}

  private static String lane(ActionRow row) {
    return row.run().orElse(row.id());
  }

  /** An action of this run has started. */
  void expect(ActionRow row) {
    lanes.compute(
        lane(row),
        (k, known) -> {
          Lane lane = known == null ? new Lane() : known;
          synchronized (lane) {
            lane.expected.add(row.id());
          }
          return lane;
        });
  }

  /** An action that was expected ends without an outcome: it was withdrawn. */
  void forget(ActionRow row) {
    lanes.computeIfPresent(
        lane(row),
        (k, lane) -> {
          synchronized (lane) {
            lane.expected.remove(row.id());
            return lane.expected.isEmpty() && lane.ended.isEmpty() && !lane.writing ? null : lane;
          }
        });
  }

  /**
   * An action has ended.
   *
   * @param after run when it is written, or when writing was given up and shown
   */
  void ended(Outcome outcome, Runnable after) {
    String key = lane(outcome.row());
    answers.came(outcome);
    lanes.compute(
        key,
        (k, known) -> {
          Lane lane = known == null ? new Lane() : known;
          synchronized (lane) {
            lane.expected.remove(outcome.row().id());
            lane.ended.add(new Ended(outcome, after));
            schedule(key, lane);
          }
          return lane;
        });
  }

  /** Waits a moment for the branches that run beside it; not when nothing else is under way. */
  private void schedule(String key, Lane lane) {
    if (lane.writing) {
      return;
    }
    if (lane.expected.isEmpty()) {
      lane.writing = true;
      executor.execute(() -> write(key, lane));
    } else if (!lane.timed) {
      lane.timed = true;
      timer.schedule(() -> gathered(key, lane), GATHER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void gathered(String key, Lane lane) {
    synchronized (lane) {
      lane.timed = false;
      if (!lane.writing && !lane.ended.isEmpty()) {
        lane.writing = true;
        executor.execute(() -> write(key, lane));
      }
    }
  }

  private void write(String key, Lane lane) {
    List<Ended> batch;
    synchronized (lane) {
      batch = List.copyOf(lane.ended);
      lane.ended.clear();
    }
    try {
      write(batch.stream().map(Ended::outcome).toList());
    } catch (RuntimeException e) {
      LOG.errorf(e, "outcomes of %s could not be written; the sweeper takes them up again", key);
    } finally {
      answers.written(batch.stream().map(Ended::outcome).toList());
      batch.forEach(b -> b.after().run());
      release(key, lane);
    }
  }

  private void release(String key, Lane lane) {
    lanes.computeIfPresent(
        key,
        (k, l) -> {
          synchronized (lane) {
            lane.writing = false;
            if (!lane.ended.isEmpty()) {
              schedule(key, lane);
              return l;
            }
            return lane.expected.isEmpty() ? null : l;
          }
        });
  }

  private void write(List<Outcome> outcomes) {
    Map<String, String> unhandled = new HashMap<>();
    RuntimeException last = new IllegalStateException("not tried");
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      try {
        database.inTransaction(
            h -> {
              writeAll(outcomes, unhandled, true);
              return true;
            });
        return;
      } catch (NotCaught e) {
        unhandled.put(e.action, e.reason);
      } catch (RuntimeException e) {
        last = e;
        pause(attempt);
      }
    }
    String reason = "the playbook could not go on after this step: " + rootMessage(last);
    LOG.errorf(last, "%d outcomes are written without moving their run on", outcomes.size());
    outcomes.forEach(o -> unhandled.putIfAbsent(o.row().id(), reason));
    database.inTransaction(
        h -> {
          writeAll(outcomes, unhandled, false);
          return true;
        });
  }

  private static String rootMessage(Throwable t) {
    Throwable root = t;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(5L << attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The diagram does not catch an error; carries which action's out of the transaction. */
  private static final class NotCaught extends RuntimeException {
    private final String action;
    private final String reason;

    NotCaught(String action, String reason) {
      super(reason, null, false, false);
      this.action = action;
      this.reason = reason;
    }
  }

  private void writeAll(List<Outcome> outcomes, Map<String, String> unhandled, boolean moveOn) {
    Map<String, Optional<String>> written =
        actions.end(outcomes, Optional.of(clock.instant().plus(drift)));
    List<Outcome> news = outcomes.stream().filter(o -> written.containsKey(o.row().id())).toList();
    for (Outcome o : news) {
      record(o);
      ledger.ended(o.row(), o.state());
    }
    List<String> done = new ArrayList<>();
    for (Outcome o : news) {
      // Without a step the run went on without it, or none asked for it.
      Optional<String> step = written.getOrDefault(o.row().id(), Optional.empty());
      if (step.isPresent() && o.error().isEmpty() && !unhandled.containsKey(o.row().id())) {
        done.add(step.get());
      } else if (step.isPresent()) {
        notDone(o, step.get(), Optional.ofNullable(unhandled.get(o.row().id())), moveOn);
      }
    }
    if (!done.isEmpty()) {
      engine.complete(done);
    }
  }

  private void notDone(Outcome o, String step, Optional<String> unhandled, boolean moveOn) {
    if (unhandled.isEmpty()) {
      raise(o, step, o.error().orElseThrow());
      return;
    }
    if (moveOn) {
      engine.block(step, unhandled.get());
    }
    stuck.at(o.row(), unhandled.get());
  }

  private void raise(Outcome o, String step, ActionRow.Failure failure) {
    try {
      engine.raise(step, failure.code().name(), failure.message());
    } catch (PlaybookEngine.UnhandledError e) {
      throw new NotCaught(
          o.row().id(),
          failure.message()
              + ". The diagram catches no error "
              + failure.code()
              + " at '"
              + o.row().nodeId()
              + "'");
    }
  }

  private void record(Outcome o) {
    Map<String, Object> facts = new LinkedHashMap<>(Requests.facts(o.row()));
    facts.put("attempts", o.attempts());
    o.detail().ifPresent(d -> facts.put("detail", d));
    o.error()
        .ifPresent(
            e -> {
              facts.put("code", e.code().name());
              facts.put("reason", e.message());
            });
    if (!o.output().isNull()) {
      facts.put("output", o.output());
    }
    if (!o.exchanges().isEmpty()) {
      facts.put("exchanges", o.exchanges());
    }
    audit.record(kind(o), o.row().incident(), facts);
  }

  private static String kind(Outcome o) {
    return switch (o.state()) {
      case CONFIRMED -> "action.confirmed";
      case DONE -> "action.done";
      case REFUSED -> "action.refused";
      case UNRESOLVED -> "action.unresolved";
      default -> "action.failed";
    };
  }
}
