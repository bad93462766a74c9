package dev.firebreak.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Json;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of work. */
final class TaskTable {
  private final Database database;

  TaskTable(Database database) {
    this.database = database;
  }

  /** Offers work, or finds it where it was offered before; what came to nothing is offered anew. */
  Task offer(Handover.Work work, String topic, String incident, Instant now) {
    return database.inTransaction(
        h ->
            h.createQuery(
                    "insert into worker_task as t (id, topic, incident, variables, repeatable, state, created_at)"
                        + " values (:id, :topic, :incident, :variables::jsonb, :repeatable, 'OPEN', :now)"
                        + " on conflict (id) do update set"
                        + " state = case when t.state in ('REFUSED', 'LATER', 'WITHDRAWN') then 'OPEN' else t.state end,"
                        + " ended_at = case when t.state = 'DONE' then t.ended_at end returning *")
                .bind("id", work.id())
                .bind("topic", topic)
                .bind("incident", incident)
                .bind("variables", Json.write(work.variables()))
                .bind("repeatable", work.repeatable())
                .bind("now", Rows.at(now))
                .map((r, c) -> task(r))
                .one());
  }

  /** Locks the oldest that may be fetched. */
  List<Task> lock(String topic, String worker, Duration lock, int most, Instant now) {
    return database.inTransaction(
        h ->
            h.createQuery(
                    "update worker_task set state = 'LOCKED', worker = :w, locked_until = :until where id in"
                        + " (select id from worker_task where topic = :topic and (state = 'OPEN'"
                        + " or (state = 'LOCKED' and repeatable and locked_until < :now))"
                        + " order by created_at limit :n for update skip locked) returning *")
                .bind("w", worker)
                .bind("until", Rows.at(now.plus(lock)))
                .bind("topic", topic)
                .bind("now", Rows.at(now))
                .bind("n", most)
                .map((r, c) -> task(r))
                .list());
  }

  Optional<Task> find(String id) {
    return database.read(
        h ->
            h.createQuery("select * from worker_task where id = :id")
                .bind("id", id)
                .map((r, c) -> task(r))
                .findOne());
  }

  /** What a worker says of a task it has. */
  record End(Task.State state, JsonNode answer, Optional<String> reason, Optional<Duration> after) {
    static End done(JsonNode answer) {
      return new End(Task.State.DONE, answer, Optional.empty(), Optional.empty());
    }

    static End refused(String reason) {
      return new End(
          Task.State.REFUSED, NullNode.getInstance(), Optional.of(reason), Optional.empty());
    }

    static End later(String reason, Duration after) {
      return new End(
          Task.State.LATER, NullNode.getInstance(), Optional.of(reason), Optional.of(after));
    }
  }

  /** Ends a task that this worker has; false where it has it no more. */
  boolean end(String id, String worker, End end, Instant now) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "update worker_task set state = :s, answer = :a::jsonb, reason = :r, retry_after = :after, ended_at = :now"
                            + " where id = :id and state = 'LOCKED' and worker = :w")
                    .bind("s", end.state().name())
                    .bind("a", end.answer().isNull() ? null : Json.write(end.answer()))
                    .bind("r", end.reason().orElse(null))
                    .bind("after", end.after().map(Duration::toMillis).orElse(null))
                    .bind("now", Rows.at(now))
                    .bind("id", id)
                    .bind("w", worker)
                    .execute()
                == 1);
  }

  boolean extend(String id, String worker, Instant until) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "update worker_task set locked_until = :u where id = :id and state = 'LOCKED' and worker = :w")
                    .bind("u", Rows.at(until))
                    .bind("id", id)
                    .bind("w", worker)
                    .execute()
                == 1);
  }

  boolean unlock(String id) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "update worker_task set state = 'OPEN', worker = null, locked_until = null where id = :id and state = 'LOCKED'")
                    .bind("id", id)
                    .execute()
                == 1);
  }

  /** Takes an offer back; false where a worker has fetched it. */
  boolean withdraw(String id, Instant now) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "update worker_task set state = 'WITHDRAWN', ended_at = :now where id = :id and state = 'OPEN'")
                    .bind("now", Rows.at(now))
                    .bind("id", id)
                    .execute()
                == 1);
  }

  void forget(Instant endedBefore) {
    database.inTransaction(
        h ->
            h.createUpdate("delete from worker_task where ended_at < :t")
                .bind("t", Rows.at(endedBefore))
                .execute());
  }

  private static Task task(ResultSet r) throws SQLException {
    long after = r.getLong("retry_after");
    Optional<Duration> retry =
        r.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(after));
    return new Task(
        r.getString("id"),
        r.getString("topic"),
        r.getString("incident"),
        Rows.json(r, "variables"),
        Task.State.valueOf(r.getString("state")),
        Rows.maybe(r, "worker"),
        Rows.maybeInstant(r, "locked_until"),
        r.getString("answer") == null ? NullNode.getInstance() : Rows.json(r, "answer"),
        Rows.maybe(r, "reason"),
        retry,
        Rows.instant(r, "created_at"));
  }
}
