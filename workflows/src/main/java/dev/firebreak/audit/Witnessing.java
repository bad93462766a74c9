package dev.firebreak.audit;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Takes signed heads to one witness, on a thread of its own: one that hangs holds up nothing. What
 * it missed is offered again every few seconds, and that it misses something is known and told.
 */
final class Witnessing {
  private static final Logger LOG = Logger.getLogger(Witnessing.class);
  private static final int BATCH = 500;

  /** A head that is not kept after so long counts as lost, whatever the reason. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Witness witness;
  private final Heads heads;
  private final Guard guard;
  private final Clock clock;
  private final Executor executor;
  private final Consumer<String> alarm;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile Optional<Head> kept = Optional.empty();
  private volatile Optional<String> failure = Optional.empty();
  private volatile Optional<Instant> askedAt = Optional.empty();
  private volatile boolean known;
  private volatile boolean compared;

  Witnessing(
      Witness witness,
      Heads heads,
      Guard guard,
      Clock clock,
      Executor executor,
      Consumer<String> alarm) {
    this.witness = witness;
    this.heads = heads;
    this.guard = guard;
    this.clock = clock;
    this.executor = executor;
    this.alarm = alarm;
  }

  Witnesses.Status status() {
    return new Witnesses.Status(witness.name(), kept.map(Head::size).orElse(0L), problem());
  }

  /** Why the witness does not keep what it should; empty where all is well. */
  Optional<String> problem() {
    return failure.or(
        () ->
            askedAt
                .filter(t -> Duration.between(t, clock.instant()).compareTo(LONGEST) > 0)
                .map(t -> "it has not answered since " + t));
  }

  /** Whether what the witness kept before this start has been looked at, if it can be. */
  boolean compared() {
    return compared || problem().isPresent();
  }

  /** Asks for a round soon; returns at once. */
  void soon() {
    if (failure.isEmpty()) {
      problem().ifPresent(this::lost);
    }
    if (asked.compareAndSet(false, true)) {
      askedAt = Optional.of(clock.instant());
      try {
        executor.execute(this::round);
      } catch (RejectedExecutionException e) {
        LOG.debugf("stopping; the witness gets the rest at the next start");
      }
    }
  }

  private void round() {
    try {
      offer(witness);
      failure.ifPresent(f -> LOG.infof("the audit witness %s keeps heads again", witness.name()));
      failure = Optional.empty();
    } catch (IOException | RuntimeException e) {
      lost(String.valueOf(e.getMessage()));
    } finally {
      compared = true;
      askedAt = Optional.empty();
      asked.set(false);
    }
  }

  /** To a witness that keeps none yet, only the newest: it vouches for all before it. */
  private void offer(Witness w) throws IOException {
    if (!known) {
      kept = w.newest();
      w.keep(List.of()); // Whether it can be written is to be known before it has to be.
      known = true;
      kept.ifPresent(guard::witnessed);
    }
    if (guard.problem().isPresent()) {
      return; // What it keeps is worth more than what would be added.
    }
    if (kept.isEmpty()) {
      keep(w, heads.newest().map(List::of).orElse(List.of()));
    }
    List<Head> missed = heads.after(kept.map(Head::size).orElse(0L), BATCH);
    while (kept.isPresent() && !missed.isEmpty()) {
      keep(w, missed);
      missed = heads.after(kept.get().size(), BATCH);
    }
  }

  private void keep(Witness w, List<Head> missed) throws IOException {
    if (!missed.isEmpty()) {
      w.keep(missed);
      kept = Optional.of(missed.get(missed.size() - 1));
    }
  }

  private synchronized void lost(String why) {
    boolean news = failure.isEmpty();
    failure = Optional.of(why);
    if (news) {
      LOG.errorf("the audit witness %s does not keep heads: %s", witness.name(), why);
      alarm.accept(witness.name() + ": " + why);
    }
  }
}
