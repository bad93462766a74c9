package dev.firebreak.playbook;

import dev.firebreak.connector.Json;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The tables of versions, what became of them, and releases. Answers who wrote and who released
 * what. Safe for all threads.
 */
public final class PlaybookVersions {
  private static final String SELECT =
      "select v.*, w.state, w.decided_by, w.decided_at, w.decision from playbook_version v"
          + " join playbook_review w using (playbook, version)";

  private final Database database;

  public PlaybookVersions(Database database) {
    this.database = database;
  }

  /** Names of everything that has a version. */
  public List<String> names() {
    return database.read(
        h ->
            h.createQuery("select distinct playbook from playbook_version order by 1")
                .mapTo(String.class)
                .list());
  }

  /** Newest first. */
  public List<Version> of(String playbook) {
    return database.read(
        h ->
            h.createQuery(SELECT + " where playbook = :p order by version desc")
                .bind("p", playbook)
                .map((r, c) -> version(r))
                .list());
  }

  public Optional<Version> find(String playbook, int version) {
    return database.read(
        h ->
            h.createQuery(SELECT + " where playbook = :p and version = :v")
                .bind("p", playbook)
                .bind("v", version)
                .map((r, c) -> version(r))
                .findOne());
  }

  /** The newest version with these bytes. */
  Optional<Version> find(String playbook, String sha256) {
    return database.read(
        h ->
            h.createQuery(
                    SELECT + " where playbook = :p and sha256 = :s order by version desc limit 1")
                .bind("p", playbook)
                .bind("s", sha256)
                .map((r, c) -> version(r))
                .findOne());
  }

  /** Handed in and not decided, oldest first. */
  public List<Version> waiting() {
    return database.read(
        h ->
            h.createQuery(SELECT + " where w.state = 'SUBMITTED' order by v.created_at")
                .map((r, c) -> version(r))
                .list());
  }

