package dev.firebreak.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Reversibility;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table of actions. */
public final class ActionTable {
  private static final String INSERT =
      "insert into action (id, incident, run, step, node_id, loop, playbook_version, topic, effect,"
          + " reversibility, target_type, target_id, input, requesters, critical, state, attempts,"
          + " error, owner, requested_at, deadline, lifts, containment, shares, rehearsed, asked)"
          + " values (:id, :incident, :run, :step, :node, :loop, :version, :topic, :effect,"
          + " :reversibility, :ttype, :tid, :input::jsonb, :requesters::jsonb, :critical, :state,"
          + " 0, :error, :owner, :requested, :deadline, :lifts, :containment, :shares, :rehearsed,"
          + " :asked) on conflict do nothing";

  private final Database database;

  public ActionTable(Database database) {
    this.database = database;
  }

  /**
   * Inserts new actions.
   *
   * @return those whose id was taken already
   */
  List<ActionRow> insert(List<ActionRow> rows) {
    return database.inTransaction(
        h -> {
          PreparedBatch batch = h.prepareBatch(INSERT);
          for (ActionRow r : rows) {
            bind(batch, r);
            batch.add();
          }
          int[] counts = batch.execute();
          List<ActionRow> taken = new ArrayList<>();
          for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
              taken.add(rows.get(i));
            }
          }
          return taken;
        });
  }

  private static void bind(SqlStatement<?> s, ActionRow r) {
    s.bind("id", r.id())
        .bind("incident", r.incident())
        .bind("run", r.run().orElse(null))
        .bind("step", r.step().orElse(null))
        .bind("node", r.nodeId())
        .bind("loop", r.loop())
        .bind("version", r.playbookVersion())
        .bind("topic", r.topic())
        .bind("effect", r.effect().name())
        .bind("reversibility", r.reversibility().name())
        .bind("ttype", r.target().type().key())
        .bind("tid", r.target().id())
        .bind("input", Json.write(r.input()))
        .bind("requesters", Json.write(r.requesters()))
        .bind("critical", r.critical())
        .bind("state", r.state().name())
        .bind("error", r.error().map(ActionRow.Failure::text).orElse(null))
        .bind("owner", r.owner())
        .bind("requested", Rows.at(r.requestedAt()))
        .bind("deadline", Rows.at(r.deadline()))
        .bind("lifts", r.lifts().orElse(null))
        .bind("containment", r.containment().map(Enum::name).orElse(null))
        .bind("shares", r.shares().orElse(null))
        .bind("rehearsed", r.rehearsed())
        .bind("asked", r.asked());
  }

  /** What a step along the way changed. */
  void progress(
      String id,
      ActionRow.State state,
      int attempts,
      Optional<String> detail,
      Optional<Instant> appliedAt) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "update action set state = :s, attempts = :a, detail = :d, applied_at ="
                        + " coalesce(:at::timestamptz, applied_at), containment = case when"
                        + " containment is null then null when :s in ('APPLIED', 'UNKNOWN') then :s"
                        + " else containment end where id = :id and state in ('REQUESTED',"
                        + " 'APPLIED', 'UNKNOWN')")
                .bind("s", state.name())
                .bind("a", attempts)
                .bind("d", detail.orElse(null))
                .bind("at", appliedAt.map(Rows::at).orElse(null))
                .bind("id", id)
                .execute());
  }

  /** Notes answers of vendors whose outcome is not written yet. */
  void answered(List<Outcome> outcomes) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "update action a set state = 'APPLIED', attempts = v.attempts, output ="
                        + " v.output::jsonb, applied_at = v.at::timestamptz from unnest(:ids,"
                        + " :attempts, :outputs, :ats) v(id, attempts, output, at) where a.id ="
                        + " v.id and a.id in"
                        // Those being written right now need no note, and are not to be waited for.
                        + " (select id from action where id = any(:ids) and state in ('REQUESTED',"
                        + " 'UNKNOWN') for update skip locked)")
                .bindArray("ids", String.class, outcomes.stream().map(o -> o.row().id()).toList())
                .bindArray(
                    "attempts", Integer.class, outcomes.stream().map(Outcome::attempts).toList())
                .bindArray(
                    "outputs",
                    String.class,
                    outcomes.stream().map(o -> Json.write(o.output())).toList())
                .bindArray(
                    "ats",
                    String.class,
                    outcomes.stream().map(o -> o.appliedAt().orElse(o.at()).toString()).toList())
                .execute());
  }

  /**
   * Ends actions.
   *
   * @return those that were still under way, so that each ends once, with the engine's step they
   *     wait at, if they still do
   */
  Map<String, Optional<String>> end(List<Outcome> outcomes, Optional<Instant> nextProbe) {
    return database.inTransaction(
        h -> {
          PreparedBatch batch =
              h.prepareBatch(
                  "update action set state = ?, attempts = ?, detail = ?, output = ?::jsonb, error"
                      + " = ?, applied_at = coalesce(?::timestamptz, applied_at), ended_at = ?,"
                      + " containment = ?, next_probe_at = ?::timestamptz, probed_at ="
                      + " ?::timestamptz, until = ?::timestamptz where id = ? and state in"
                      + " ('REQUESTED', 'APPLIED', 'UNKNOWN')");
          for (Outcome o : outcomes) {
            Optional<ActionRow.Containment> ledger = o.containment();
            // What cannot be undone was done once; there is no state that could drift.
            boolean watch =
                ledger.isPresent()
                    && ledger.get().inForce()
                    && o.row().reversibility() != Reversibility.NO;
            batch
                .bind(0, o.state().name())
                .bind(1, o.attempts())
                .bind(2, o.detail().orElse(null))
                .bind(3, o.output().isNull() ? null : Json.write(o.output()))
                .bind(4, o.error().map(ActionRow.Failure::text).orElse(null))
                .bind(5, o.appliedAt().map(Rows::at).orElse(null))
                .bind(6, Rows.at(o.at()))
                .bind(7, ledger.map(Enum::name).orElse(null))
                .bind(8, watch ? nextProbe.map(Rows::at).orElse(null) : null)
                .bind(9, watch ? Rows.at(o.at()) : null)
                .bind(10, o.until().map(Rows::at).orElse(null))
                .bind(11, o.row().id())
                .add();
          }
          Map<String, Optional<String>> ended = new HashMap<>();
          batch
              .executePreparedBatch("id", "step")
              .map((r, c) -> Map.entry(r.getString("id"), Rows.maybe(r, "step")))
              .forEach(e -> ended.put(e.getKey(), e.getValue()));
          return ended;
        });
  }

  /** Opens a waiting or failed action for the dispatcher. */
  boolean release(
      String id,
      ActionRow.State from,
      String owner,
      Instant deadline,
      Optional<ActionRow.Failure> error) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "update action set state = 'REQUESTED', owner = :o, deadline = :d, error ="
                            + " :e, ended_at = null, applied_at = null where id = :id and state ="
                            + " :from")
                    .bind("o", owner)
                    .bind("d", Rows.at(deadline))
                    .bind("e", error.map(ActionRow.Failure::text).orElse(null))
                    .bind("id", id)
                    .bind("from", from.name())
                    .execute()
                == 1);
  }

  /**
   * Has an action that was not sent wait for people.
   *
   * @return false when it does not wait to be sent any more
   */
  boolean hold(String id) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "update action set state = 'WAITING', asked = true where id = :id and state"
                            + " = 'REQUESTED'")
                    .bind("id", id)
                    .execute()
                == 1);
  }

  /**
   * Cuts actions off from steps that their run has left; what still waits for people is withdrawn.
   */
  List<ActionRow> leave(List<String> steps) {
    return database.inTransaction(
        h ->
            h.createQuery(
                    "update action set step = null, state = case when state = 'WAITING' then"
                        + " 'WITHDRAWN' else state end where step = any(:steps) and state in"
                        + " ('WAITING', 'REQUESTED', 'APPLIED', 'UNKNOWN') returning *")
                .bindArray("steps", String.class, steps)
                .map((r, c) -> row(r))
                .list());
  }

  /** Ends an action that was never sent. */
  void withdrawn(String id, Instant at) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "update action set state = 'WITHDRAWN', ended_at = :at where id = :id and state"
                        + " = 'REQUESTED'")
                .bind("at", Rows.at(at))
                .bind("id", id)
                .execute());
  }

  /**
   * Ends an action that waits for people and that no run waits for.
   *
   * @return whether it did wait
   */
  boolean takeBack(String id, Instant at) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "update action set state = 'WITHDRAWN', ended_at = :at where id = :id and"
                            + " state = 'WAITING' and step is null")
                    .bind("at", Rows.at(at))
                    .bind("id", id)
                    .execute()
                == 1);
  }

  /**
   * The most people that were asked for to put in force what would be lifted.
   *
   * @param lifts the containment's id, where one is named; else whatever the instance holds of the
   *     target
   */
  int peopleBehind(Optional<String> lifts, Target target, String instance) {
    return database.read(
        h ->
            h.createQuery(
                    "select coalesce(max(p.needed), 0) from action a join approval p on p.action ="
                        + " a.id where a.id = :lifts or a.target_type = :t and a.target_id = :id"
                        + " and a.topic like :p and a.containment in ('APPLIED', 'CONFIRMED',"
                        + " 'NOT_HOLDING', 'UNKNOWN')")
                .bind("lifts", lifts.orElse(null))
                .bind("t", target.type().key())
                .bind("id", target.id())
                .bind("p", instance + ".%")
                .mapTo(Integer.class)
                .one());
  }

  public Optional<ActionRow> find(String id) {
    return database.read(
        h ->
            h.createQuery("select * from action where id = :id")
                .bind("id", id)
                .map((r, c) -> row(r))
                .findOne());
  }

  Optional<ActionRow> lock(String id) {
    return database.read(
        h ->
            h.createQuery("select * from action where id = :id for update")
                .bind("id", id)
                .map((r, c) -> row(r))
                .findOne());
  }

  public List<ActionRow> ofIncident(UUID incident) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from action where incident = :i order by requested_at, id limit 2000")
                .bind("i", incident)
                .map((r, c) -> row(r))
                .list());
  }

  /** All of them, however many. */
  public List<ActionRow> allOfIncident(UUID incident) {
    return database.read(
        h ->
            h.createQuery("select * from action where incident = :i order by requested_at, id")
                .bind("i", incident)
                .map((r, c) -> row(r))
                .list());
  }

  public List<ActionRow> ofRun(String run) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from action where run = :r order by requested_at, id limit 2000")
                .bind("r", run)
                .map((r, c) -> row(r))
                .list());
  }

  /** The ledger, newest first. */
  public List<ActionRow> ledger(Optional<String> state, int limit) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from action where containment is not null and (:s::text is null or"
                        + " containment = :s) order by requested_at desc limit :n")
                .bind("s", state.orElse(null))
                .bind("n", limit)
                .map((r, c) -> row(r))
                .list());
  }

  /** Containments that may be in force on a target through an instance. */
  public List<ActionRow> inForceOn(Target target, String instance) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from action where target_type = :t and target_id = :id and topic like"
                        + " :p and containment in ('APPLIED', 'CONFIRMED', 'NOT_HOLDING',"
                        + " 'UNKNOWN')")
                .bind("t", target.type().key())
                .bind("id", target.id())
                .bind("p", instance + ".%")
                .map((r, c) -> row(r))
                .list());
  }

  /**
   * The first action of an incident that does, or did and may still hold, the same to the same
   * target.
   */
  Optional<ActionRow> standing(UUID incident, String topic, Target target) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from action where incident = :i and topic = :topic and target_type ="
                        + " :t and target_id = :id and effect = 'CONTAIN' and shares is null and"
                        + " (containment in ('APPLIED', 'CONFIRMED') or state in ('REQUESTED',"
                        + " 'APPLIED', 'UNKNOWN')) order by requested_at limit 1")
                .bind("i", incident)
                .bind("topic", topic)
                .bind("t", target.type().key())
                .bind("id", target.id())
                .map((r, c) -> row(r))
                .findOne());
  }

  /** Writes what a probe or a lift found about a containment. */
  public boolean ledger(
      String id,
      ActionRow.Containment state,
      Instant at,
      Optional<Instant> nextProbe,
      Optional<String> detail,
      Optional<String> liftedBy,
      Optional<Instant> until) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "update action set containment = :c, probed_at = :at, next_probe_at ="
                            + " :next::timestamptz, detail = coalesce(:d, detail), lifted_by ="
                            + " coalesce(:l, lifted_by), until = coalesce(:u::timestamptz, until)"
                            + " where id = :id and containment <> 'LIFTED'")
                    .bind("c", state.name())
                    .bind("at", Rows.at(at))
                    .bind("next", nextProbe.map(Rows::at).orElse(null))
                    .bind("d", detail.orElse(null))
                    .bind("l", liftedBy.orElse(null))
                    .bind("u", until.map(Rows::at).orElse(null))
                    .bind("id", id)
                    .execute()
                == 1);
  }

  /** Takes containments whose next read-back is due, and sets the next one. */
  public List<ActionRow> dueForProbe(Instant now, Instant next, int limit) {
    return database.inTransaction(
        h ->
            h.createQuery(
                    "update action set next_probe_at = :next where id in (select id from action"
                        + " where next_probe_at <= :now order by next_probe_at limit :n for update"
                        + " skip locked) returning *")
                .bind("next", Rows.at(next))
                .bind("now", Rows.at(now))
                .bind("n", limit)
                .map((r, c) -> row(r))
                .list());
  }

  /**
   * Takes over everything under way that a node owns.
   *
   * @param least no deadline is before this: what could not be done while nobody was there is still
   *     to be done
   */
  List<ActionRow> takeOver(String from, String to, Instant least) {
    return database.inTransaction(
        (Handle h) ->
            h.createQuery(
                    "update action set owner = :to, deadline = greatest(deadline, :least) where"
                        + " owner = :from and state in ('REQUESTED', 'APPLIED', 'UNKNOWN')"
                        + " returning *")
                .bind("to", to)
                .bind("least", Rows.at(least))
                .bind("from", from)
                .map((r, c) -> row(r))
                .list());
  }

  /** Waits of any kind that should have ended before an instant. */
  public List<ActionRow> overdue(Instant before) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from action where state in ('REQUESTED', 'APPLIED', 'UNKNOWN') and"
                        + " deadline < :t limit 200")
                .bind("t", Rows.at(before))
                .map((r, c) -> row(r))
                .list());
  }

  private static JsonNode output(ResultSet r) throws SQLException {
    return r.getString("output") == null ? NullNode.getInstance() : Rows.json(r, "output");
  }

  static ActionRow row(ResultSet r) throws SQLException {
    return new ActionRow(
        r.getString("id"),
        Rows.uuid(r, "incident"),
        Rows.maybe(r, "run"),
        Rows.maybe(r, "step"),
        r.getString("node_id"),
        r.getInt("loop"),
        r.getString("playbook_version"),
        r.getString("topic"),
        Effect.valueOf(r.getString("effect")),
        Reversibility.valueOf(r.getString("reversibility")),
        new Target(TargetType.of(r.getString("target_type")), r.getString("target_id")),
        Rows.json(r, "input"),
        output(r),
        Rows.strings(r, "requesters"),
        r.getBoolean("critical"),
        ActionRow.State.valueOf(r.getString("state")),
        r.getInt("attempts"),
        Rows.maybe(r, "detail"),
        Rows.maybe(r, "error").map(ActionRow.Failure::of),
        r.getString("owner"),
        Rows.instant(r, "requested_at"),
        Rows.instant(r, "deadline"),
        Rows.maybeInstant(r, "applied_at"),
        Rows.maybeInstant(r, "ended_at"),
        Rows.maybe(r, "lifts"),
        Rows.maybe(r, "containment").map(ActionRow.Containment::valueOf),
        Rows.maybeInstant(r, "probed_at"),
        Rows.maybe(r, "lifted_by"),
        Rows.maybe(r, "shares"),
        r.getBoolean("rehearsed"),
        Rows.maybeInstant(r, "until"),
        r.getBoolean("asked"));
  }
}
