package dev.firebreak.audit;

import dev.firebreak.connector.Json;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Records what happened, in the transaction in which it happens: if the entry cannot be written,
 * the change is not made. All entries of a transaction are written together right before its
 * commit, and sealed right after it. Safe for all threads.
 */
public final class Audit {
  /** The actor of what Firebreak does by itself. */
  public static final String SYSTEM = "system";

  /** What begins an action: its request, and the vote that lets it go. */
  private static final Set<String> BEGINNINGS =
      Set.of("action.requested", "action.retried", "approval.voted", "approval.glass-broken");

  private final Database database;
  private final Clock clock;
  private final Runnable sealSoon;
  private final Supplier<Optional<String>> shut;

  /**
   * @param sealSoon asks the {@link Sealer} to run; called after commits, returns at once
   * @param shut why nothing may be begun now; empty where all is well
   */
  public Audit(Database database, Clock clock, Runnable sealSoon, Supplier<Optional<String>> shut) {
    this.database = database;
    this.clock = clock;
    this.sealSoon = sealSoon;
    this.shut = shut;
  }

  /** Nothing is begun, because what would be recorded could not be vouched for. */
  public static final class Shut extends RuntimeException {
    Shut(String message) {
      super(message);
    }
  }

  /**
   * Adds one entry to the transaction under way, or writes it in one of its own.
   *
   * @param actor {@link #SYSTEM}, {@code source:<id>} or a person's subject
   * @param kind dotted, for example {@code action.confirmed}
   * @param data facts for people and machines; no secrets
   * @throws Shut when the entry would begin something and nothing may be begun
   */
  public void record(String actor, String kind, Optional<UUID> incident, Map<String, ?> data) {
    if (BEGINNINGS.contains(kind)) {
      shut.get().ifPresent(why -> refuse(kind, why));
    }
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

  private static void refuse(String kind, String why) {
    throw new Shut(kind + " is not possible while the audit trail cannot be witnessed: " + why);
  }

  /** One row for all that a transaction did; the sealer takes it apart. */
  private void write(Handle h, List<Unsealed> entries) {
    h.createUpdate("insert into audit_pending (entries) values (:e)")
        .bind("e", Json.write(entries))
        .execute();
    database.afterCommit(sealSoon);
  }
}
