package dev.firebreak.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Observation;
import dev.firebreak.http.Exchange;
import dev.firebreak.http.Exchanges;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;

/**
 * Carries actions out. Signalled after the commit of a request, never by polling. A call holds one
 * thread of its connector instance while it runs and none while it waits for its next try or
 * read-back. Whatever happens, an action ends at the latest a grace time after its deadline, and
 * {@link Outcomes} is told once.
 */
public final class Dispatcher {
  private static final Logger LOG = Logger.getLogger(Dispatcher.class);
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final int LOOKS_BEFORE_REPEAT = 4;
  private static final Duration HELD = Duration.ofMillis(500);
  private static final Duration IN_CALL = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final Connectors connectors;
  private final Brakes brakes;
  private final Permits permits;
  private final Outcomes outcomes;
  private final Progress progress;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private final Map<String, Work> underWay = new ConcurrentHashMap<>();
  private volatile Asking asking = (row, ruling) -> true;

  /** Has an action that is on its way wait for people. */
  @FunctionalInterface
  interface Asking {
    /**
     * @return false when people have agreed already
     */
    boolean ask(ActionRow row, Policy.Ruling ruling);
  }

  /** Written down as it happens, before the action's end, with what went over the wire. */
  public interface Progress {
    /** An action as it is now. */
    Optional<ActionRow> find(String id);

    void applied(
        ActionRow row, int attempts, Observation seen, Instant at, List<Exchange> exchanges);

    void unknown(ActionRow row, int attempts, String reason, List<Exchange> exchanges);

    void retrying(
        ActionRow row, int attempts, String reason, Duration pause, List<Exchange> exchanges);
  }

  public Dispatcher(
      Connectors connectors,
      Brakes brakes,
      Permits permits,
      Outcomes outcomes,
      Progress progress,
      ScheduledExecutorService timer,
      Clock clock) {
    this.connectors = connectors;
    this.brakes = brakes;
    this.permits = permits;
    this.outcomes = outcomes;
    this.progress = progress;
    this.timer = timer;
    this.clock = clock;
    brakes.stop().onStop(this::endCallsSoon);
  }

  /** Where people are asked; without it, what has to be asked for is not done. */
  void asksThrough(Asking asking) {
    this.asking = asking;
  }

