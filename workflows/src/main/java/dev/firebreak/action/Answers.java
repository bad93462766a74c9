package dev.firebreak.action;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Vendors' answers whose outcome waits to be written because the machine is busy. They are noted in
 * bulk, ahead of the runs that wait for them, so that a restart does not call again for what was
 * answered long before. Only for what cannot be read back; the rest is.
 */
final class Answers {
  private static final Logger LOG = Logger.getLogger(Answers.class);
  private static final Duration LATE = Duration.ofMillis(30);

  private final ActionTable actions;
  private final ScheduledExecutorService timer;
  private final Map<String, Outcome> waiting = new ConcurrentHashMap<>();
  private final AtomicBoolean timed = new AtomicBoolean();

  Answers(ActionTable actions, ScheduledExecutorService timer) {
    this.actions = actions;
    this.timer = timer;
  }

  void came(Outcome outcome) {
    if (outcome.state() == ActionRow.State.DONE) {
      waiting.put(outcome.row().id(), outcome);
      if (timed.compareAndSet(false, true)) {
        var unused = timer.schedule(this::note, LATE.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  void written(Collection<Outcome> outcomes) {
    outcomes.forEach(o -> waiting.remove(o.row().id()));
  }

  private void note() {
    timed.set(false);
    List<Outcome> late = List.copyOf(waiting.values());
    if (late.isEmpty()) {
      return;
    }
    written(late);
    try {
      actions.answered(late);
    } catch (RuntimeException e) {
      LOG.warnf("%d answers were not noted early: %s", late.size(), e.getMessage());
    }
  }
}
