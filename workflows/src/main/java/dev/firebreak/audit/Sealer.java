package dev.firebreak.audit;

import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Moves entries from where their transactions left them to the chain: gives each its number and the
 * hash that covers its predecessor's. One at a time in the whole cluster (an advisory lock); one
 * batch covers all that has gathered. Order is the order of sealing, so a reader of the chain never
 * sees an entry appear before one it has already read.
 */
public final class Sealer {
  private static final Logger LOG = Logger.getLogger(Sealer.class);
  private static final long LOCK = 0x4669_7265_4175_6469L;
  private static final int BATCH = 500;

  private final Database database;
  private final Executor executor;
  private final Consumer<List<Entry>> sealed;
  private final AtomicBoolean asked = new AtomicBoolean();

  /**
   * @param executor one thread
   * @param sealed told of each batch after its commit
   */
  public Sealer(Database database, Executor executor, Consumer<List<Entry>> sealed) {
    this.database = database;
    this.executor = executor;
    this.sealed = sealed;
  }

  /** Asks for a run; returns at once. Asking again before it starts is the same run. */
  public void soon() {
    if (asked.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            asked.set(false);
            try {
              sealAll();
            } catch (RuntimeException e) {
              LOG.errorf(
                  e,
                  "audit entries could not be sealed; they are kept and tried again with the next entry or within a minute");
            }
          });
    }
  }

  /** Seals everything that waits. */
  public void sealAll() {
    List<Entry> batch;
    do {
      batch = database.inTransaction(this::sealBatch);
      if (!batch.isEmpty()) {
        sealed.accept(batch);
      }
    } while (batch.size() == BATCH);
  }

  private List<Entry> sealBatch(Handle h) {
    h.createQuery("select 1 from (select pg_advisory_xact_lock(:k)) l")
        .bind("k", LOCK)
        .mapTo(Integer.class)
        .one();
    List<Unsealed> waiting =
        h.createQuery(
                "with taken as (delete from audit_pending where id in (select id from audit_pending order by id limit :n)"
                    + " returning *) select * from taken order by id")
            .bind("n", BATCH)
            .map((r, c) -> Unsealed.of(r))
            .list();
    if (waiting.isEmpty()) {
      return List.of();
    }
    Head head =
        h.createQuery("select seq, hash from audit order by seq desc limit 1")
            .map((r, c) -> new Head(r.getLong(1), r.getString(2)))
            .findOne()
            .orElse(new Head(0, Entry.GENESIS));
    List<Entry> entries = chain(head, waiting);
    write(h, entries);
    return entries;
  }

  private static List<Entry> chain(Head head, List<Unsealed> waiting) {
    List<Entry> entries = new ArrayList<>();
    String previous = head.hash();
    long seq = head.seq();
    for (Unsealed u : waiting) {
      seq++;
      String hash = Entry.hash(previous, seq, u.at(), u.actor(), u.kind(), u.incident(), u.data());
      entries.add(
          new Entry(seq, u.at(), u.actor(), u.kind(), u.incident(), u.data(), previous, hash));
      previous = hash;
    }
    return entries;
  }

  private static void write(Handle h, List<Entry> entries) {
    PreparedBatch batch =
        h.prepareBatch(
            "insert into audit (seq, at, actor, kind, incident, data, previous, hash) values (?, ?, ?, ?, ?::uuid, ?, ?, ?)");
    for (Entry e : entries) {
      batch
          .bind(0, e.seq())
          .bind(1, Rows.at(e.at()))
          .bind(2, e.actor())
          .bind(3, e.kind())
          .bind(4, e.incident().orElse(null))
          .bind(5, e.data())
          .bind(6, e.previous())
          .bind(7, e.hash())
          .add();
    }
    batch.execute();
  }

  private record Head(long seq, String hash) {}

  private record Unsealed(
      java.time.Instant at,
      String actor,
      String kind,
      java.util.Optional<java.util.UUID> incident,
      String data) {
    static Unsealed of(ResultSet r) throws SQLException {
      return new Unsealed(
          Rows.instant(r, "at"),
          r.getString("actor"),
          r.getString("kind"),
          Rows.maybeUuid(r, "incident"),
          r.getString("data"));
    }
  }
}
