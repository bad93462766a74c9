package dev.firebreak.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.firebreak.access.Caller;
import dev.firebreak.audit.Audit;
import dev.firebreak.connector.Json;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks people. An approval is bound to the action, its target, its input and the playbook's
 * version; one person has one vote; who triggered or edited the incident has none; one no ends it;
 * without enough votes in time the policy's choice happens.
 */
public final class Approvals {
  private final Database database;
  private final ActionTable actions;
  private final Dispatcher dispatcher;
  private final Audit audit;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private final String node;

  public Approvals(
      Database database,
      ActionTable actions,
      Dispatcher dispatcher,
      Audit audit,
      ScheduledExecutorService timer,
      Clock clock,
      String node) {
    this.database = database;
    this.actions = actions;
    this.dispatcher = dispatcher;
    this.audit = audit;
    this.timer = timer;
    this.clock = clock;
    this.node = node;
  }

  /** What people are asked. */
  public record Approval(
      UUID id,
      String action,
      UUID incident,
      int needed,
      String group,
      String state,
      String rule,
      String reason,
      String binding,
      Policy.OnTimeout onTimeout,
      Instant askedAt,
      Instant expiresAt,
      boolean escalated,
      Optional<Instant> closedAt,
      List<Vote> votes) {
    public boolean open() {
      return state.equals("OPEN");
    }
  }

  /** One person's answer. */
  public record Vote(String subject, String vote, String comment, Instant at) {}

  /** A vote that does not count, with the reason for the voter. */
  public static final class VoteRefused extends Exception {
    private final boolean forbidden;

    VoteRefused(boolean forbidden, String message) {
      super(message);
      this.forbidden = forbidden;
    }

