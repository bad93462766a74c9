package dev.firebreak.evidence;

import dev.firebreak.action.ActionRow;
import dev.firebreak.audit.Entry;
import dev.firebreak.connector.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One of the times that everybody asks for first.
 *
 * @param at empty where it has not happened
 * @param how what was taken for it
 */
record Milestone(String name, Optional<Instant> at, String how) {
  /** What people do when they turn to an incident. */
  private static final Set<String> ATTENTION =
      Set.of(
          "approval.voted",
          "task.completed",
          "action.asked-by-hand",
          "action.retried",
          "containment.lift-requested",
          "clock.marked",
          "incident.closed");

  static List<Milestone> of(CaseFile file) {
    return List.of(
        new Milestone(
            "First alert", Optional.of(file.incident().firstAlertAt()), "received and stored"),
        new Milestone("Decided", at(file.first("incident.decided")), "triage chose what to do"),
        new Milestone("Contained", contained(file), "first vendor accepted a containing action"),
        new Milestone("Confirmed", confirmed(file), "last containing action read back in force"),
        new Milestone("Acknowledged", acknowledged(file), "first act of a person"),
        new Milestone("Closed", file.incident().closedAt(), "a person closed the incident"));
  }

  private static Optional<Instant> at(Optional<Entry> entry) {
    return entry.map(Entry::at);
  }

  private static Stream<ActionRow> containing(CaseFile file) {
    return file.actions().stream().filter(r -> r.effect() == Effect.CONTAIN && !r.rehearsed());
  }

  private static Optional<Instant> contained(CaseFile file) {
    return containing(file).flatMap(r -> r.appliedAt().stream()).min(Instant::compareTo);
  }

  private static Optional<Instant> confirmed(CaseFile file) {
    return containing(file)
        .filter(r -> r.state() == ActionRow.State.CONFIRMED)
        .flatMap(r -> r.endedAt().stream())
        .max(Instant::compareTo);
  }

  private static Optional<Instant> acknowledged(CaseFile file) {
    return file.entries().stream()
        .filter(e -> ATTENTION.contains(e.kind()))
        .filter(e -> !e.actor().equals("system") && !e.actor().startsWith("source:"))
        .map(Entry::at)
        .findFirst();
  }
}
