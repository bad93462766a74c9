package dev.firebreak.incident;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Severity;
import dev.firebreak.connector.Json;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of incidents. */
public final class Incidents {
  private final Database database;

  public Incidents(Database database) {
    this.database = database;
  }

  /**
   * One incident.
   *
   * @param decision playbook, priority, rules and the table's hash, as decided last
   * @param requesters who may not approve what is asked for it: the alert's source and people who
   *     triggered or edited it
   */
  public record Incident(
      UUID id,
      String title,
      Severity severity,
      String state,
      String playbook,
      String priority,
      JsonNode decision,
      Context context,
      List<String> requesters,
      Instant openedAt,
      Instant firstAlertAt,
      Optional<Instant> closedAt,
      int alertCount,
      int duplicateCount) {

    public boolean critical() {
      return priority.equals("critical");
    }
  }

  public void insert(Incident i) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "insert into incident (id, title, severity, state, playbook, priority,"
                        + " decision, context, requesters, opened_at, first_alert_at, alert_count,"
                        + " duplicate_count) values (:id, :title, :severity, 'OPEN', :playbook,"
                        + " :priority, :decision::jsonb, :context::jsonb, :requesters::jsonb,"
                        + " :opened, :first, :alerts, :duplicates)")
                .bind("id", i.id())
                .bind("title", i.title())
                .bind("severity", i.severity().ocsfId())
                .bind("playbook", i.playbook())
                .bind("priority", i.priority())
                .bind("decision", Json.write(i.decision()))
                .bind("context", Json.write(i.context()))
                .bind("requesters", Json.write(i.requesters()))
                .bind("opened", Rows.at(i.openedAt()))
                .bind("first", Rows.at(i.firstAlertAt()))
                .bind("alerts", i.alertCount())
                .bind("duplicates", i.duplicateCount())
                .execute());
  }

  /** Writes what a joined alert changed: severity, decision, context, counts, requesters. */
  public void update(Incident i) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "update incident set severity = :severity, playbook = :playbook, priority ="
                        + " :priority, decision = :decision::jsonb, context = :context::jsonb,"
                        + " requesters = :requesters::jsonb, alert_count = :alerts, duplicate_count"
                        + " = :duplicates where id = :id")
                .bind("id", i.id())
                .bind("severity", i.severity().ocsfId())
                .bind("playbook", i.playbook())
                .bind("priority", i.priority())
                .bind("decision", Json.write(i.decision()))
                .bind("context", Json.write(i.context()))
                .bind("requesters", Json.write(i.requesters()))
                .bind("alerts", i.alertCount())
                .bind("duplicates", i.duplicateCount())
                .execute());
  }

  /** Notes that somebody had a hand in it: he decides about none of what is asked for it. */
  public void involve(UUID id, String subject) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "update incident set requesters = requesters || to_jsonb(:s::text) where id ="
                        + " :id and not jsonb_exists(requesters, :s)")
                .bind("s", subject)
                .bind("id", id)
                .execute());
  }

  public int countDuplicate(UUID id) {
    return database.inTransaction(
        h ->
            h.createQuery(
                    "update incident set duplicate_count = duplicate_count + 1 where id = :id"
                        + " returning duplicate_count")
                .bind("id", id)
                .mapTo(Integer.class)
                .one());
  }

  /** Closes an open incident; false when it was closed already or does not exist. */
  public boolean close(UUID id, Instant at) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "update incident set state = 'CLOSED', closed_at = :at where id = :id and"
                            + " state = 'OPEN'")
                    .bind("id", id)
                    .bind("at", Rows.at(at))
                    .execute()
                == 1);
  }

  public Optional<Incident> find(UUID id) {
    return database.read(
        h ->
            h.createQuery("select * from incident where id = :id")
                .bind("id", id)
                .map((r, c) -> of(r))
                .findOne());
  }

  /** {@link #find}, held until the transaction ends. */
  public Optional<Incident> lock(UUID id) {
    return database.read(
        h ->
            h.createQuery("select * from incident where id = :id for update")
                .bind("id", id)
                .map((r, c) -> of(r))
                .findOne());
  }

  /** Newest first. */
  public List<Incident> list(Optional<String> state, int limit) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from incident where :state::text is null or state = :state order by"
                        + " opened_at desc limit :n")
                .bind("state", state.orElse(null))
                .bind("n", limit)
                .map((r, c) -> of(r))
                .list());
  }

  static Incident of(ResultSet r) throws SQLException {
    return new Incident(
        Rows.uuid(r, "id"),
        r.getString("title"),
        Severity.ofOcsf(r.getInt("severity")),
        r.getString("state"),
        r.getString("playbook"),
        r.getString("priority"),
        Rows.json(r, "decision"),
        Context.of(Rows.json(r, "context")),
        Rows.strings(r, "requesters"),
        Rows.instant(r, "opened_at"),
        Rows.instant(r, "first_alert_at"),
        Rows.maybeInstant(r, "closed_at"),
        r.getInt("alert_count"),
        r.getInt("duplicate_count"));
  }
}
