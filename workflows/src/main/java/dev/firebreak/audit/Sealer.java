package dev.firebreak.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.firebreak.connector.Json;
import dev.firebreak.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Moves entries from where their transactions left them to the chain: gives each its number and the
 * hash that covers its predecessor's. One at a time in the whole cluster (an advisory lock); one
 * batch covers all that has gathered. Order is the order of sealing, so a reader of the chain never
 * sees an entry appear before one it has already read.
 */
public final class Sealer {
  private static final Logger LOG = Logger.getLogger(Sealer.class);
  private static final long LOCK = 0x4669_7265_4175_6469L;
  private static final int BATCH = 200;

  /** Entries gather for so long: sealing never competes with the containment it tells of. */
  private static final Duration GATHER = Duration.ofMillis(100);

  private final Database database;
  private final ScheduledExecutorService executor;
  private final Consumer<List<Entry>> sealed;
  private final AtomicBoolean asked = new AtomicBoolean();

  /**
   * @param executor one thread
   * @param sealed told of each batch after its commit
   */
  public Sealer(
      Database database, ScheduledExecutorService executor, Consumer<List<Entry>> sealed) {
    this.database = database;
    this.executor = executor;
    this.sealed = sealed;
  }

  /**
   * Asks for a run a tenth of a second from now; returns at once. Asking again before it starts is
   * the same run. After the shutdown of the executor it does nothing: the next start seals.
   */
  public void soon() {
    if (!executor.isShutdown() && asked.compareAndSet(false, true)) {
      try {
        var unused = executor.schedule(this::run, GATHER.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debugf("stopping; what waits is sealed at the next start");
      }
    }
  }

  private void run() {
    asked.set(false);
    try {
      sealAll();
    } catch (RuntimeException e) {
      LOG.errorf(
          e,
          "audit entries could not be sealed; they are kept and tried again with the next entry or within a minute");
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
    } while (batch.size() >= BATCH);
  }

  private List<Entry> sealBatch(Handle h) {
    h.createQuery("select 1 from (select pg_advisory_xact_lock(:k)) l")
        .bind("k", LOCK)
        .mapTo(Integer.class)
        .one();
    List<Unsealed> waiting = new ArrayList<>();
    h.createQuery(
            "with taken as (delete from audit_pending where id in (select id from audit_pending order by id limit :n)"
                + " returning *) select entries from taken order by id")
        .bind("n", BATCH)
        .map((r, c) -> entries(r.getString(1)))
        .forEach(waiting::addAll);
    if (waiting.isEmpty()) {
      return List.of();
    }
    Head head =
        h.createQuery("select seq, hash from audit order by seq desc limit 1")
            .map((r, c) -> new Head(r.getLong(1), r.getString(2)))
            .findOne()
            .orElse(new Head(0, Entry.GENESIS));
    List<Entry> chained = chain(head, waiting);
    write(h, chained);
    return chained;
  }

  private static List<Unsealed> entries(String json) {
    try {
      return Json.mapper().readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "an audit entry waiting to be sealed is not what was written", e);
    }
  }

  private static List<Entry> chain(Head head, List<Unsealed> waiting) {
    List<Entry> entries = new ArrayList<>();
    String previous = head.hash();
    long seq = head.seq();
    for (Unsealed u : waiting) {
      seq++;
      Entry entry = u.seal(seq, previous);
      entries.add(entry);
      previous = entry.hash();
    }
    return entries;
  }

  /** All rows in one statement; the database does the same work for one as for hundreds. */
  private static void write(Handle h, List<Entry> entries) {
    h.createUpdate(
            "insert into audit (seq, at, actor, kind, incident, data, previous, hash)"
                + " select s, timestamptz 'epoch' + m * interval '1 microsecond', a, k, nullif(i, '')::uuid, d, p, x"
                + " from unnest(:s, :m, :a, :k, :i, :d, :p, :x) as t(s, m, a, k, i, d, p, x)")
        .bindArray("s", Long.class, entries.stream().map(Entry::seq).toList())
        .bindArray("m", Long.class, entries.stream().map(e -> Entry.micros(e.at())).toList())
        .bindArray("a", String.class, entries.stream().map(Entry::actor).toList())
        .bindArray("k", String.class, entries.stream().map(Entry::kind).toList())
        .bindArray(
            "i",
            String.class,
            entries.stream().map(e -> e.incident().map(UUID::toString).orElse("")).toList())
        .bindArray("d", String.class, entries.stream().map(Entry::data).toList())
        .bindArray("p", String.class, entries.stream().map(Entry::previous).toList())
        .bindArray("x", String.class, entries.stream().map(Entry::hash).toList())
        .execute();
  }

  private record Head(long seq, String hash) {}
}
