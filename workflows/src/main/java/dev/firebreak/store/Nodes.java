package dev.firebreak.store;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Which nodes of this installation live. */
public final class Nodes {
  private final Database database;
  private final Clock clock;
  private final String self;

  public Nodes(Database database, Clock clock, String self) {
    this.database = database;
    this.clock = clock;
    this.self = self;
  }

  public String self() {
    return self;
  }

  /** Difference of this machine's clock to the database's; negative when ours is behind. */
  public Duration skew() {
    return database.read(
        h -> {
          java.time.Instant theirs =
              h.createQuery("select clock_timestamp()")
                  .map((r, c) -> r.getTimestamp(1).toInstant())
                  .one();
          return Duration.between(theirs, clock.instant());
        });
  }

  /** Says that this node lives. */
  public void beat() {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "insert into node (id, started_at, heartbeat_at) values (:id, :now, :now)"
                        + " on conflict (id) do update set heartbeat_at = excluded.heartbeat_at")
                .bind("id", self)
                .bind("now", Rows.at(clock.instant()))
                .execute());
  }

  /** Nodes that have not been heard of for a while. */
  public List<String> gone(Duration silence) {
    return database.read(
        h ->
            h.createQuery("select id from node where heartbeat_at < :t and id <> :self")
                .bind("t", Rows.at(clock.instant().minus(silence)))
                .bind("self", self)
                .mapTo(String.class)
                .list());
  }

  /** Forgets a node that is gone and whose work was taken over. */
  public void forget(String node) {
    database.inTransaction(
        h -> h.createUpdate("delete from node where id = :id").bind("id", node).execute());
  }
}