    /** Whether this person may not vote here at all, as against too late or twice. */
    public boolean forbidden() {
      return forbidden;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  void ask(ActionRow row, Policy.Ruling ruling) {
    UUID id = UUID.randomUUID();
    Instant now = clock.instant();
    Instant expires = now.plus(ruling.timeout());
    database.inTransaction(
        h ->
            h.createUpdate(
                    "insert into approval (id, action, incident, needed, group_name, state, rule, reason, binding, on_timeout, asked_at,"
                        + " expires_at, escalated) values (:id, :action, :incident, :needed, :g, 'OPEN', :rule, :reason, :binding, :ot,"
                        + " :asked, :expires, false)")
                .bind("id", id)
                .bind("action", row.id())
                .bind("incident", row.incident())
                .bind("needed", ruling.needed())
                .bind("g", ruling.group())
                .bind("rule", ruling.rule())
                .bind("reason", ruling.reason())
                .bind("binding", binding(row))
                .bind("ot", ruling.onTimeout().name())
                .bind("asked", Rows.at(now))
                .bind("expires", Rows.at(expires))
                .execute());
    Map<String, Object> facts = facts(id, row);
    facts.put("needed", ruling.needed());
    facts.put("expiresAt", expires.toString());
    facts.put("onTimeout", ruling.onTimeout().name().toLowerCase(java.util.Locale.ROOT));
    facts.put("rule", ruling.rule());
    facts.put("reason", ruling.reason());
    audit.record("approval.asked", row.incident(), facts);
    expireAt(id, expires);
  }

  private void expireAt(UUID id, Instant when) {
    database.afterCommit(
        () -> {
          long wait = Math.max(0, Duration.between(clock.instant(), when).toMillis()) + 1;
          timer.schedule(() -> expire(id), wait, TimeUnit.MILLISECONDS);
        });
  }

  /**
   * Counts a vote; the last one needed starts the action, a no ends the asking.
   *
   * @return the approval afterwards; empty when there is none of this id
   * @throws VoteRefused with the reason
   */
  public Optional<Approval> vote(UUID id, Caller by, boolean approve, String comment)
      throws VoteRefused {
    String subject = by.subject();
    try {
      return database.inTransaction(
          h -> {
            Optional<Approval> found = lock(id);
            if (found.isEmpty()) {
              return Optional.empty();
            }
            ActionRow row = actions.lock(found.get().action()).orElseThrow();
            admit(found.get(), row, by);
            h.createUpdate(
                    "insert into vote (approval, subject, vote, comment, at) values (:a, :s, :v, :c, :at)")
                .bind("a", id)
                .bind("s", subject)
                .bind("v", approve ? "APPROVE" : "DENY")
                .bind("c", comment)
                .bind("at", Rows.at(clock.instant()))
                .execute();
            Map<String, Object> facts = facts(id, row);
            facts.put("by", subject);
            facts.put("means", by.means().name().toLowerCase(java.util.Locale.ROOT));
            facts.put("vote", approve ? "approve" : "deny");
            facts.put("comment", comment);
            facts.put("binding", found.get().binding());
            audit.record(subject, "approval.voted", Optional.of(row.incident()), facts);
            settle(found.get(), row, approve, subject);
            return find(id);
          });
    } catch (Database.Failed e) {
      if (e.getCause() instanceof VoteRefused refused) {
        throw refused;
      }
      throw e;
    }
  }

  private void admit(Approval a, ActionRow row, Caller by) throws VoteRefused {
    String subject = by.subject();
    if (!by.mayVote(row.topic(), row.target(), a.group())) {
      throw new VoteRefused(
          true,
          "you are no approver for "
              + row.topic()
              + " on "
              + row.target()
              + (a.group().isEmpty() ? "" : ", which policy gives to the group " + a.group()));
    }
    if (!a.open() || clock.instant().isAfter(a.expiresAt())) {
      throw new VoteRefused(
          false,
          "this approval is closed ("
              + (a.open() ? "timed out" : a.state().toLowerCase(java.util.Locale.ROOT))
              + "); nothing was changed by your vote");
    }
    if (row.requesters().contains(subject)) {
      throw new VoteRefused(
          true, "you triggered or edited this incident, so somebody else has to decide");
    }
    if (a.votes().stream().anyMatch(v -> v.subject().equals(subject))) {
      throw new VoteRefused(false, "you have voted here already; a vote is not changed");
    }
  }

  private void settle(Approval a, ActionRow row, boolean approve, String subject) {
    if (!approve) {
      close(a, row, "DENIED", Optional.of("denied by " + subject));
    } else if (a.votes().stream().filter(v -> v.vote().equals("APPROVE")).count() + 1
        >= a.needed()) {
      close(a, row, "APPROVED", Optional.empty());
    }
  }

  /**
   * Ends the asking and hands the action to the dispatcher, with the reason not to do it where
   * there is one.
   */
  private void close(Approval a, ActionRow row, String state, Optional<String> no) {
    Optional<String> why =
        a.binding().equals(binding(row))
            ? no
            : Optional.of("what was approved is not what would run now");
    database.inTransaction(
        h ->
            h.createUpdate("update approval set state = :s, closed_at = :at where id = :id")
                .bind("s", state)
                .bind("at", Rows.at(clock.instant()))
                .bind("id", a.id())
                .execute());
    Map<String, Object> facts = facts(a.id(), row);
    facts.put("outcome", state.toLowerCase(java.util.Locale.ROOT));
    why.ifPresent(w -> facts.put("reason", w));
    audit.record("approval.closed", row.incident(), facts);
    Duration allowed = Duration.between(row.requestedAt(), row.deadline());
    Optional<ActionRow.Failure> failure =
        why.map(
            w ->
                new ActionRow.Failure(
                    ActionRow.Failure.Code.NOT_APPROVED,
                    row.topic() + " on " + row.target() + ": " + w));
    if (actions.release(
        row.id(), ActionRow.State.WAITING, node, clock.instant().plus(allowed), failure)) {
      ActionRow released = actions.find(row.id()).orElseThrow();
      database.afterCommit(() -> dispatcher.submit(released));
    }
  }

  /** Does what the policy says for an approval whose time is over. */
  void expire(UUID id) {
    database.inTransaction(
        h -> {
          lock(id)
              .filter(a -> a.open() && !clock.instant().isBefore(a.expiresAt()))
              .ifPresent(this::timeOut);
          return true;
        });
  }

  private void timeOut(Approval a) {
    ActionRow row = actions.lock(a.action()).orElseThrow();
    if (a.onTimeout() == Policy.OnTimeout.CONTAIN) {
      close(a, row, "TIMED_OUT", Optional.empty());
    } else if (a.onTimeout() == Policy.OnTimeout.ESCALATE && !a.escalated()) {
      Instant again = clock.instant().plus(Duration.between(a.askedAt(), a.expiresAt()));
      database.inTransaction(
          h ->
              h.createUpdate("update approval set escalated = true, expires_at = :e where id = :id")
                  .bind("e", Rows.at(again))
                  .bind("id", a.id())
                  .execute());
      Map<String, Object> facts = facts(a.id(), row);
      facts.put("expiresAt", again.toString());
      audit.record("approval.escalated", row.incident(), facts);
      expireAt(a.id(), again);
    } else {
      close(a, row, "TIMED_OUT", Optional.of("nobody answered in time, and policy says to hold"));
    }
  }

  /** Takes back what is asked for actions that their run does not wait for any more. */
  void withdraw(List<ActionRow> rows) {
    for (ActionRow row : rows) {
      List<UUID> open =
          database.inTransaction(
              h ->
                  h.createQuery(
                          "update approval set state = 'WITHDRAWN', closed_at = :at where action = :a and state = 'OPEN' returning id")
                      .bind("at", Rows.at(clock.instant()))
                      .bind("a", row.id())
                      .mapTo(UUID.class)
                      .list());
      open.forEach(
          id -> {
            Map<String, Object> facts = facts(id, row);
            facts.put("outcome", "withdrawn");
            audit.record("approval.closed", row.incident(), facts);
          });
    }
  }

  /** After a start, and for timers that were lost with a node. */
  public void sweep() {
    List<UUID> due =
        database.read(
            h ->
                h.createQuery(
                        "select id from approval where state = 'OPEN' and expires_at <= :now limit 200")
                    .bind("now", Rows.at(clock.instant()))
                    .mapTo(UUID.class)
                    .list());
    due.forEach(this::expire);
  }

  public Optional<Approval> find(UUID id) {
    return one("select * from approval where id = :id", id);
  }

  private Optional<Approval> lock(UUID id) {
    return one("select * from approval where id = :id for update", id);
  }

  private Optional<Approval> one(String sql, UUID id) {
    return database
        .read(h -> h.createQuery(sql).bind("id", id).map((r, c) -> approval(r)).findOne())
        .map(this::withVotes);
  }

  public List<Approval> list(boolean openOnly, int limit) {
    List<Approval> found =
        database.read(
            h ->
                h.createQuery(
                        "select * from approval where not :o or state = 'OPEN' order by asked_at desc limit :n")
                    .bind("o", openOnly)
                    .bind("n", limit)
                    .map((r, c) -> approval(r))
                    .list());
    return found.stream().map(this::withVotes).toList();
  }

  public List<Approval> ofIncident(UUID incident) {
    List<Approval> found =
        database.read(
            h ->
                h.createQuery("select * from approval where incident = :i order by asked_at")
                    .bind("i", incident)
                    .map((r, c) -> approval(r))
                    .list());
    return found.stream().map(this::withVotes).toList();
  }

  private Approval withVotes(Approval a) {
    List<Vote> votes =
        database.read(
            h ->
                h.createQuery("select * from vote where approval = :a order by at")
                    .bind("a", a.id())
                    .map(
                        (r, c) ->
                            new Vote(
                                r.getString("subject"),
                                r.getString("vote"),
                                r.getString("comment"),
                                Rows.instant(r, "at")))
                    .list());
    return new Approval(
        a.id(),
        a.action(),
        a.incident(),
        a.needed(),
        a.group(),
        a.state(),
        a.rule(),
        a.reason(),
        a.binding(),
        a.onTimeout(),
        a.askedAt(),
        a.expiresAt(),
        a.escalated(),
        a.closedAt(),
        votes);
  }

  private static Approval approval(ResultSet r) throws SQLException {
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
        r.getBoolean("escalated"),
        Rows.maybeInstant(r, "closed_at"),
        new ArrayList<>());
  }

  private static Map<String, Object> facts(UUID approval, ActionRow row) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("approval", approval.toString());
    facts.putAll(Requests.facts(row));
    return facts;
  }

  /** SHA-256 of everything a yes covers. */
  static String binding(ActionRow row) {
    String text =
        String.join(
            "\n",
            row.id(),
            row.topic(),
            row.target().toString(),
            row.playbookVersion(),
            sorted(row.input()));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The database keeps an object's keys in an order of its own. */
  private static String sorted(JsonNode input) {
    try {
      return Json.mapper()
          .writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .writeValueAsString(Json.mapper().treeToValue(input, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the input of an action is no JSON", e);
    }
  }
}