  /** A call that makes many requests makes no further one; a single one cannot be taken back. */
  private void endCallsSoon() {
    var unused =
        timer.schedule(
            () ->
                underWay.values().stream()
                    .filter(w -> w.inCall && goesOut(w.row))
                    .forEach(w -> w.thread.ifPresent(Thread::interrupt)),
            IN_CALL.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static boolean goesOut(ActionRow row) {
    return row.effect() != Effect.READ && !row.rehearsed() && !StopNotices.isOne(row);
  }

  /** Carries out an action that was never sent. */
  public void submit(ActionRow row) {
    start(row, false);
  }

  /** Carries on with an action that a node that is gone may have sent: reads back first. */
  public void recover(ActionRow row) {
    start(row, true);
  }

  /**
   * Gives up an action that was not sent.
   *
   * @return false when it may have been sent, or is over: then it goes its way
   */
  public boolean withdraw(String id) {
    Work work = underWay.get(id);
    if (work == null) {
      return false;
    }
    synchronized (work) {
      if (work.over || work.thread.isPresent() || work.maybeSent || work.applied.isPresent()) {
        return false;
      }
      work.over = true;
    }
    work.watchdog.ifPresent(w -> w.cancel(false));
    underWay.remove(id, work);
    outcomes.forget(work.row);
    return true;
  }

  /** How many actions are under way on this node. */
  public int underWay() {
    return underWay.size();
  }

  public boolean worksOn(String id) {
    return underWay.containsKey(id);
  }

  private void start(ActionRow row, boolean maybeSent) {
    begin(new Work(row, maybeSent));
  }

  private void begin(Work work) {
    ActionRow row = work.row;
    if (underWay.putIfAbsent(row.id(), work) != null) {
      return;
    }
    outcomes.expect(row);
    if (row.error().isPresent()) {
      ActionRow.State state =
          row.error().get().code() == ActionRow.Failure.Code.BAD_INPUT
              ? ActionRow.State.FAILED
              : ActionRow.State.REFUSED;
      finish(
          work,
          Outcome.failed(
              row,
              state,
              row.attempts(),
              row.error().get(),
              Optional.empty(),
              clock.instant(),
              false));
      return;
    }
    Optional<Bound<?, ?>> bound = connectors.find(row.topic());
    if (bound.isEmpty()) {
      fail(
          work,
          ActionRow.Failure.Code.BAD_INPUT,
          "no configured connector offers '" + row.topic() + "' any more");
      return;
    }
    Duration left = Duration.between(clock.instant(), row.deadline()).plus(GRACE);
    work.watchdog =
        Optional.of(
            timer.schedule(
                () -> overrun(work), Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS));
    run(work, bound.get());
  }

  private void run(Work work, Bound<?, ?> bound) {
    unlessStopping(() -> bound.instance().execute(work.row.critical(), () -> step(work, bound)));
  }

  private void later(Work work, Bound<?, ?> bound, Duration pause) {
    unlessStopping(
        () -> {
          var unused =
              timer.schedule(() -> run(work, bound), pause.toMillis(), TimeUnit.MILLISECONDS);
        });
  }

  /**
   * While the application stops nothing new is begun; the next start takes up what is under way.
   */
  private static void unlessStopping(Runnable begin) {
    try {
      begin.run();
    } catch (RejectedExecutionException stopping) {
      LOG.debug("stopping: an action under way is left to the next start");
    }
  }

  private void step(Work work, Bound<?, ?> bound) {
    synchronized (work) {
      if (work.over) {
        return;
      }
      work.thread = Optional.of(Thread.currentThread());
    }
    try (Exchanges.Noting noting = work.exchanges.begin()) {
      if (!clock.instant().isBefore(work.row.deadline())) {
        expired(work);
      } else if (work.applied.isPresent() || work.maybeSent) {
        readBack(work, bound);
      } else if (work.shares.isPresent()) {
        share(work, bound, work.shares.get());
      } else {
        call(work, bound);
      }
    } catch (ActionFailure e) {
      failed(work, bound, e);
    } catch (CircuitBreakerOpenException e) {
      failed(
          work,
          bound,
          ActionFailure.unavailable(
              bound.instance().name() + " failed repeatedly and is left alone for a moment",
              Duration.ofSeconds(2)));
    } catch (Exception e) {
      LOG.warnf(
          "action %s (%s on %s): the connector failed in a way it must not: %s",
          work.row.id(), work.row.topic(), work.row.target(), where(e));
      failed(
          work,
          bound,
          ActionFailure.unknown("the connector itself failed: " + e.getClass().getSimpleName()));
    } finally {
      work.inCall = false;
      work.thread = Optional.empty();
    }
  }

  /** Without the message: a request's headers may be quoted in it. */
  private static String where(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      text.append(t == failure ? "" : "; caused by ").append(t.getClass().getName());
      Arrays.stream(t.getStackTrace()).limit(8).forEach(f -> text.append(" at ").append(f));
    }
    return text.toString();
  }

  /** Looks whether what an earlier action of the incident did covers this one. */
  private void share(Work work, Bound<?, ?> bound, String id) throws Exception {
    Optional<ActionRow> other = progress.find(id);
    if (other.filter(o -> o.state().underWay()).isPresent()) {
      later(work, bound, Duration.ofMillis(200));
      return;
    }
    boolean confirmed =
        other
            .flatMap(ActionRow::containment)
            .filter(c -> c == ActionRow.Containment.CONFIRMED)
            .isPresent();
    if (confirmed) {
      Optional<Observation> seen = bound.observe(other.orElseThrow());
      if (seen.filter(o -> o.state() == Observation.State.HOLDS).isPresent()) {
        Instant now = clock.instant();
        finish(
            work,
            Outcome.done(
                work.row,
                ActionRow.State.CONFIRMED,
                0,
                other.get().output(),
                Optional.of("in force already: " + seen.get().detail()),
                now,
                now));
        return;
      }
    }
    work.shares = Optional.empty();
    call(work, bound);
  }

  private void call(Work work, Bound<?, ?> bound) throws Exception {
    if (hitsTooMuch(work, bound) || isBraked(work, bound) || isUnapproved(work)) {
      return;
    }
    work.attempts++;
    work.inCall = true;
    JsonNode output = work.row.rehearsed() ? bound.rehearse(work.row) : bound.run(work.row);
    work.inCall = false;
    work.output = output;
    work.applied = Optional.of(clock.instant());
    readBack(work, bound);
  }

  /** Before its first call; what people agreed to by number they did not agree to by name. */
  private boolean hitsTooMuch(Work work, Bound<?, ?> bound) throws ActionFailure {
    if (work.attempts > 0 || work.looked || !brakes.radius().concerns(work.row, bound.action())) {
      return false;
    }
    BlastRadius.Verdict verdict = brakes.radius().look(work.row, bound);
    if (verdict instanceof BlastRadius.Verdict.Never never) {
      fail(
          work,
          ActionRow.Failure.Code.NOT_APPROVED,
          work.row.topic() + " on " + work.row.target() + ": " + never.reason());
      return true;
    }
    work.looked = true;
    return verdict instanceof BlastRadius.Verdict.Ask ask && isHeld(work, ask.ruling());
  }

  /**
   * Lets go of the action first: an approval that comes at once starts it anew. Where asking fails,
   * the sweep takes it up when its deadline is over.
   */
  private boolean isHeld(Work work, Policy.Ruling ruling) {
    synchronized (work) {
      if (work.over) {
        return true;
      }
      work.over = true;
    }
    work.watchdog.ifPresent(w -> w.cancel(false));
    underWay.remove(work.row.id(), work);
    outcomes.forget(work.row);
    if (asking.ask(work.row, ruling)) {
      return true;
    }
    Work again = new Work(work.row, false);
    again.looked = true;
    begin(again);
    return true;
  }

  /** Held while all is stopped, until its deadline; refused where the asset is never contained. */
  private boolean isBraked(Work work, Bound<?, ?> bound) {
    Optional<String> never = brakes.never().forbids(work.row.effect(), work.row.target());
    if (never.isPresent()) {
      fail(
          work,
          ActionRow.Failure.Code.NOT_APPROVED,
          work.row.target() + " is never contained (" + never.get() + ")");
      return true;
    }
    Optional<StopSwitch.Stopped> stopped = brakes.stop().stopped().filter(s -> goesOut(work.row));
    if (stopped.isEmpty()) {
      return false;
    }
    String why = stopped.get().sentence();
    if (!work.lastError.equals(Optional.of(why))) {
      work.lastError = Optional.of(why);
      progress.retrying(work.row, work.attempts, why, HELD, work.exchanges.take());
    }
    later(work, bound, HELD);
    return true;
  }

  /** Whatever led here: what people are asked about goes out with their yes, or not at all. */
  private boolean isUnapproved(Work work) {
    Optional<String> why = work.row.asked() ? permits.refuses(work.row) : Optional.empty();
    why.ifPresent(
        w ->
            fail(
                work,
                ActionRow.Failure.Code.NOT_APPROVED,
                work.row.topic() + " on " + work.row.target() + ": " + w));
    return why.isPresent();
  }

  private void readBack(Work work, Bound<?, ?> bound) throws Exception {
    boolean contains = work.row.effect() == Effect.CONTAIN || work.row.effect() == Effect.RELEASE;
    boolean harmless = bound.action().repeatable() || work.row.rehearsed();
    if (!contains && work.applied.isEmpty() && harmless) {
      // The vendor itself makes the repeat harmless, and its answer carries what playbooks need.
      work.maybeSent = false;
      call(work, bound);
      return;
    }
    Optional<Observation> seen =
        contains || work.applied.isEmpty() ? bound.observe(work.row) : Optional.empty();
    if (seen.isEmpty()) {
      if (work.applied.isPresent()) {
        finish(
            work,
            Outcome.done(
                work.row,
                ActionRow.State.DONE,
                work.attempts,
                work.output,
                Optional.empty(),
                work.applied.get(),
                clock.instant()));
      } else {
        unresolved(
            work,
            "its outcome is unknown and "
                + work.row.topic()
                + " can neither be read back nor repeated");
      }
      return;
    }
    judge(work, bound, seen.get());
  }

  private void judge(Work work, Bound<?, ?> bound, Observation seen) throws Exception {
    work.lastSeen = Optional.of(seen.detail());
    if (seen.state() == Observation.State.HOLDS) {
      Instant now = clock.instant();
      finish(
          work,
          Outcome.done(
                  work.row,
                  contained(work.row) ? ActionRow.State.CONFIRMED : ActionRow.State.DONE,
                  work.attempts,
                  work.output,
                  work.lastSeen,
                  work.applied.orElse(now),
                  now)
              .endingAt(seen.until()));
    } else if (seen.state() == Observation.State.ABSENT && work.applied.isEmpty()) {
      work.maybeSent = false;
      if (!bound.action().repeatable() && work.uncertain && work.readBacks++ < 3) {
        // Not seen yet is not the same as not done: look a few times before doing it again.
        work.maybeSent = true;
        later(work, bound, pause(work.readBacks));
      } else {
        call(work, bound);
      }
    } else if (work.applied.isEmpty()
        && bound.action().repeatable()
        && work.readBacks >= LOOKS_BEFORE_REPEAT) {
      // "On its way" of something that may never have been sent; a repeat is harmless.
      work.maybeSent = false;
      call(work, bound);
    } else {
      if (work.readBacks == 0) {
        progress.applied(
            work.row,
            work.attempts,
            seen,
            work.applied.orElseGet(clock::instant),
            work.exchanges.take());
      }
      work.readBacks++;
      later(work, bound, pause(work.readBacks));
    }
  }

  private static boolean contained(ActionRow row) {
    return row.effect() == Effect.CONTAIN || row.effect() == Effect.RELEASE;
  }

  private void failed(Work work, Bound<?, ?> bound, ActionFailure e) {
    if (work.over) {
      return;
    }
    work.lastError = Optional.of(e.getMessage());
    switch (e.kind()) {
      case BAD_INPUT -> fail(work, ActionRow.Failure.Code.BAD_INPUT, e.getMessage());
      case REFUSED -> refused(work, bound, e);
      case UNAVAILABLE -> retry(work, bound, e);
      case UNKNOWN -> {
        if (work.applied.isEmpty()) {
          work.maybeSent = true;
          work.uncertain = true;
          progress.unknown(work.row, work.attempts, e.getMessage(), work.exchanges.take());
        }
        retry(work, bound, e);
      }
    }
  }

  /** A no to the action is final; a no to a read-back of what may be done already is not. */
  private void refused(Work work, Bound<?, ?> bound, ActionFailure e) {
    if (work.inCall || (work.applied.isEmpty() && !work.uncertain)) {
      fail(work, ActionRow.Failure.Code.REFUSED, e.getMessage());
    } else {
      retry(work, bound, e);
    }
  }

  private void retry(Work work, Bound<?, ?> bound, ActionFailure e) {
    work.failures++;
    Duration pause = e.retryAfter().orElseGet(() -> pause(work.failures));
    if (clock.instant().plus(pause).isAfter(work.row.deadline())) {
      Duration left = Duration.between(clock.instant(), work.row.deadline());
      if (left.isNegative() || e.retryAfter().isEmpty() && left.toMillis() < 50) {
        expired(work);
        return;
      }
      pause = left.plusMillis(1); // One last look at the deadline itself.
    }
    progress.retrying(work.row, work.attempts, e.getMessage(), pause, work.exchanges.take());
    later(work, bound, pause);
  }

  /** Doubling from 250 ms, with jitter so that many actions do not come back at once. */
  private static Duration pause(int tries) {
    long base = Math.min(LONGEST_PAUSE.toMillis(), 250L << Math.min(tries - 1, 10));
    return Duration.ofMillis(base * 3 / 4 + ThreadLocalRandom.current().nextLong(base / 2 + 1));
  }

  private void expired(Work work) {
    String last =
        work.lastError.or(() -> work.lastSeen.map(s -> "last seen: " + s)).orElse("no answer");
    long seconds = Duration.between(work.row.requestedAt(), work.row.deadline()).toSeconds();
    if (work.applied.isPresent()) {
      unresolved(
          work,
          work.row.topic()
              + " was accepted, but not seen in force on "
              + work.row.target()
              + " within "
              + seconds
              + " s ("
              + last
              + "); look there yourself");
    } else if (work.maybeSent) {
      unresolved(
          work,
          work.row.topic()
              + " on "
              + work.row.target()
              + " may or may not have happened ("
              + last
              + "); look there yourself");
    } else {
      fail(
          work,
          ActionRow.Failure.Code.UNAVAILABLE,
          work.row.topic()
              + " on "
              + work.row.target()
              + " was not possible within "
              + seconds
              + " s: "
              + last);
    }
  }

  private void overrun(Work work) {
    if (!work.over) {
      work.thread.ifPresent(Thread::interrupt);
      work.maybeSent = work.maybeSent || work.attempts > 0;
      expired(work);
    }
  }

  private void fail(Work work, ActionRow.Failure.Code code, String message) {
    ActionRow.State state =
        code == ActionRow.Failure.Code.REFUSED ? ActionRow.State.REFUSED : ActionRow.State.FAILED;
    finish(
        work,
        Outcome.failed(
            work.row,
            state,
            work.attempts,
            new ActionRow.Failure(code, message),
            work.lastSeen,
            clock.instant(),
            false));
  }

  private void unresolved(Work work, String message) {
    finish(
        work,
        Outcome.failed(
            work.row,
            ActionRow.State.UNRESOLVED,
            work.attempts,
            new ActionRow.Failure(ActionRow.Failure.Code.UNAVAILABLE, message),
            work.lastSeen,
            clock.instant(),
            true));
  }

  private void finish(Work work, Outcome outcome) {
    synchronized (work) {
      if (work.over) {
        return;
      }
      work.over = true;
    }
    work.watchdog.ifPresent(w -> w.cancel(false));
    outcomes.ended(
        outcome.after(work.exchanges.take()), () -> underWay.remove(work.row.id(), work));
  }

  /**
   * An action under way. Its fields are used by one thread at a time: the instance's, or the
   * timer's between two steps.
   */
  private static final class Work {
    private final ActionRow row;
    private final Exchanges exchanges = new Exchanges();
    private volatile Optional<Thread> thread = Optional.empty();
    private volatile Optional<Future<?>> watchdog = Optional.empty();
    private volatile boolean over;
    private volatile boolean maybeSent;
    private volatile boolean uncertain;
    private volatile boolean inCall;
    private volatile boolean looked;
    private volatile Optional<Instant> applied;
    private volatile JsonNode output;
    private volatile Optional<String> lastSeen = Optional.empty();
    private volatile Optional<String> lastError = Optional.empty();
    private volatile Optional<String> shares;
    private volatile int attempts;
    private volatile int failures;
    private volatile int readBacks;

    Work(ActionRow row, boolean maybeSent) {
      this.row = row;
      this.maybeSent = maybeSent;
      this.uncertain = maybeSent;
      this.applied = row.appliedAt();
      this.output = row.output();
      this.shares = row.shares();
      this.attempts = row.attempts();
    }
  }
}
