package dev.firebreak.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.action.Approvals.Approval;
import dev.firebreak.action.Approvals.Vote;
import dev.firebreak.alert.Severity;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Preview;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tables of approvals and votes. */
public final class ApprovalTable {
  private final Database database;

  public ApprovalTable(Database database) {
    this.database = database;
  }

  void insert(Approval a) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "insert into approval (id, action, incident, needed, group_name, quorum, state,"
                        + " rule, reason, binding, on_timeout, severity, escalation,"
                        + " fresh_sign_in, asked_at, expires_at) values"
                        + " (:id, :action, :incident, :needed, :g, :q, 'OPEN', :rule, :reason,"
                        + " :binding, :ot, :severity, :to, :fresh, :asked, :expires)")
                .bind("id", a.id())
                .bind("action", a.action())
                .bind("incident", a.incident())
                .bind("needed", a.needed())
                .bind("g", a.group())
                .bind("q", a.quorum().toString())
                .bind("rule", a.rule())
                .bind("reason", a.reason())
                .bind("binding", a.binding())
                .bind("ot", a.onTimeout().name())
                .bind("severity", a.severity().ocsfId())
                .bind("to", a.escalation().toString())
                .bind("fresh", a.freshSignIn().map(Duration::toString).orElse(null))
                .bind("asked", Rows.at(a.askedAt()))
                .bind("expires", Rows.at(a.expiresAt()))
                .execute());
  }

  void insert(UUID approval, Vote v) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "insert into vote (approval, subject, vote, comment, at, groups, means,"
                        + " signed_in_at, seen, seen_sha256, seen_named, signature) values (:a, :s,"
                        + " :v, :c, :at, :g::jsonb, :m, :in::timestamptz, :seen, :sha, :named,"
                        + " :sig)")
                .bind("a", approval)
                .bind("s", v.subject())
                .bind("v", v.vote())
                .bind("c", v.comment())
                .bind("at", Rows.at(v.at()))
                .bind("g", Json.write(v.groups()))
                .bind("m", v.means())
                .bind("in", v.signedInAt().map(Rows::at).orElse(null))
                .bind("seen", v.seen().map(Approvals.Seen::text).orElse(null))
                .bind("sha", v.seen().map(Approvals.Seen::sha256).orElse(null))
                .bind("named", v.seen().map(Approvals.Seen::named).orElse(false))
                .bind("sig", v.signature().orElse(null))
                .execute());
  }

  void close(UUID id, String state, Instant at) {
    database.inTransaction(
        h ->
            h.createUpdate("update approval set state = :s, closed_at = :at where id = :id")
                .bind("s", state)
                .bind("at", Rows.at(at))
                .bind("id", id)
                .execute());
  }

  void escalate(UUID id, int level, Instant until) {
    database.inTransaction(
        h ->
            h.createUpdate("update approval set level = :l, expires_at = :e where id = :id")
                .bind("l", level)
                .bind("e", Rows.at(until))
                .bind("id", id)
                .execute());
  }

  /** Notes what a rehearsal said, while people still decide. */
  void preview(UUID id, Preview preview) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "update approval set preview = :p::jsonb where id = :id and state = 'OPEN' and"
                        + " preview is null")
                .bind("p", Json.write(preview))
                .bind("id", id)
                .execute());
  }

  Optional<Approval> find(UUID id) {
    return one("select * from approval where id = :id", id);
  }

  /** Held until the transaction ends. Lock the action before: everybody does so in this order. */
  Optional<Approval> lock(UUID id) {
    return one("select * from approval where id = :id for update", id);
  }

  private Optional<Approval> one(String sql, UUID id) {
    return database
        .read(h -> h.createQuery(sql).bind("id", id).map((r, c) -> approval(r)).findOne())
        .map(a -> a.with(votes(a.id())));
  }

  /** The newest that was asked about an action. */
  Optional<Approval> ofAction(String action) {
    return database
        .read(
            h ->
                h.createQuery(
                        "select * from approval where action = :a order by asked_at desc limit 1")
                    .bind("a", action)
                    .map((r, c) -> approval(r))
                    .findOne())
        .map(a -> a.with(votes(a.id())));
  }

  List<Approval> list(boolean openOnly, int limit) {
    return withVotes(
        database.read(
            h ->
                h.createQuery(
                        "select * from approval where not :o or state = 'OPEN' order by asked_at"
                            + " desc limit :n")
                    .bind("o", openOnly)
                    .bind("n", limit)
                    .map((r, c) -> approval(r))
                    .list()));
  }

  List<Approval> ofIncident(UUID incident) {
    return withVotes(
        database.read(
            h ->
                h.createQuery("select * from approval where incident = :i order by asked_at")
                    .bind("i", incident)
                    .map((r, c) -> approval(r))
                    .list()));
  }

  List<UUID> openOf(String action) {
    return database.read(
        h ->
            h.createQuery("select id from approval where action = :a and state = 'OPEN'")
                .bind("a", action)
                .mapTo(UUID.class)
                .list());
  }

  List<UUID> due(Instant now) {
    return database.read(
        h ->
            h.createQuery(
                    "select id from approval where state = 'OPEN' and expires_at <= :now limit 200")
                .bind("now", Rows.at(now))
                .mapTo(UUID.class)
                .list());
  }

  private List<Approval> withVotes(List<Approval> found) {
    return found.stream().map(a -> a.with(votes(a.id()))).toList();
  }

  private List<Vote> votes(UUID approval) {
    return database.read(
        h ->
            h.createQuery("select * from vote where approval = :a order by at")
                .bind("a", approval)
                .map((r, c) -> vote(r))
                .list());
  }

  private static Vote vote(ResultSet r) throws SQLException {
    Optional<String> text = Rows.maybe(r, "seen");
    Optional<String> sha256 = Rows.maybe(r, "seen_sha256");
    boolean named = r.getBoolean("seen_named");
    return new Vote(
        r.getString("subject"),
        r.getString("vote"),
        r.getString("comment"),
        Rows.instant(r, "at"),
        new LinkedHashSet<>(Rows.strings(r, "groups")),
        r.getString("means"),
        Rows.maybeInstant(r, "signed_in_at"),
        text.flatMap(t -> sha256.map(s -> new Approvals.Seen(t, s, named))),
        Rows.maybe(r, "signature"));
  }

  private static Approval approval(ResultSet r) throws SQLException {
    Optional<JsonNode> preview =
        Rows.maybe(r, "preview").isEmpty()
            ? Optional.empty()
            : Optional.of(Rows.json(r, "preview"));
    return new Approval(
        Rows.uuid(r, "id"),
        r.getString("action"),
        Rows.uuid(r, "incident"),
        r.getInt("needed"),
        r.getString("group_name"),
        r.getString("state"),
        r.getString("rule"),
        r.getString("reason"),
        r.getString("binding"),
        Policy.OnTimeout.valueOf(r.getString("on_timeout")),
        Rows.instant(r, "asked_at"),
        Rows.instant(r, "expires_at"),
        r.getInt("level"),
        Rows.maybeInstant(r, "closed_at"),
        List.of(),
        Quorum.read(r.getString("quorum")),
        Severity.ofOcsf(r.getInt("severity")),
        Escalation.read(r.getString("escalation")),
        Rows.maybe(r, "fresh_sign_in").map(Duration::parse),
        preview);
  }
}
