package dev.firebreak.audit;

import dev.firebreak.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Moves entries from where their transactions left them into the tree: each gets its number and
 * becomes a leaf; now and then the tree's head is signed. One at a time in the whole cluster (an
 * advisory lock); one batch covers all that has gathered. Order is the order of sealing, so a
 * reader of the trail never sees an entry appear before one it has already read.
 */
public final class Sealer {
  private static final Logger LOG = Logger.getLogger(Sealer.class);
  private static final long LOCK = 0x4669_7265_4175_6469L;
  private static final int BATCH = 200;

  /** Entries gather for so long: sealing never competes with the containment it tells of. */
  private static final Duration GATHER = Duration.ofMillis(100);

  /** A head at least each minute: {@link #soon} is called every five seconds at the latest. */
  private static final Duration HEAD = Duration.ofSeconds(50);

  /** Heads that are wanted at once gather for so long. */
  private static final Duration URGENT = Duration.ofMillis(500);

  /** Entries after which a head is signed at once: people decided, or something was contained. */
  private static final Set<String> WEIGHTY =
      Set.of(
          "approval.voted",
          "approval.closed",
          "action.applied",
          "action.confirmed",
          "action.done",
          "action.unresolved",
          "containment.lifted",
          "containment.not-holding");

  private final Database database;
  private final Heads heads;
  private final Witnesses witnesses;
  private final ScheduledExecutorService executor;
  private final Consumer<List<Entry>> sealed;
  private final Guard guard;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean headAsked = new AtomicBoolean();
  private Optional<Peaks> edge = Optional.empty();
  private boolean weighty;

  /**
   * @param executor one thread
   * @param guard says whether what is stored still is what was signed
   * @param sealed told of each batch after its commit
   */
  public Sealer(
      Database database,
      Heads heads,
      Witnesses witnesses,
      Guard guard,
      ScheduledExecutorService executor,
      Consumer<List<Entry>> sealed) {
    this.database = database;
    this.heads = heads;
    this.witnesses = witnesses;
    this.guard = guard;
    this.executor = executor;
    this.sealed = sealed;
  }

  /**
   * Asks for a run a tenth of a second from now; returns at once. Asking again before it starts is
   * the same run. After the shutdown of the executor it does nothing: the next start seals.
   */
  public void soon() {
    in(GATHER, asked);
  }

