package dev.firebreak.cases;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.firebreak.cases.ShadowComparison.Difference;
import dev.firebreak.connector.Json;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The tables of shadows and of what they showed. */
final class ShadowTable {
  private static final TypeReference<List<Difference>> DIFFERENCES = new TypeReference<>() {};

  private final Database database;

  ShadowTable(Database database) {
    this.database = database;
  }

  /** Starts, or starts anew with another file: what the last one showed is forgotten. */
  void start(String playbook, byte[] bpmn, String sha256, String by, Instant at) {
    database.inTransaction(
        h -> {
          h.execute("delete from shadow where playbook = ?", playbook);
          return h.createUpdate(
                  "insert into shadow (playbook, bpmn, sha256, started_by, started_at)"
                      + " values (:p, :b, :s, :by, :at)")
              .bind("p", playbook)
              .bind("b", bpmn)
              .bind("s", sha256)
              .bind("by", by)
              .bind("at", Rows.at(at))
              .execute();
        });
  }

  boolean stop(String playbook, Instant at) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "update shadow set stopped_at = :at where playbook = :p and stopped_at is"
                            + " null")
                    .bind("at", Rows.at(at))
                    .bind("p", playbook)
                    .execute()
                == 1);
  }

  Optional<Shadows.Shadow> find(String playbook) {
    return database.read(
        h ->
            h.createQuery("select * from shadow where playbook = :p")
                .bind("p", playbook)
                .map((r, c) -> shadow(r))
                .findOne());
  }

  List<Shadows.Shadow> running() {
    return database.read(
        h ->
            h.createQuery("select * from shadow where stopped_at is null order by playbook")
                .map((r, c) -> shadow(r))
                .list());
  }

  /** Incidents that were taken already. */
  Set<UUID> taken(String playbook) {
    return database.read(
        h ->
            h.createQuery("select incident from shadow_play where playbook = :p")
                .bind("p", playbook)
                .mapTo(UUID.class)
                .set());
  }

  /** Takes an incident; false where another node has. */
  boolean take(String playbook, UUID incident, Instant at) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "insert into shadow_play (playbook, incident, run, at, state) select :p,"
                            + " :i, '', :at, 'PLAYING' where exists (select 1 from shadow where"
                            + " playbook = :p) on conflict do nothing")
                    .bind("p", playbook)
                    .bind("i", incident)
                    .bind("at", Rows.at(at))
                    .execute()
                == 1);
  }

  /** Plays whose node was stopped meanwhile. */
  void abandon(Instant before) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "update shadow_play set state = 'NOT_COMPARABLE', reason = 'the server was"
                        + " stopped while it was played' where state = 'PLAYING' and at < :before")
                .bind("before", Rows.at(before))
                .execute());
  }

  void dropped(String playbook, UUID incident) {
    database.inTransaction(
        h -> {
          h.execute(
              "update shadow_play set state = 'DROPPED', reason = 'too many at once' where playbook"
                  + " = ? and incident = ?",
              playbook,
              incident);
          return h.execute("update shadow set dropped = dropped + 1 where playbook = ?", playbook);
        });
  }

  void ended(
      String playbook,
      UUID incident,
      String state,
      Optional<String> reason,
      List<Difference> differences) {
    database.inTransaction(
        h -> {
          h.createUpdate(
                  "update shadow_play set state = :s, reason = :r, differences = :d::jsonb where"
                      + " playbook = :p and incident = :i")
              .bind("s", state)
              .bind("r", reason.orElse(null))
              .bind("d", Json.write(differences))
              .bind("p", playbook)
              .bind("i", incident)
              .execute();
          return true;
        });
  }

  List<Shadows.Play> plays(String playbook, int limit) {
    return database.read(
        h ->
            h.createQuery("select * from shadow_play where playbook = :p order by at desc limit :n")
                .bind("p", playbook)
                .bind("n", limit)
                .map((r, c) -> play(r))
                .list());
  }

  private static Shadows.Shadow shadow(ResultSet r) throws SQLException {
    return new Shadows.Shadow(
        r.getString("playbook"),
        r.getBytes("bpmn"),
        r.getString("sha256"),
        r.getString("started_by"),
        Rows.instant(r, "started_at"),
        Rows.maybeInstant(r, "stopped_at"),
        r.getLong("dropped"));
  }

  private static Shadows.Play play(ResultSet r) throws SQLException {
    return new Shadows.Play(
        Rows.uuid(r, "incident"),
        Rows.instant(r, "at"),
        r.getString("state"),
        Rows.maybe(r, "reason"),
        Json.mapper().convertValue(Rows.json(r, "differences"), DIFFERENCES));
  }
}
