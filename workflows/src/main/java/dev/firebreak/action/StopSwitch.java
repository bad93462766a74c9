package dev.firebreak.action;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.audit.Audit;
import dev.firebreak.connector.TargetType;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Stops everything that goes out to vendors, on all nodes: at once on the node where it is thrown,
 * within a second or two on the others, which look once a second. Reading goes on. Safe for all
 * threads.
 */
public final class StopSwitch {
  /**
   * Somebody stopped it.
   *
   * @param by {@code person:<name>}
   */
  public record Stopped(String by, Instant at, String reason) {
    /** For people, in a message. */
    public String sentence() {
      return "all outgoing actions are stopped since " + at + " by " + by + ": " + reason;
    }
  }

  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final Function<Alert, UUID> alarm;
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<Stopped> stopped = Optional.empty();

  /**
   * @param alarm takes the alert that is raised when everything is stopped, and answers its id
   */
  public StopSwitch(Database database, Audit audit, Clock clock, Function<Alert, UUID> alarm) {
    this.alarm = alarm;
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** Who stopped it and why; empty while actions go out. */
  public Optional<Stopped> stopped() {
    return stopped;
  }

  void onStop(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Stops. Done again it changes nothing.
   *
   * @param by {@code person:<name>}
   */
  public Stopped stop(String by, String reason) {
    Stopped wanted = new Stopped(by, clock.instant(), reason);
    database.inTransaction(h -> begin(h, wanted));
    look();
    return stopped.orElse(wanted);
  }

  private boolean begin(Handle h, Stopped s) {
    UUID id = UUID.randomUUID();
    int changed =
        h.createUpdate(
                "insert into stop (id, on_by, on_at, reason) values (:id, :by, :at, :r) on conflict"
                    + " do nothing")
            .bind("id", id)
            .bind("by", s.by())
            .bind("at", Rows.at(s.at()))
            .bind("r", s.reason())
            .execute();
    if (changed > 0) {
      audit.record(s.by(), "stop.thrown", Optional.empty(), Map.of("reason", s.reason()));
      h.createUpdate("update stop set alert = :a where id = :id")
          .bind("a", alarm.apply(alert(s)))
          .bind("id", id)
          .execute();
    }
    return changed > 0;
  }

  /** So that an incident stands where people look, also those who were not told. */
  private static Alert alert(Stopped stopped) {
    return Alert.builder("stopped:" + stopped.at(), "firebreak.stopped")
        .title("All outgoing actions are stopped")
        .description(Optional.of(stopped.sentence()))
        .severity(Severity.HIGH)
        .target(TargetType.IDENTITY, stopped.by())
        .build();
  }

  /** Why it cannot be released by this person. */
  public static final class NotYours extends Exception {
    NotYours(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * Lets actions go out again; what was held goes on where its deadline is not over.
   *
   * @throws NotYours where this person threw it: one who was forced or deceived into one of both
   *     does not do the other
   */
  public void release(String by, String reason) throws NotYours {
    boolean released =
        database.inTransaction(
            h -> {
              int changed =
                  h.createUpdate(
                          "update stop set off_by = :by, off_at = :at, off_reason = :r where off_at"
                              + " is null and on_by <> :by")
                      .bind("by", by)
                      .bind("at", Rows.at(clock.instant()))
                      .bind("r", reason)
                      .execute();
              if (changed > 0) {
                audit.record(by, "stop.released", Optional.empty(), Map.of("reason", reason));
              }
              return changed > 0;
            });
    look();
    if (!released && stopped.filter(s -> s.by().equals(by)).isPresent()) {
      throw new NotYours("you stopped it yourself; somebody else has to let actions go out again");
    }
  }

  /** Looks what is so in the database; one at a time, so that no older look wins. */
  public synchronized void look() {
    Optional<Stopped> before = stopped;
    stopped = read();
    if (before.isEmpty() && stopped.isPresent()) {
      listeners.forEach(Runnable::run);
    }
  }

  private Optional<Stopped> read() {
    return database.read(
        h ->
            h.createQuery("select on_by, on_at, reason from stop where off_at is null")
                .map(
                    (r, c) ->
                        new Stopped(
                            r.getString("on_by"), Rows.instant(r, "on_at"), r.getString("reason")))
                .findOne());
  }
}
