package dev.firebreak.playbook;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Role;
import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Drafts, one a person and playbook. A save names the revision that it replaces, so that what
 * another window has saved in between is not lost. A draft may be broken; only handing it in is
 * checked. Safe for all threads.
 */
public final class Drafts {
  private static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST_TEXT = 2_000;

  private final Database database;
  private final Audit audit;
  private final Clock clock;

  public Drafts(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** What is to be saved. */
  public record Drawn(byte[] content, Optional<Integer> basedOn, String comment, String tab) {}

  public Optional<Draft> find(String playbook, String author) {
    return database.read(
        h ->
            h.createQuery("select * from playbook_draft where playbook = :p and author = :a")
                .bind("p", playbook)
                .bind("a", author)
                .map((r, c) -> draft(r))
                .findOne());
  }

  /** Everybody's, of all playbooks. */
  public List<Draft> all() {
    return database.read(
        h ->
            h.createQuery("select * from playbook_draft order by playbook, author")
                .map((r, c) -> draft(r))
                .list());
  }

  /**
   * Saves the caller's draft.
   *
   * @param replaces the revision that he has seen; empty for a new draft
   * @throws NotDone STALE with the newer draft, when that is not the one there is
   */
  public Draft save(String playbook, Drawn drawn, Optional<Long> replaces, Caller by) {
    by.demand(Role.AUTHOR);
    check(playbook, drawn);
    int done = database.inTransaction(h -> written(h, playbook, drawn, replaces, by.subject()));
    Optional<Draft> now = find(playbook, by.subject());
    if (done == 0) {
      throw stale(playbook, now);
    }
    return now.orElseThrow(() -> stale(playbook, Optional.empty()));
  }

  /** How many drafts were; the first save of one is recorded, as an act of its author. */
  private int written(Handle h, String playbook, Drawn d, Optional<Long> replaces, String by) {
    int done =
        h.createUpdate(replaces.isEmpty() ? INSERT : UPDATE)
            .bind("p", playbook)
            .bind("a", by)
            .bind("content", d.content())
            .bind("based", d.basedOn().orElse(null))
            .bind("comment", d.comment())
            .bind("at", Rows.at(clock.instant()))
            .bind("tab", d.tab())
            .bind("old", replaces.orElse(0L))
            .execute();
    if (done == 1 && replaces.isEmpty()) {
      record(by, "playbook.draft-begun", playbook);
    }
    return done;
  }

  private void record(String by, String kind, String playbook) {
    audit.record(by, kind, Optional.empty(), Map.of("playbook", playbook));
  }

  private static final String INSERT =
      "insert into playbook_draft (playbook, author, content, based_on, comment, revision,"
          + " saved_at, tab) select :p, :a, :content, :based::integer, :comment,"
          + " nextval('playbook_draft_revision'), :at, :tab where :old = 0 on conflict do nothing";

  private static final String UPDATE =
      "update playbook_draft set content = :content, based_on = coalesce(:based::integer,"
          + " based_on), comment = :comment, revision = nextval('playbook_draft_revision'),"
          + " saved_at = :at, tab = :tab where playbook = :p and author = :a and revision = :old";

  private static void check(String playbook, Drawn drawn) {
    if (!Kind.isName(playbook)) {
      throw NotDone.malformed(
          "a playbook's name has letters, digits, '-' and '_', begins with a letter, and is at most"
              + " 64 long");
    }
    if (drawn.content().length == 0 || drawn.content().length > MOST_BYTES) {
      throw NotDone.malformed(
          "a file has 1 to " + MOST_BYTES + " bytes, got " + drawn.content().length);
    }
    if (drawn.comment().length() > LONGEST_TEXT || drawn.tab().length() > 100) {
      throw NotDone.malformed("a comment has at most " + LONGEST_TEXT + " characters");
    }
  }

  private static NotDone stale(String playbook, Optional<Draft> now) {
    return NotDone.stale(
        now.map(
                d ->
                    "your draft of '"
                        + playbook
                        + "' was saved at "
                        + d.savedAt()
                        + " by "
                        + d.author()
                        + (d.tab().isEmpty() ? "" : " in the window " + d.tab())
                        + "; compare, then save over it by its ETag")
            .orElse("there is no draft of '" + playbook + "' any more; save it as a new one"),
        now);
  }

  /**
   * Drops the caller's draft.
   *
   * @return whether there was one
   * @throws NotDone STALE when it is another revision
   */
  public boolean delete(String playbook, Optional<Long> revision, Caller by) {
    by.demand(Role.AUTHOR);
    return database.inTransaction(
        h -> {
          boolean dropped = take(playbook, revision, by);
          if (dropped) {
            record(by.subject(), "playbook.draft-dropped", playbook);
          }
          return dropped;
        });
  }

  /** {@link #delete} of what goes on as a version. */
  boolean take(String playbook, Optional<Long> revision, Caller by) {
    return database.inTransaction(
        h -> {
          Optional<Draft> now = find(playbook, by.subject());
          if (now.isEmpty()) {
            return false;
          }
          if (revision.filter(r -> r != now.get().revision()).isPresent()) {
            throw stale(playbook, now);
          }
          return h.createUpdate(
                      "delete from playbook_draft where playbook = :p and author = :a and revision"
                          + " = :r")
                  .bind("p", playbook)
                  .bind("a", by.subject())
                  .bind("r", now.get().revision())
                  .execute()
              == 1;
        });
  }

  private static Draft draft(ResultSet r) throws SQLException {
    return new Draft(
        r.getString("playbook"),
        r.getString("author"),
        r.getBytes("content"),
        PlaybookVersions.maybeInt(r, "based_on"),
        r.getString("comment"),
        r.getLong("revision"),
        Rows.instant(r, "saved_at"),
        r.getString("tab"));
  }
}
