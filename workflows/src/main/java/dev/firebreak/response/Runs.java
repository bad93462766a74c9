package dev.firebreak.response;

import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of runs. */
public final class Runs {
  private final Database database;

  public Runs(Database database) {
    this.database = database;
  }

  /**
   * One run of a playbook.
   *
   * @param state RUNNING, STUCK (needs a person, see problem), COMPLETED or CANCELLED
   */
  public record Run(
      String id,
      UUID incident,
      String playbook,
      String versionId,
      String state,
      Optional<String> problem,
      Instant startedAt,
      Optional<Instant> endedAt) {
    boolean going() {
      return state.equals("RUNNING") || state.equals("STUCK");
    }
  }

  void insert(Run r) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "insert into run (id, incident, playbook, version_id, state, problem,"
                        + " started_at, ended_at) values (:id, :incident, :playbook, :version,"
                        + " :state, :problem, :started, :ended::timestamptz)")
                .bind("id", r.id())
                .bind("incident", r.incident())
                .bind("playbook", r.playbook())
                .bind("version", r.versionId())
                .bind("state", r.state())
                .bind("problem", r.problem().orElse(null))
                .bind("started", Rows.at(r.startedAt()))
                .bind("ended", r.endedAt().map(Rows::at).orElse(null))
                .execute());
  }

  void completed(String id, Instant at) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "update run set state = 'COMPLETED', ended_at = :at where id = :id and state <>"
                        + " 'CANCELLED'")
                .bind("at", Rows.at(at))
                .bind("id", id)
                .execute());
  }

  /** Marks a run as needing a person. */
  public void stuck(String id, String problem) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "update run set state = 'STUCK', problem = :p where id = :id and state in"
                        + " ('RUNNING', 'STUCK')")
                .bind("p", problem.length() > 2_000 ? problem.substring(0, 2_000) : problem)
                .bind("id", id)
                .execute());
  }

  /** A person has taken the problem on. */
  public void going(String id) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "update run set state = 'RUNNING', problem = null where id = :id and state ="
                        + " 'STUCK'")
                .bind("id", id)
                .execute());
  }

  public Optional<Run> find(String id) {
    return database.read(
        h ->
            h.createQuery("select * from run where id = :id")
                .bind("id", id)
                .map((r, c) -> run(r))
                .findOne());
  }

  public List<Run> ofIncident(UUID incident) {
    return database.read(
        h ->
            h.createQuery("select * from run where incident = :i order by started_at")
                .bind("i", incident)
                .map((r, c) -> run(r))
                .list());
  }

  /** Incidents with a run of a playbook that began since an instant and has ended, oldest first. */
  public List<UUID> endedSince(String playbook, Instant since, int limit) {
    return database.read(
        h ->
            h.createQuery(
                    "select incident from run where playbook = :p and state = 'COMPLETED' and"
                        + " started_at >= :since group by incident order by min(started_at) limit"
                        + " :n")
                .bind("p", playbook)
                .bind("since", Rows.at(since))
                .bind("n", limit)
                .mapTo(UUID.class)
                .list());
  }

  /** The newest run of a playbook that ended. */
  public Optional<Run> newestEnded(String playbook) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from run where playbook = :p and state = 'COMPLETED' order by"
                        + " started_at desc limit 1")
                .bind("p", playbook)
                .map((r, c) -> run(r))
                .findOne());
  }

  public List<Run> stuck(int limit) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from run where state = 'STUCK' order by started_at desc limit :n")
                .bind("n", limit)
                .map((r, c) -> run(r))
                .list());
  }

  /** How many runs of one version are under way, and how many of these need a person. */
  public record Count(String versionId, String playbook, int going, int stuck) {}

  /** Of every version that has runs under way. */
  public List<Count> underWay() {
    return database.read(
        h ->
            h.createQuery(
                    "select version_id, playbook, count(*) going, count(*) filter (where state ="
                        + " 'STUCK') stuck from run where state in ('RUNNING', 'STUCK') group by 1,"
                        + " 2")
                .map(
                    (r, c) ->
                        new Count(
                            r.getString("version_id"),
                            r.getString("playbook"),
                            r.getInt("going"),
                            r.getInt("stuck")))
                .list());
  }

  /** A run goes on as another version of its playbook. */
  public void moved(String id, String versionId) {
    database.inTransaction(
        h ->
            h.createUpdate("update run set version_id = :v where id = :id")
                .bind("v", versionId)
                .bind("id", id)
                .execute());
  }

  /** Notes something once; false when it was noted before. */
  boolean once(String key, Instant at) {
    return database.inTransaction(
        h ->
            h.createUpdate("insert into notice (key, at) values (:k, :at) on conflict do nothing")
                    .bind("k", key)
                    .bind("at", Rows.at(at))
                    .execute()
                == 1);
  }

  static Run run(ResultSet r) throws SQLException {
    return new Run(
        r.getString("id"),
        Rows.uuid(r, "incident"),
        r.getString("playbook"),
        r.getString("version_id"),
        r.getString("state"),
        Rows.maybe(r, "problem"),
        Rows.instant(r, "started_at"),
        Rows.maybeInstant(r, "ended_at"));
  }
}
