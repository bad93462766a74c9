package dev.firebreak.audit;

import dev.firebreak.connector.Json;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Records what happened, in the transaction in which it happens: if the entry cannot be written,
 * the change is not made. All entries of a transaction are written together right before its
 * commit, and sealed right after it. Safe for all threads.
 */
public final class Audit {
  /** The actor of what Firebreak does by itself. */
  public static final String SYSTEM = "system";

  private final Database database;
  private final Clock clock;
  private final Runnable sealSoon;

  /**
   * @param sealSoon asks the {@link Sealer} to run; called after commits, returns at once
   */
  public Audit(Database database, Clock clock, Runnable sealSoon) {
    this.database = database;
    this.clock = clock;
    this.sealSoon = sealSoon;
  }

  /**
   * Adds one entry to the transaction under way, or writes it in one of its own.
   *
   * @param actor {@link #SYSTEM}, {@code source:<id>} or {@code person:<name>}
   * @param kind dotted, for example {@code action.confirmed}
   * @param data facts for people and machines; no secrets
   */
  public void record(String actor, String kind, Optional<UUID> incident, Map<String, ?> data) {
    Unsealed entry =
        new Unsealed(
            Entry.micros(clock.instant()),
            actor,
            kind,
            incident.map(UUID::toString).orElse(""),
            Json.write(data));
    database.inTransaction(
        h -> {
          database.collect(this, entry, this::write);
          return true;
        });
  }

  /**
   * {@link #record(String, String, Optional, Map)} of something about an incident, by {@link
   * #SYSTEM}.
   */
  public void record(String kind, UUID incident, Map<String, ?> data) {
    record(SYSTEM, kind, Optional.of(incident), data);
  }

  /** One row for all that a transaction did; the sealer takes it apart. */
  private void write(Handle h, List<Unsealed> entries) {
    h.createUpdate("insert into audit_pending (entries) values (:e)")
        .bind("e", Json.write(entries))
        .execute();
    database.afterCommit(sealSoon);
  }
}