  /** The release in force. */
  public Optional<Release> live(String playbook) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from playbook_release where playbook = :p order by id desc limit 1")
                .bind("p", playbook)
                .map((r, c) -> release(r))
                .findOne());
  }

  /** Oldest first. */
  public List<Release> releases(String playbook) {
    return database.read(
        h ->
            h.createQuery("select * from playbook_release where playbook = :p order by id")
                .bind("p", playbook)
                .map((r, c) -> release(r))
                .list());
  }

  /** Grows with every release of anything, on any node. */
  long newestRelease() {
    return database.read(
        h ->
            h.createQuery("select coalesce(max(id), 0) from playbook_release")
                .mapTo(Long.class)
                .one());
  }

  /** Subjects who released a version with these bytes, ever. */
  public Set<String> releasers(String playbook, String sha256) {
    return database.read(
        h ->
            subjects(
                h,
                "select distinct r.released_by from playbook_release r join playbook_version v"
                    + " using (playbook, version) where playbook = :a and v.sha256 = :b",
                playbook,
                sha256));
  }

  /** Subjects whose changes are in a version with these bytes, as far back as nobody released. */
  public Set<String> authors(String playbook, String sha256) {
    return database.read(
        h ->
            subjects(
                h,
                "select distinct jsonb_array_elements_text(contributors) from playbook_version"
                    + " where playbook = :a and sha256 = :b",
                playbook,
                sha256));
  }

  /** {@link #releasers} of what the engine knows by this id. */
  public Set<String> releasersOf(String engineVersion) {
    return ofEngine(engineVersion, this::releasers);
  }

  /** {@link #authors} of what the engine knows by this id. */
  public Set<String> authorsOf(String engineVersion) {
    return ofEngine(engineVersion, this::authors);
  }

  private interface Asked {
    Set<String> of(String playbook, String sha256);
  }

  private Set<String> ofEngine(String engineVersion, Asked asked) {
    return byEngine(engineVersion).map(v -> asked.of(v.playbook(), v.sha256())).orElse(Set.of());
  }

  /** What the engine knows by this id. */
  public Optional<Version> byEngine(String engineVersion) {
    return database.read(
        h ->
            h.createQuery(
                    SELECT
                        + " join playbook_deployment d using (playbook, version) where"
                        + " d.engine_version = :e")
                .bind("e", engineVersion)
                .map((r, c) -> version(r))
                .findOne());
  }

  /** Ids by which the engine knows a version. */
  public List<String> engineVersions(String playbook, int version) {
    return database.read(
        h ->
            h.createQuery(
                    "select engine_version from playbook_deployment where playbook = :p and version"
                        + " = :v")
                .bind("p", playbook)
                .bind("v", version)
                .mapTo(String.class)
                .list());
  }

  void deployed(Version v, String engineVersion) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "insert into playbook_deployment (engine_version, playbook, version) values"
                        + " (:e, :p, :v) on conflict do nothing")
                .bind("e", engineVersion)
                .bind("p", v.playbook())
                .bind("v", v.version())
                .execute());
  }

  private static Set<String> subjects(Handle h, String sql, String a, String b) {
    return h.createQuery(sql).bind("a", a).bind("b", b).mapTo(String.class).stream()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Until the transaction ends, nobody else changes anything of this playbook. */
  void lock(String playbook) {
    database.inTransaction(
        h ->
            h.createQuery("select pg_advisory_xact_lock(hashtextextended('playbook ' || :p, 0))")
                .bind("p", playbook)
                .map((r, c) -> true)
                .one());
  }

  /** What is known of a new version before it has a number. */
  record New(
      String playbook,
      byte[] content,
      String author,
      Set<String> contributors,
      Instant at,
      String comment,
      Version.Origin origin,
      Optional<String> commit,
      Optional<Integer> basedOn) {}

  /** Adds a version, handed in and not decided; under {@link #lock}. */
  Version add(New n) {
    return database.inTransaction(
        h -> {
          int number =
              h.createQuery(
                      "select coalesce(max(version), 0) + 1 from playbook_version where playbook ="
                          + " :p")
                  .bind("p", n.playbook())
                  .mapTo(Integer.class)
                  .one();
          insert(h, n, number);
          h.createUpdate(
                  "insert into playbook_review (playbook, version, state, submitted_by,"
                      + " submitted_at) values (:p, :v, 'SUBMITTED', :by, :at)")
              .bind("p", n.playbook())
              .bind("v", number)
              .bind("by", n.author())
              .bind("at", Rows.at(n.at()))
              .execute();
          return find(n.playbook(), number).orElseThrow();
        });
  }

  private static void insert(Handle h, New n, int number) {
    h.createUpdate(
            "insert into playbook_version (playbook, version, kind, sha256, content, author,"
                + " contributors, created_at, comment, origin, commit_id, based_on) values (:p, :v,"
                + " :kind, :sha, :content, :author, :contributors::jsonb, :at, :comment, :origin,"
                + " :commit, :based::integer)")
        .bind("p", n.playbook())
        .bind("v", number)
        .bind("kind", Kind.of(n.playbook()).name())
        .bind("sha", sha256(n.content()))
        .bind("content", n.content())
        .bind("author", n.author())
        .bind("contributors", Json.write(n.contributors().stream().sorted().toList()))
        .bind("at", Rows.at(n.at()))
        .bind("comment", n.comment())
        .bind("origin", n.origin().name())
        .bind("commit", n.commit().orElse(null))
        .bind("based", n.basedOn().orElse(null))
        .execute();
  }

  void decide(Version v, Version.State state, String by, Instant at, String decision) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "update playbook_review set state = :s, decided_by = :by, decided_at = :at,"
                        + " decision = :d where playbook = :p and version = :v")
                .bind("s", state.name())
                .bind("by", by)
                .bind("at", Rows.at(at))
                .bind("d", decision)
                .bind("p", v.playbook())
                .bind("v", v.version())
                .execute());
  }

  void addRelease(
      Version v,
      Release.How how,
      String by,
      Instant at,
      String comment,
      Optional<Integer> replaced) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "insert into playbook_release (playbook, version, how, released_by,"
                        + " released_at, comment, replaced) values (:p, :v, :how, :by, :at,"
                        + " :comment, :replaced::integer)")
                .bind("p", v.playbook())
                .bind("v", v.version())
                .bind("how", how.name())
                .bind("by", by)
                .bind("at", Rows.at(at))
                .bind("comment", comment)
                .bind("replaced", replaced.orElse(null))
                .execute());
  }

  private static Version version(ResultSet r) throws SQLException {
    byte[] content = r.getBytes("content");
    String sha256 = r.getString("sha256");
    if (!sha256(content).equals(sha256)) {
      throw new IllegalStateException(
          r.getString("playbook")
              + " version "
              + r.getInt("version")
              + " is not what was handed in: it was changed in the database");
    }
    return new Version(
        r.getString("playbook"),
        r.getInt("version"),
        sha256,
        content,
        r.getString("author"),
        Set.copyOf(Rows.strings(r, "contributors")),
        Rows.instant(r, "created_at"),
        r.getString("comment"),
        Version.Origin.valueOf(r.getString("origin")),
        Rows.maybe(r, "commit_id"),
        maybeInt(r, "based_on"),
        Version.State.valueOf(r.getString("state")),
        Rows.maybe(r, "decided_by"),
        Rows.maybeInstant(r, "decided_at"),
        Rows.maybe(r, "decision"));
  }

  private static Release release(ResultSet r) throws SQLException {
    return new Release(
        r.getLong("id"),
        r.getString("playbook"),
        r.getInt("version"),
        Release.How.valueOf(r.getString("how")),
        r.getString("released_by"),
        Rows.instant(r, "released_at"),
        r.getString("comment"),
        maybeInt(r, "replaced"));
  }

  static Optional<Integer> maybeInt(ResultSet r, String column) throws SQLException {
    int value = r.getInt(column);
    return r.wasNull() ? Optional.empty() : Optional.of(value);
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A file as text; the gate lets UTF-8 through alone. */
  static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
