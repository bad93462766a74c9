package dev.firebreak.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.audit.Audit;
import dev.firebreak.audit.Entry;
import dev.firebreak.audit.Sealer;
import dev.firebreak.audit.Trail;
import dev.firebreak.connector.Json;
import dev.firebreak.incident.Incidents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The clocks that regulators set running when an incident becomes known. What people say of them is
 * kept in the audit trail and nowhere else. Safe for all threads.
 */
public final class RegulatorClocks {
  private static final String MARKED = "clock.marked";
  private static final int LONGEST_NOTE = 2_000;

  /** A moment that a person names may be this far ahead of our clock. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final Deadlines deadlines;
  private final Incidents incidents;
  private final Trail trail;
  private final Sealer sealer;
  private final Audit audit;
  private final Clock clock;

  public RegulatorClocks(
      List<Regulation> regulations,
      Incidents incidents,
      Trail trail,
      Sealer sealer,
      Audit audit,
      Clock clock) {
    this.deadlines = new Deadlines(regulations);
    this.incidents = incidents;
    this.trail = trail;
    this.sealer = sealer;
    this.audit = audit;
    this.clock = clock;
  }

  /** In the order of the file; empty when there is no such incident. */
  public Optional<List<RegulatorClock>> of(UUID incident) {
    return incidents
        .find(incident)
        .map(
            i ->
                deadlines.at(clock.instant(), i.firstAlertAt(), marks(trail.of(incident, MARKED))));
  }

  /**
   * Writes down that an incident was known or classified at a time, or that a report was made; the
   * newest word counts.
   *
   * @param mark {@code aware}, {@code classified} or a report's id
   * @param at when it was; now, where nobody says
   * @return the clocks afterwards; empty when there is no such incident
   * @throws IllegalArgumentException a sentence about the mark, the time or the note
   */
  public Optional<List<RegulatorClock>> mark(
      UUID incident, String mark, Optional<Instant> at, String note, String by) {
    Instant when = at.orElseGet(clock::instant);
    check(mark, when, note);
    if (incidents.find(incident).isEmpty()) {
      return Optional.empty();
    }
    audit.record(
        by,
        MARKED,
        Optional.of(incident),
        Map.of("mark", mark, "at", when.toString(), "note", note));
    sealer.sealAll();
    return of(incident);
  }

  private void check(String mark, Instant when, String note) {
    List<String> known = deadlines.marks();
    if (!known.contains(mark)) {
      throw new IllegalArgumentException("mark must be one of " + known);
    }
    if (when.isAfter(clock.instant().plus(SKEW))) {
      throw new IllegalArgumentException("at is in the future: " + when);
    }
    if (note.length() > LONGEST_NOTE) {
      throw new IllegalArgumentException("note is longer than " + LONGEST_NOTE + " characters");
    }
  }

  private static Map<String, Instant> marks(List<Entry> entries) {
    Map<String, Instant> marks = new HashMap<>();
    for (Entry e : entries) {
      try {
        JsonNode data = Json.parse(e.data());
        marks.put(data.path("mark").asText(), Instant.parse(data.path("at").asText()));
      } catch (JsonProcessingException broken) {
        throw new IllegalStateException("entry " + e.seq() + " is not what was written", broken);
      }
    }
    return marks;
  }
}