  private void in(Duration wait, AtomicBoolean once) {
    if (!executor.isShutdown() && once.compareAndSet(false, true)) {
      try {
        var unused = executor.schedule(() -> run(once), wait.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debugf("stopping; what waits is sealed at the next start");
      }
    }
  }

  private void run(AtomicBoolean once) {
    once.set(false);
    try {
      sealAll();
      if (weighty()) {
        in(URGENT, headAsked);
      }
    } catch (RuntimeException e) {
      LOG.errorf(
          e,
          "audit entries could not be sealed; they are kept and tried again with the next entry or"
              + " within a minute");
    }
  }

  private synchronized boolean weighty() {
    return weighty;
  }

  /** Seals everything that waits, and signs a head where one is due. */
  public void sealAll() {
    while (round(false).waiting()) {
      LOG.debugf("sealed a full batch");
    }
  }

  /** Seals everything that waits and signs a head over it, unless the newest covers all. */
  public Optional<Head> vouch() {
    while (round(true).waiting()) {
      LOG.debugf("sealed a full batch");
    }
    return heads.newest();
  }

  private record Round(
      List<Entry> entries, boolean waiting, Optional<Peaks> edge, boolean signed) {}

  private synchronized Round round(boolean sign) {
    Round round = database.inTransaction(h -> sealBatch(h, sign));
    edge = round.edge();
    weighty = !round.signed() && (weighty || round.entries().stream().anyMatch(Sealer::weighs));
    if (!round.entries().isEmpty()) {
      sealed.accept(round.entries());
    }
    witnesses.soon();
    return round;
  }

  private static boolean weighs(Entry e) {
    return WEIGHTY.contains(e.kind());
  }

  private Round sealBatch(Handle h, boolean sign) {
    h.createQuery("select 1 from (select pg_advisory_xact_lock(:k)) l")
        .bind("k", LOCK)
        .mapTo(Integer.class)
        .one();
    List<String> rows =
        h.createQuery(
                "with taken as (delete from audit_pending where id in (select id from audit_pending"
                    + " order by id limit :n) returning *) select entries from taken order by id")
            .bind("n", BATCH)
            .mapTo(String.class)
            .list();
    Peaks peaks = edge(h);
    List<Entry> entries = append(h, peaks, rows);
    boolean wanted = sign || weighty || entries.stream().anyMatch(Sealer::weighs);
    boolean signed = sign(h, peaks, sign, wanted);
    return new Round(entries, rows.size() >= BATCH, Optional.of(peaks), signed);
  }

  /** The tree's right edge: what the last round left, unless another node went on from it. */
  private Peaks edge(Handle h) {
    long size =
        h.createQuery("select coalesce((select seq from audit order by seq desc limit 1), 0)")
            .mapTo(Long.class)
            .one();
    Optional<Peaks> known = edge.filter(p -> p.size() == size);
    if (known.isPresent()) {
      return known.get().copy();
    }
    Tree tree = new Tree(new Leaves(h));
    Peaks peaks = tree.peaks(size);
    guard
        .signed(h, tree, size)
        .ifPresent(problem -> database.afterCommit(() -> guard.tell(problem)));
    return peaks;
  }

  private static List<Entry> append(Handle h, Peaks peaks, List<String> rows) {
    List<Entry> entries = new ArrayList<>();
    List<Leaves.Node> nodes = new ArrayList<>();
    for (String row : rows) {
      for (Unsealed u : Unsealed.read(row)) {
        Entry entry = u.seal(peaks.size() + 1);
        entries.add(entry);
        peaks.append(
            Hashes.bytes(entry.hash()),
            (height, index, hash) -> {
              if (height % Tree.STEP == 0) {
                nodes.add(new Leaves.Node(height / Tree.STEP, index, hash));
              }
            });
      }
    }
    if (!entries.isEmpty()) {
      write(h, entries);
      new Leaves(h).add(nodes);
    }
    return entries;
  }

  /** Whether no head is due afterwards. */
  private boolean sign(Handle h, Peaks peaks, boolean now, boolean wanted) {
    Optional<Head> newest = Heads.newest(h);
    if (peaks.size() <= newest.map(Head::size).orElse(0L) || guard.problem().isPresent()) {
      return true;
    }
    Duration age =
        newest.map(n -> Duration.between(n.at(), heads.now()).abs()).orElse(Duration.ofDays(1));
    boolean due = witnesses.compared() && (now || age.compareTo(wanted ? URGENT : HEAD) >= 0);
    if (due) {
      heads.sign(h, peaks);
    }
    return due;
  }

  /** All rows in one statement; the database does the same work for one as for hundreds. */
  private static void write(Handle h, List<Entry> entries) {
    h.createUpdate(
            "insert into audit (seq, at, actor, kind, incident, data, hash) select s, timestamptz"
                + " 'epoch' + m * interval '1 microsecond', a, k, nullif(i, '')::uuid, d, x from"
                + " unnest(:s, :m, :a, :k, :i, :d, :x) as t(s, m, a, k, i, d, x)")
        .bindArray("s", Long.class, entries.stream().map(Entry::seq).toList())
        .bindArray("m", Long.class, entries.stream().map(e -> Entry.micros(e.at())).toList())
        .bindArray("a", String.class, entries.stream().map(Entry::actor).toList())
        .bindArray("k", String.class, entries.stream().map(Entry::kind).toList())
        .bindArray(
            "i",
            String.class,
            entries.stream().map(e -> e.incident().map(UUID::toString).orElse("")).toList())
        .bindArray("d", String.class, entries.stream().map(Entry::data).toList())
        .bindArray("x", String.class, entries.stream().map(Entry::hash).toList())
        .execute();
  }
}
