package dev.firebreak.audit;

import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the sealed trail. */
public final class Trail {
  private final Database database;

  public Trail(Database database) {
    this.database = database;
  }

  /** Entries after a number, oldest first, at most {@code limit}. */
  public List<Entry> after(long seq, int limit) {
    return database.read(
        h ->
            h.createQuery("select * from audit where seq > :seq order by seq limit :n")
                .bind("seq", seq)
                .bind("n", limit)
                .map((r, c) -> entry(r))
                .list());
  }

  /** One entry. */
  public Optional<Entry> find(long seq) {
    return after(seq - 1, 1).stream().filter(e -> e.seq() == seq).findFirst();
  }

  /** Everything about one incident, oldest first. */
  public List<Entry> of(UUID incident) {
    return database.read(
        h ->
            h.createQuery("select * from audit where incident = :i order by seq")
                .bind("i", incident)
                .map((r, c) -> entry(r))
                .list());
  }

  /** Those of one kind about one incident, oldest first. */
  public List<Entry> of(UUID incident, String kind) {
    return database.read(
        h ->
            h.createQuery("select * from audit where incident = :i and kind = :k order by seq")
                .bind("i", incident)
                .bind("k", kind)
                .map((r, c) -> entry(r))
                .list());
  }

  /**
   * Entries of some kinds after a number, oldest first. Reads all from there on: for what is rarely
   * done.
   */
  public List<Entry> ofKinds(Collection<String> kinds, long after) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from audit where seq > :after and kind in (<kinds>) order by seq")
                .bind("after", after)
                .bindList("kinds", List.copyOf(kinds))
                .map((r, c) -> entry(r))
                .list());
  }

  /** The data of entries of some kinds that are written and not yet sealed, oldest first. */
  public List<String> waiting(Collection<String> kinds) {
    return database
        .read(
            h ->
                h.createQuery("select entries from audit_pending order by id")
                    .mapTo(String.class)
                    .list())
        .stream()
        .flatMap(row -> Unsealed.read(row).stream())
        .filter(u -> kinds.contains(u.kind()))
        .map(Unsealed::data)
        .toList();
  }

  /** Number of the newest entry, 0 when there is none. */
  public long last() {
    return database.read(
        h -> h.createQuery("select coalesce(max(seq), 0) from audit").mapTo(Long.class).one());
  }

  /**
   * What shows that an entry is in the tree of a size.
   *
   * @param seq at least 1, at most size
   * @return hashes in lower-case hex, from the leaf's sister upwards
   */
  public List<String> inclusion(long seq, long size) {
    return hex(database.read(h -> new Tree(new Leaves(h)).inclusion(seq - 1, size)));
  }

  /**
   * {@link #inclusion(long, long)} for several entries, in their order; cheaper than one by one.
   */
  public List<List<String>> inclusion(List<Long> seqs, long size) {
    return database.read(
        h -> {
          Tree tree = new Tree(new Remembered(new Leaves(h)));
          return seqs.stream().map(seq -> hex(tree.inclusion(seq - 1, size))).toList();
        });
  }

  /**
   * What shows that the tree of a size begins with that of a smaller one.
   *
   * @param from at least 1, at most to
   * @return hashes in lower-case hex
   */
  public List<String> consistency(long from, long to) {
    return hex(database.read(h -> new Tree(new Leaves(h)).consistency(from, to)));
  }

  /** The root of the tree as it was at a size, in lower-case hex. */
  public String root(long size) {
    return Hashes.hex(database.read(h -> new Tree(new Leaves(h)).root(size)));
  }

  private static List<String> hex(List<byte[]> hashes) {
    return hashes.stream().map(Hashes::hex).toList();
  }

  /** How many entries are written and not yet sealed. */
  public long waiting() {
    return database.read(
        h -> h.createQuery("select count(*) from audit_pending").mapTo(Long.class).one());
  }

  /** Recomputes every hash, and the root of every signed head, from the first entry on. */
  public Verification verify() {
    return database.inTransaction(h -> new Recount(h).run());
  }

  static Entry entry(ResultSet r) throws SQLException {
    return new Entry(
        r.getLong("seq"),
        Rows.instant(r, "at"),
        r.getString("actor"),
        r.getString("kind"),
        Rows.maybeUuid(r, "incident"),
        r.getString("data"),
        r.getString("hash"));
  }
}
