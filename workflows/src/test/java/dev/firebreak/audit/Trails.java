package dev.firebreak.audit;

import dev.firebreak.store.Database;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A trail in a real PostgreSQL, whose sealing and witnessing happen when a test says so. */
final class Trails {
  static final List<String> MIGRATIONS = List.of("V1__firebreak", "V2__breadth", "V6__audit_tree");

  /** Runs nothing by itself. */
  private static final ScheduledExecutorService NEVER = never();

  final AgroalDataSource pool = dev.firebreak.engine.Database.fresh();
  final Database database = new Database(pool, dev.firebreak.engine.Database.TRANSACTIONS);
  final HandClock clock = new HandClock();
  final SigningKey key = SigningKey.make();
  final List<String> alarms = new ArrayList<>();
  final List<Entry> sealed = new ArrayList<>();
  private final Optional<Witness> witness;

  /** What the witness's thread does. */
  java.util.concurrent.Executor witnessing = Runnable::run;

  Heads heads;
  Witnesses witnesses;
  Guard guard;
  Sealer sealer;
  Audit audit;
  final Trail trail = new Trail(database);

  Trails(Optional<Witness> witness) {
    this(witness, MIGRATIONS);
  }

  Trails(Optional<Witness> witness, List<String> migrations) {
    this.witness = witness;
    migrations.forEach(this::migrate);
    restart();
  }

  private static ScheduledExecutorService never() {
    ScheduledExecutorService never = Executors.newSingleThreadScheduledExecutor();
    never.shutdown();
    return never;
  }

  void migrate(String name) {
    run(resource("/db/migration/" + name + ".sql"));
  }

  private static String resource(String name) {
    try (InputStream in = Trails.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Statements in one transaction, with all rights. */
  void run(String sql) {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("begin; " + sql + "; commit");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As after a restart: nothing is known but what is stored. */
  void restart() {
    heads = new Heads(database, key, clock);
    guard = new Guard(database, alarms::add);
    witnesses =
        new Witnesses(witness.stream().toList(), heads, guard, clock, witnessing, alarms::add);
    sealer = new Sealer(database, heads, witnesses, guard, NEVER, sealed::addAll);
    audit = new Audit(database, clock, sealer::soon, Optional::empty);
    witnesses.soon();
  }

  void introduce() {
    heads.introduce(audit);
  }

  void record(String kind) {
    audit.record(kind, new UUID(0, 1), Map.of("number", sealed.size()));
  }

  /** So many entries, a transaction each hundred. */
  void records(int count) {
    for (int done = 0; done < count; done += 100) {
      int now = Math.min(100, count - done);
      database.inTransaction(
          h -> {
            for (int i = 0; i < now; i++) {
              record("alert.accepted");
            }
            return true;
          });
    }
  }

  List<Head> allHeads() {
    return heads.after(0, 1_000);
  }

  /** Stands still until it is moved. */
  static final class HandClock extends Clock {
    private Instant now = Instant.parse("2026-03-01T10:00:00.123456Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
