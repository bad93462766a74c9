package dev.firebreak.audit;

import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Signed heads, and the keys that sign them; each node of an installation has one of its own. */
public final class Heads {
  private final Database database;
  private final SigningKey key;
  private final Clock clock;

  public Heads(Database database, SigningKey key, Clock clock) {
    this.database = database;
    this.key = key;
    this.clock = clock;
  }

  /** The key of this node. */
  public VerifyingKey key() {
    return key.open();
  }

  /** The newest head. */
  public Optional<Head> newest() {
    return database.read(Heads::newest);
  }

  static Optional<Head> newest(Handle h) {
    return h.createQuery("select * from audit_head order by size desc limit 1")
        .map((r, c) -> head(r))
        .findOne();
  }

  /** The newest that a key signed, by what the row says. */
  static Optional<Head> newest(Handle h, String key) {
    return h.createQuery("select * from audit_head where key = :k order by size desc limit 1")
        .bind("k", key)
        .map((r, c) -> head(r))
        .findOne();
  }

  /** The smallest head that covers an entry. */
  public Optional<Head> covering(long seq) {
    return database.read(
        h ->
            h.createQuery("select * from audit_head where size >= :s order by size limit 1")
                .bind("s", seq)
                .map((r, c) -> head(r))
                .findOne());
  }

  /** The head of exactly this size. */
  public Optional<Head> of(long size) {
    return covering(size).filter(h -> h.size() == size);
  }

  /** Heads larger than a size, smallest first, at most {@code limit}. */
  public List<Head> after(long size, int limit) {
    return database.read(
        h ->
            h.createQuery("select * from audit_head where size > :s order by size limit :n")
                .bind("s", size)
                .bind("n", limit)
                .map((r, c) -> head(r))
                .list());
  }

  /** Every key that ever signed here, by id; one that cannot be read is left out. */
  public Map<String, VerifyingKey> keys() {
    return database.read(Heads::keys);
  }

  static Map<String, VerifyingKey> keys(Handle h) {
    return h
        .createQuery("select pem from audit_key")
        .map((r, c) -> readable(r.getString(1)))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .collect(Collectors.toMap(VerifyingKey::id, k -> k, (a, b) -> a));
  }

  private static Optional<VerifyingKey> readable(String pem) {
    try {
      return Optional.of(VerifyingKey.read(pem));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes this node's key known; the first time it is itself an entry of the trail, so a key that
   * is slipped in shows.
   */
  public void introduce(Audit audit) {
    VerifyingKey open = key.open();
    database.inTransaction(
        h -> {
          if (publish(h)) {
            audit.record(
                Audit.SYSTEM,
                "audit.key-added",
                Optional.empty(),
                Map.of("key", open.id(), "public", open.pem()));
          }
          return true;
        });
  }

  private boolean publish(Handle h) {
    VerifyingKey open = key.open();
    return h.createUpdate(
                "insert into audit_key (id, pem, added_at) values (:i, :p, :t) on conflict do"
                    + " nothing")
            .bind("i", open.id())
            .bind("p", open.pem())
            .bind("t", Rows.at(clock.instant()))
            .execute()
        == 1;
  }

  /** Signs the tree as it is, in the transaction under way; no head is without its key. */
  Head sign(Handle h, Peaks peaks) {
    publish(h);
    Head head = key.head(peaks.size(), peaks.root(), clock.instant());
    h.createUpdate(
            "insert into audit_head (size, root, at, key, signature) values (:s, :r,"
                + " timestamptz 'epoch' + :m * interval '1 microsecond', :k, :x)")
        .bind("s", head.size())
        .bind("r", head.root())
        .bind("m", Entry.micros(head.at()))
        .bind("k", head.key())
        .bind("x", head.signature())
        .execute();
    return head;
  }

  /**
   * Signs a document that is no head: its type, a line feed and its bytes.
   *
   * @param type of letters, digits and dots, so that what is signed never begins as a head does
   * @return Ed25519 in Base64, by {@link #key}
   */
  public String sign(String type, byte[] document) {
    if (!type.matches("[a-z0-9.]{1,64}")) {
      throw new IllegalArgumentException("'" + type + "' is no type of a document");
    }
    byte[] first = (type + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(first, first.length + document.length);
    System.arraycopy(document, 0, all, first.length, document.length);
    return key.sign(all);
  }

  Instant now() {
    return clock.instant();
  }

  static Head head(ResultSet r) throws SQLException {
    return new Head(
        r.getLong("size"),
        r.getString("root"),
        Rows.instant(r, "at"),
        r.getString("key"),
        r.getString("signature"));
  }
}
