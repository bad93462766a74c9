package dev.firebreak.incident;

import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What people write down about an incident. A note is never changed: who erred writes another. */
public final class Notes {
  /** Longest text, in characters. */
  public static final int LONGEST = 4_000;

  private static final int MOST = 500;

  private final Database database;
  private final Audit audit;
  private final Clock clock;

  public Notes(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** One note; {@code author} is the subject of an account. */
  public record Note(UUID id, UUID incident, String author, String text, Instant at) {
    public Note {
      if (text.isBlank() || text.length() > LONGEST) {
        throw new IllegalArgumentException(
            "a note has 1 to " + LONGEST + " characters, got " + text.length());
      }
    }
  }

  /**
   * Writes a note down, in the audit trail too.
   *
   * @throws IllegalArgumentException when the text is blank or too long
   */
  public Note add(UUID incident, String author, String text) {
    Note note =
        new Note(
            UUID.randomUUID(),
            incident,
            author,
            text.replace('\0', '\uFFFD'),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    return database.inTransaction(
        h -> {
          h.createUpdate(
                  "insert into note (id, incident, author, text, at) values (:id, :incident,"
                      + " :author, :text, :at)")
              .bind("id", note.id())
              .bind("incident", incident)
              .bind("author", author)
              .bind("text", note.text())
              .bind("at", Rows.at(note.at()))
              .execute();
          audit.record(
              author,
              "note.added",
              Optional.of(incident),
              Map.of("note", note.id().toString(), "text", note.text()));
          return note;
        });
  }

  /** Oldest first; of more than 500 the newest. */
  public List<Note> of(UUID incident) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from (select * from note where incident = :i order by at desc limit"
                        + " :n) newest order by at")
                .bind("i", incident)
                .bind("n", MOST)
                .map(
                    (r, c) ->
                        new Note(
                            Rows.uuid(r, "id"),
                            Rows.uuid(r, "incident"),
                            r.getString("author"),
                            r.getString("text"),
                            Rows.instant(r, "at")))
                .list());
  }
}
