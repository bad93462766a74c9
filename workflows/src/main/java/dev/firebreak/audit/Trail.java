package dev.firebreak.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.result.ResultIterator;

/** Reads the sealed trail. */
public final class Trail {
  private static final int MOST_PROBLEMS = 100;

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

  /** Everything about one incident, oldest first. */
  public List<Entry> of(UUID incident) {
    return database.read(
        h ->
            h.createQuery("select * from audit where incident = :i order by seq")
                .bind("i", incident)
                .map((r, c) -> entry(r))
                .list());
  }

  /** Number of the newest entry, 0 when there is none. */
  public long last() {
    return database.read(
        h -> h.createQuery("select coalesce(max(seq), 0) from audit").mapTo(Long.class).one());
  }

  /**
   * What a check of the whole chain found.
   *
   * @param entries how many were read
   * @param waiting written but not yet sealed
   * @param head hash of the newest; note it down elsewhere, since someone who may change the table
   *     may also rebuild it
   * @param problems a sentence each, the first hundred
   */
  public record Verification(long entries, long waiting, String head, List<String> problems) {
    @JsonProperty("ok")
    public boolean ok() {
      return problems.isEmpty();
    }
  }

  /** Recomputes every hash and link from the first entry on. */
  public Verification verify() {
    return database.inTransaction(
        h -> {
          List<String> problems = new ArrayList<>();
          String previous = Entry.GENESIS;
          long expected = 0;
          try (ResultIterator<Entry> all =
              h.createQuery("select * from audit order by seq")
                  .setFetchSize(1_000)
                  .map((r, c) -> entry(r))
                  .iterator()) {
            while (all.hasNext()) {
              Entry e = all.next();
              expected++;
              check(e, expected, previous, problems);
              expected = e.seq();
              previous = e.hash();
            }
          }
          long waiting =
              h.createQuery(
                      "select coalesce(sum(json_array_length(entries::json)), 0) from audit_pending")
                  .mapTo(Long.class)
                  .one();
          return new Verification(expected, waiting, previous, problems);
        });
  }

  private static void check(Entry e, long expected, String previous, List<String> problems) {
    if (problems.size() >= MOST_PROBLEMS) {
      return;
    }
    if (e.seq() != expected) {
      problems.add("entries " + expected + " to " + (e.seq() - 1) + " are missing");
    } else if (!e.previous().equals(previous)) {
      problems.add("entry " + e.seq() + " does not follow the one before it: its link is broken");
    }
    if (!e.intact()) {
      problems.add(
          "entry "
              + e.seq()
              + " was changed after it was sealed: its hash does not fit its content");
    }
  }

  private static Entry entry(ResultSet r) throws SQLException {
    return new Entry(
        r.getLong("seq"),
        Rows.instant(r, "at"),
        r.getString("actor"),
        r.getString("kind"),
        Rows.maybeUuid(r, "incident"),
        r.getString("data"),
        r.getString("previous"),
        r.getString("hash"));
  }
}
