package dev.firebreak.containment;

import dev.firebreak.action.ActionRow;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** How far incidents are contained, many at a time. */
public final class Holding {
  private static final int MOST_LINES = 5_000;

  private final Database database;

  public Holding(Database database) {
    this.database = database;
  }

  /** One line of the ledger; {@code seen} is when it was seen in force. */
  private record Line(
      UUID incident, Target target, ActionRow.Containment state, Optional<Instant> seen) {
    static Line of(ResultSet r) throws SQLException {
      return new Line(
          Rows.uuid(r, "incident"),
          new Target(TargetType.of(r.getString("target_type")), r.getString("target_id")),
          ActionRow.Containment.valueOf(r.getString("containment")),
          Rows.maybeInstant(r, "ended_at"));
    }

    boolean is(ActionRow.Containment... states) {
      return Set.of(states).contains(state);
    }
  }

  /**
   * The containments of one incident.
   *
   * @param states how many are in each, as people read it: {@code not-holding}
   * @param held targets that a containment in force was seen on
   * @param containedAt when the last was seen in force, where all are
   */
  public record Summary(
      Map<String, Integer> states, Set<Target> held, Optional<Instant> containedAt) {
    static Summary of(List<Line> lines) {
      List<Line> confirmed =
          lines.stream().filter(l -> l.is(ActionRow.Containment.CONFIRMED)).toList();
      boolean all =
          !confirmed.isEmpty()
              && lines.stream()
                  .allMatch(
                      l -> l.is(ActionRow.Containment.CONFIRMED, ActionRow.Containment.LIFTED));
      return new Summary(
          lines.stream()
              .collect(
                  Collectors.groupingBy(
                      l -> l.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                      TreeMap::new,
                      Collectors.summingInt(l -> 1))),
          confirmed.stream().map(Line::target).collect(Collectors.toSet()),
          all
              ? confirmed.stream().flatMap(l -> l.seen().stream()).max(Instant::compareTo)
              : Optional.empty());
    }
  }

  /** By incident; without those that have no containment. */
  public Map<UUID, Summary> of(List<UUID> incidents) {
    return database
        .read(
            h ->
                h.createQuery(
                        "select incident, target_type, target_id, containment, ended_at from action"
                            + " where incident = any(:ids) and containment is not null and shares"
                            + " is null limit :n")
                    .bindArray("ids", UUID.class, incidents)
                    .bind("n", MOST_LINES)
                    .map((r, c) -> Line.of(r))
                    .list())
        .stream()
        .collect(
            Collectors.groupingBy(
                Line::incident, Collectors.collectingAndThen(Collectors.toList(), Summary::of)));
  }
}
