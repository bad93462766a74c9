package dev.firebreak.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is due when, by the rules and by what people said. */
record Deadlines(List<Regulation> regulations) {
  Deadlines {
    regulations = Regulation.checked(regulations);
  }

  /** What people may say has happened. */
  List<String> marks() {
    return Stream.concat(
            Stream.of(Regulation.AWARE, Regulation.CLASSIFIED),
            regulations.stream().flatMap(r -> r.reports().stream()).map(Regulation.Report::id))
        .toList();
  }

  /**
   * How each report stands, in the order of the rules.
   *
   * @param firstAlert from when the incident counts as known, unless a mark says otherwise
   * @param marks when what happened, by what people said
   */
  List<RegulatorClock> at(Instant now, Instant firstAlert, Map<String, Instant> marks) {
    Map<String, Start> starts = new HashMap<>();
    starts.put(
        Regulation.AWARE, new Start(marks.getOrDefault(Regulation.AWARE, firstAlert), false));
    Optional.ofNullable(marks.get(Regulation.CLASSIFIED))
        .ifPresent(t -> starts.put(Regulation.CLASSIFIED, new Start(t, false)));
    List<RegulatorClock> all = new ArrayList<>();
    for (Regulation regulation : regulations) {
      for (Regulation.Report report : regulation.reports()) {
        Optional<Instant> done = Optional.ofNullable(marks.get(report.id()));
        Optional<Due> due = due(report, starts);
        all.add(clock(regulation, report, due, done, now));
        done.map(t -> new Start(t, false))
            .or(() -> due.map(d -> new Start(d.at(), true)))
            .ifPresent(s -> starts.put(report.id(), s));
      }
    }
    return all;
  }

  /** When something began, or at the latest will have. */
  private record Start(Instant at, boolean provisional) {}

  private record Due(Instant at, Start start) {}

  private static Optional<Due> due(Regulation.Report report, Map<String, Start> starts) {
    return report.limits().stream()
        .flatMap(
            l ->
                Optional.ofNullable(starts.get(l.from()))
                    .map(start -> new Due(l.within().after(start.at()), start))
                    .stream())
        .min(Comparator.comparing(Due::at));
  }

  private static RegulatorClock clock(
      Regulation regulation,
      Regulation.Report report,
      Optional<Due> due,
      Optional<Instant> done,
      Instant now) {
    return new RegulatorClock(
        regulation.name(),
        regulation.applies(),
        report.id(),
        report.title(),
        report.to(),
        report.limits().stream()
            .map(l -> l.within().words() + " from " + l.from())
            .collect(Collectors.joining(", ")),
        report.source(),
        state(due, done, now),
        due.map(d -> d.start().at()),
        due.map(Due::at),
        due.filter(d -> d.start().provisional()).isPresent() && done.isEmpty(),
        done);
  }

  private static RegulatorClock.State state(
      Optional<Due> due, Optional<Instant> done, Instant now) {
    if (done.isPresent()) {
      return due.filter(d -> done.get().isAfter(d.at())).isPresent()
          ? RegulatorClock.State.DONE_LATE
          : RegulatorClock.State.DONE;
    }
    if (due.isEmpty()) {
      return RegulatorClock.State.WAITING;
    }
    return now.isAfter(due.get().at()) ? RegulatorClock.State.PASSED : RegulatorClock.State.RUNNING;
  }
}
