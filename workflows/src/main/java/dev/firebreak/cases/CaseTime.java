package dev.firebreak.cases;

import dev.firebreak.action.Approvals;
import dev.firebreak.engine.PlaybookEngine.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Lets time pass where a case says so: what is due by then happens in its order, a move at a time,
 * so that vendors answer in between. The engine's own clock runs on; only how long a timer was set
 * for is taken from it.
 */
final class CaseTime {
  private final Map<String, Duration> left;
  private final UUID incident;
  private final CaseStages stages;
  private final CaseClock clock;
  private final Map<String, Instant> due = new HashMap<>();
  private String at = "";
  private Optional<Instant> until = Optional.empty();

  /**
   * @param after by node: how long
   */
  CaseTime(Map<String, Duration> after, UUID incident, CaseStages stages, CaseClock clock) {
    this.left = new TreeMap<>(after);
    this.incident = incident;
    this.stages = stages;
    this.clock = clock;
  }

  private List<Timer> timers() {
    return stages.engine().timers(incident.toString());
  }

  /** Takes note of timers that were set since. */
  void look() {
    timers().forEach(t -> due.putIfAbsent(t.id(), clock.instant().plus(t.length())));
  }

  /** Nodes at which no time has passed yet. */
  Set<String> never() {
    return left.keySet();
  }

  /**
   * Makes one move in time, where the run is at a node for which the case has one.
   *
   * @param passed nodes that the run came to
   * @return what the move is; empty where no time is to pass now
   */
  Optional<String> pass(Set<String> passed) {
    if (until.isEmpty()) {
      begin(passed);
    }
    return until.flatMap(this::move);
  }

  private void begin(Set<String> passed) {
    left.keySet().stream()
        .filter(passed::contains)
        .findFirst()
        .ifPresent(
            node -> {
              at = node;
              until = Optional.of(clock.instant().plus(left.remove(node)));
            });
  }

  private Optional<String> move(Instant end) {
    Optional<Timer> timer =
        timers().stream().min(Comparator.comparing(this::due)).filter(t -> !due(t).isAfter(end));
    Optional<Instant> silence =
        stages.approvals().ofIncident(incident).stream()
            .filter(Approvals.Approval::open)
            .map(Approvals.Approval::expiresAt)
            .min(Comparator.naturalOrder())
            .filter(e -> e.isBefore(end));
    if (timer.isPresent() && silence.filter(s -> s.isBefore(due(timer.get()))).isEmpty()) {
      return Optional.of(fired(timer.get()));
    }
    clock.forwardTo(silence.map(s -> s.plusSeconds(1)).orElse(end));
    if (silence.isEmpty()) {
      until = Optional.empty();
      return Optional.empty();
    }
    stages.approvals().sweep();
    return Optional.of("Time passes at " + at + ": nobody has answered");
  }

  private Instant due(Timer timer) {
    return due.getOrDefault(timer.id(), clock.instant());
  }

  private String fired(Timer timer) {
    clock.forwardTo(due(timer));
    try {
      stages.engine().fire(timer.id());
    } catch (IllegalStateException e) {
      throw new CaseAborted("the timer " + timer.nodeId() + " cannot go on: " + e.getMessage(), e);
    }
    return "Time passes at " + at + ": the timer " + timer.nodeId() + " fires";
  }
}
