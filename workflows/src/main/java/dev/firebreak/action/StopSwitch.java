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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

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
  private final Consumer<Alert> alarm;
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<Stopped> stopped = Optional.empty();

  /**
   * @param alarm takes the alert that is raised when everything is stopped
   */
  public StopSwitch(Database database, Audit audit, Clock clock, Consumer<Alert> alarm) {
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
    Instant now = clock.instant();
    int thrown =
        database.inTransaction(
            h -> {
              int changed =
                  h.createUpdate(
                          "insert into stop_switch as s (id, on_by, on_at, reason) values (1, :by,"
                              + " :at, :r) on conflict (id) do update set on_by = excluded.on_by,"
                              + " on_at = excluded.on_at, reason = excluded.reason where s.on_by is"
                              + " null")
                      .bind("by", by)
                      .bind("at", Rows.at(now))
                      .bind("r", reason)
                      .execute();
              if (changed > 0) {
                audit.record(by, "stop.thrown", Optional.empty(), Map.of("reason", reason));
              }
              return changed;
            });
    look();
    Stopped so = stopped.orElseGet(() -> new Stopped(by, now, reason));
    if (thrown > 0) {
      alarm.accept(alert(so));
    }
    return so;
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
    Optional<Stopped> now = read();
    if (now.filter(s -> s.by().equals(by)).isPresent()) {
      throw new NotYours("you stopped it yourself; somebody else has to let actions go out again");
    }
    if (now.isPresent()) {
      database.inTransaction(
          h -> {
            audit.record(by, "stop.released", Optional.empty(), Map.of("reason", reason));
            return h.createUpdate(
                    "update stop_switch set on_by = null, on_at = null, reason = null where id = 1")
                .execute();
          });
    }
    look();
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
            h.createQuery(
                    "select on_by, on_at, reason from stop_switch where id = 1 and on_by is not null")
                .map(
                    (r, c) ->
                        new Stopped(
                            r.getString("on_by"), Rows.instant(r, "on_at"), r.getString("reason")))
                .findOne());
  }
}
