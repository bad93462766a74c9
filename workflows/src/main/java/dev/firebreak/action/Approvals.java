package dev.firebreak.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.access.Caller;
import dev.firebreak.alert.Severity;
import dev.firebreak.audit.Audit;
import dev.firebreak.connector.Effect;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks people. An approval is bound to the action, its target, its input and the playbook's
 * version, and void once one of them changes; one person has one vote; who has a hand in the
 * incident has none; one no ends it; without enough votes in time the policy's choice happens. Each
 * act locks the action first and the approval then, so that acts at once are one after the other.
 */
public final class Approvals {
  private final Database database;
  private final ApprovalTable table;
  private final ActionTable actions;
  private final Dispatcher dispatcher;
  private final VotingRights rights;
  private final Questions questions;
  private final StepUp stepUp;
  private final Circumstances circumstances;
  private final Consumer<UUID> waiting;
  private final Audit audit;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private final String node;

  /**
   * @param waiting told after the commit that an approval waits, or waits for further people
   */
  public Approvals(
      Database database,
      ApprovalTable table,
      ActionTable actions,
      Dispatcher dispatcher,
      VotingRights rights,
      Questions questions,
      StepUp stepUp,
      Circumstances circumstances,
      Consumer<UUID> waiting,
      Audit audit,
      ScheduledExecutorService timer,
      Clock clock,
      String node) {
    this.database = database;
    this.table = table;
    this.actions = actions;
    this.dispatcher = dispatcher;
    this.rights = rights;
    this.questions = questions;
    this.stepUp = stepUp;
    this.circumstances = circumstances;
    this.waiting = waiting;
    this.audit = audit;
    this.timer = timer;
    this.clock = clock;
    this.node = node;
    dispatcher.asksThrough(this::askBeforeCall);
  }

  /**
   * What people are asked.
   *
   * @param group as the policy's row says it; {@code quorum} is what it means
   * @param severity when it was asked
   * @param freshSignIn how old the sign-in behind a vote may be; empty where it does not matter
   * @param preview what a rehearsal said it would hit, a {@link dev.firebreak.connector.Preview}
   */
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
      List<Vote> votes,
      Quorum quorum,
      Severity severity,
      Policy.Escalation escalation,
      Optional<Duration> freshSignIn,
      Optional<JsonNode> preview) {
    public boolean open() {
      return state.equals("OPEN");
    }

    /** The state for people, for example {@code timed out}. */
    public String outcome() {
      return state.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The seats as they are open now. */
    public Quorum seats() {
      return escalated ? quorum.openedTo(escalation.groups()) : quorum;
    }

    /** The seats that nobody has taken yet, each like {@code 1 of treasury}. */
    public List<String> missing() {
      return seats().missing(votes.stream().filter(Vote::yes).map(Vote::groups).toList());
    }

    Approval with(List<Vote> votes) {
      return new Approval(
          id,
          action,
          incident,
          needed,
          group,
          state,
          rule,
          reason,
          binding,
          onTimeout,
          askedAt,
          expiresAt,
          escalated,
          closedAt,
          votes,
          quorum,
          severity,
          escalation,
          freshSignIn,
          preview);
    }
  }

  /**
   * One person's answer.
   *
   * @param groups the voter counted for
   * @param means how the voter showed who he is
   * @param signedInAt when; empty for a token
   * @param seen what the voter was shown; empty for votes from before that was kept
   * @param signature where an emergency key voted
   */
  public record Vote(
      String subject,
      String vote,
      String comment,
      Instant at,
      Set<String> groups,
      String means,
      Optional<Instant> signedInAt,
      Optional<Seen> seen,
      Optional<String> signature) {
    boolean yes() {
      return vote.equals("APPROVE");
    }

    boolean byKey() {
      return signature.isPresent();
    }
  }

  /**
   * What a voter was shown.
   *
   * @param text JSON of the question
   * @param sha256 of it
   * @param named whether the voter sent that hash with the vote, so that he surely had it before
   *     him
   */
  public record Seen(String text, String sha256, boolean named) {}

  /** A vote that does not count, with the reason for the voter. */
  public static final class VoteRefused extends Exception {
    private final boolean forbidden;
    private final Optional<Duration> maxAge;

    private VoteRefused(boolean forbidden, Optional<Duration> maxAge, String message) {
      super(message);
      this.forbidden = forbidden;
      this.maxAge = maxAge;
    }

    static VoteRefused forbidden(String message) {
      return new VoteRefused(true, Optional.empty(), message);
    }

    static VoteRefused late(String message) {
      return new VoteRefused(false, Optional.empty(), message);
    }

    static VoteRefused stale(Duration maxAge, String message) {
      return new VoteRefused(true, Optional.of(maxAge), message);
    }

    /** Whether this person may not vote here at all, as against too late or twice. */
    public boolean forbidden() {
      return forbidden;
    }

    /** How old a sign-in may be, where a fresh one would help. */
    public Optional<Duration> maxAge() {
      return maxAge;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  void ask(ActionRow row, Policy.Ruling ruling, Severity severity) {
    UUID id = UUID.randomUUID();
    Instant now = clock.instant();
    Instant expires = now.plus(ruling.timeout());
    Approval asked =
        new Approval(
            id,
            row.id(),
            row.incident(),
            ruling.needed(),
            ruling.group(),
            "OPEN",
            ruling.rule(),
            ruling.reason(),
            Binding.of(row),
            ruling.onTimeout(),
            now,
            expires,
            false,
            Optional.empty(),
            List.of(),
            ruling.quorum().orElseThrow(),
            severity,
            ruling.escalation(),
            stepUp.of(row.effect(), severity, () -> circumstances.value(row.incident())),
            Optional.empty());
    table.insert(asked);
    Map<String, Object> facts = facts(id, row);
    facts.put("needed", ruling.needed());
    facts.put("quorum", asked.quorum().toString());
    facts.put("expiresAt", expires.toString());
    facts.put("onTimeout", ruling.onTimeout().name().toLowerCase(Locale.ROOT));
    facts.put("rule", ruling.rule());
    facts.put("reason", ruling.reason());
    facts.put("binding", asked.binding());
    asked.freshSignIn().ifPresent(f -> facts.put("freshSignIn", f.toString()));
    audit.record("approval.asked", row.incident(), facts);
    expireAt(id, expires);
    database.afterCommit(() -> waiting.accept(id));
  }

  /**
   * Asks about an action that was on its way already, because of what it would hit.
   *
   * @return false when people have said yes to it before
   */
  private boolean askBeforeCall(ActionRow row, Policy.Ruling ruling) {
    return database.inTransaction(
        h -> {
          boolean asked = isAsked(row.id());
          if (!asked && actions.hold(row.id())) {
            ask(row, ruling, Severity.CRITICAL); // Whatever the incident's: it would hit too much.
          }
          return !asked;
        });
  }

  private boolean isAsked(String action) {
    return database.read(
        h ->
            h.createQuery(
                    "select exists (select 1 from approval where action = :a and state in"
                        + " ('APPROVED', 'TIMED_OUT'))")
                .bind("a", action)
                .mapTo(Boolean.class)
                .one());
  }

  private void expireAt(UUID id, Instant when) {
    database.afterCommit(
        () -> {
          long wait = Math.max(0, Duration.between(clock.instant(), when).toMillis()) + 1;
          timer.schedule(() -> expire(id), wait, TimeUnit.MILLISECONDS);
        });
  }

  /** An approval and its action, both held until the transaction ends. */
  record Held(Approval approval, ActionRow row) {}

  /** In the one order that everybody takes, so that nobody waits in a circle. */
  Optional<Held> hold(UUID id) {
    return table
        .find(id)
        .map(a -> actions.lock(a.action()).orElseThrow())
        .flatMap(row -> table.lock(id).map(a -> new Held(a, row)));
  }

  private record Answered(Optional<Approval> approval, Optional<VoteRefused> refusal) {}

  /** {@link #vote(UUID, Caller, boolean, String, Optional)} by somebody who names no question. */
  public Optional<Approval> vote(UUID id, Caller by, boolean approve, String comment)
      throws VoteRefused {
    return vote(id, by, approve, comment, Optional.empty());
  }

  /**
   * Counts a vote; the last one needed starts the action, a no ends the asking.
   *
   * @param saw the SHA-256 of the question the voter has before him, where he names it
   * @return the approval afterwards; empty when there is none of this id
   * @throws VoteRefused with the reason
   */
  public Optional<Approval> vote(
      UUID id, Caller by, boolean approve, String comment, Optional<String> saw)
      throws VoteRefused {
    return inTransaction(() -> counted(id, by, approve, comment, saw));
  }

  @FunctionalInterface
  private interface Act {
    Answered run() throws VoteRefused;
  }

  private Optional<Approval> inTransaction(Act act) throws VoteRefused {
    Answered answered;
    try {
      answered = database.inTransaction(h -> act.run());
    } catch (Database.Failed e) {
      if (e.getCause() instanceof VoteRefused refused) {
        throw refused;
      }
      throw e;
    }
    if (answered.refusal().isPresent()) {
      throw answered.refusal().get();
    }
    return answered.approval();
  }

  private Answered counted(
      UUID id, Caller by, boolean approve, String comment, Optional<String> saw)
      throws VoteRefused {
    Optional<Held> held = hold(id);
    if (held.isEmpty()) {
      return new Answered(Optional.empty(), Optional.empty());
    }
    Approval a = held.get().approval();
    ActionRow row = held.get().row();
    Set<String> groups = rights.admit(a, row, by);
    if (!a.binding().equals(Binding.of(row))) {
      close(a, row, "VOID", Optional.empty());
      return new Answered(Optional.empty(), Optional.of(voided()));
    }
    Vote vote =
        new Vote(
            by.subject(),
            approve ? "APPROVE" : "DENY",
            comment,
            clock.instant(),
            groups,
            by.means().name().toLowerCase(Locale.ROOT),
            by.signIn().map(Caller.SignIn::at),
            Optional.of(seen(a, row, saw)),
            Optional.empty());
    count(a, row, vote);
    return new Answered(table.find(id), Optional.empty());
  }

  private static VoteRefused voided() {
    return VoteRefused.late(
        "what was asked about has been changed since, so the approval is void and nothing is done;"
            + " find out who changed it, and ask again");
  }

  private Seen seen(Approval a, ActionRow row, Optional<String> saw) throws VoteRefused {
    Questions.Question q = questions.of(a, row);
    if (saw.filter(s -> !s.equals(q.sha256())).isPresent()) {
      throw VoteRefused.late("what is asked has changed since you looked; look again, then vote");
    }
    return new Seen(q.text(), q.sha256(), saw.isPresent());
  }

  private void count(Approval a, ActionRow row, Vote vote) {
    table.insert(a.id(), vote);
    Map<String, Object> facts = facts(a.id(), row);
    facts.put("by", vote.subject());
    facts.put("means", vote.means());
    facts.put("vote", vote.yes() ? "approve" : "deny");
    facts.put("comment", vote.comment());
    facts.put("groups", vote.groups());
    facts.put("binding", a.binding());
    vote.signedInAt().ifPresent(t -> facts.put("signedInAt", t.toString()));
    vote.seen().ifPresent(s -> facts.put("seen", s.sha256()));
    audit.record(vote.subject(), "approval.voted", Optional.of(row.incident()), facts);
    List<Vote> votes = new ArrayList<>(a.votes());
    votes.add(vote);
    if (!vote.yes()) {
      close(a, row, "DENIED", Optional.of("denied by " + vote.subject()));
    } else if (a.with(votes).missing().isEmpty()) {
      close(a, row, "APPROVED", Optional.empty());
    }
  }

  /**
   * Ends the asking and hands the action to the dispatcher, with the reason not to do it where
   * there is one.
   */
  private void close(Approval a, ActionRow row, String state, Optional<String> no) {
    boolean same = a.binding().equals(Binding.of(row));
    String ended = same ? state : "VOID";
    Optional<String> why = same ? no : Optional.of("what was approved is not what would run now");
    table.close(a.id(), ended, clock.instant());
    Map<String, Object> facts = facts(a.id(), row);
    facts.put("outcome", ended.toLowerCase(Locale.ROOT));
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

  /** Ends it as approved by emergency keys, whose votes are written already. */
  void closed(Approval a, ActionRow row) {
    close(a, row, "APPROVED", Optional.empty());
  }

  /** Does what the policy says for an approval whose time is over. */
  void expire(UUID id) {
    database.inTransaction(
        h -> {
          hold(id)
              .filter(x -> x.approval().open())
              .filter(x -> !clock.instant().isBefore(x.approval().expiresAt()))
              .ifPresent(x -> timeOut(x.approval(), x.row()));
          return true;
        });
  }

  private void timeOut(Approval a, ActionRow row) {
    if (a.onTimeout() == Policy.OnTimeout.CONTAIN) {
      close(a, row, "TIMED_OUT", Optional.empty());
    } else if (a.onTimeout() == Policy.OnTimeout.ESCALATE && !a.escalated()) {
      escalate(a, row);
    } else {
      close(a, row, "TIMED_OUT", Optional.of("nobody answered in time, and policy says to hold"));
    }
  }

  private void escalate(Approval a, ActionRow row) {
    Duration wait =
        a.escalation().timeout().orElseGet(() -> Duration.between(a.askedAt(), a.expiresAt()));
    Instant again = clock.instant().plus(wait);
    table.escalate(a.id(), again);
    Map<String, Object> facts = facts(a.id(), row);
    facts.put("expiresAt", again.toString());
    facts.put("called", a.escalation().groups());
    audit.record("approval.escalated", row.incident(), facts);
    expireAt(a.id(), again);
    database.afterCommit(() -> waiting.accept(a.id()));
  }

  /** Takes back what is asked for actions that their run does not wait for any more. */
  void withdraw(List<ActionRow> rows) {
    for (ActionRow row : rows) {
      for (UUID id : table.openOf(row.id())) {
        table.close(id, "WITHDRAWN", clock.instant());
        withdrawn(id, row, Audit.SYSTEM, "its run went on without it");
      }
    }
  }

  private void withdrawn(UUID id, ActionRow row, String by, String reason) {
    Map<String, Object> facts = facts(id, row);
    facts.put("outcome", "withdrawn");
    facts.put("reason", reason);
    audit.record(by, "approval.closed", Optional.of(row.incident()), facts);
  }

  /**
   * Takes back what somebody asked for by hand; what a playbook asks is for approvers to deny.
   *
   * @return the approval afterwards; empty when there is none of this id
   * @throws VoteRefused where it is not his to take back, or closed
   */
  public Optional<Approval> takeBack(UUID id, Caller by, String reason) throws VoteRefused {
    return inTransaction(() -> new Answered(takenBack(id, by, reason), Optional.empty()));
  }

  private Optional<Approval> takenBack(UUID id, Caller by, String reason) throws VoteRefused {
    Optional<Held> held = hold(id);
    if (held.isEmpty()) {
      return Optional.empty();
    }
    Approval a = held.get().approval();
    ActionRow row = held.get().row();
    if (row.run().isPresent() || !row.requesters().contains(by.subject())) {
      throw VoteRefused.forbidden(
          "only who asked for this by hand takes it back; an approver can deny it");
    }
    if (!a.open() || !actions.takeBack(row.id(), clock.instant())) {
      throw VoteRefused.late("this approval is closed (" + a.outcome() + ") already");
    }
    table.close(id, "WITHDRAWN", clock.instant());
    withdrawn(id, row, by.subject(), reason);
    audit.record(
        by.subject(), "action.withdrawn", Optional.of(row.incident()), Requests.facts(row));
    return table.find(id);
  }

  /**
   * Takes back what still waits for people when an incident is closed, in that transaction. What
   * lifts a containment stays: the containment does, too.
   */
  public void incidentClosed(UUID incident, String by) {
    for (Approval open : ofIncident(incident)) {
      hold(open.id())
          .filter(x -> x.approval().open() && x.row().effect() != Effect.RELEASE)
          .ifPresent(x -> closedWith(x.approval(), x.row(), by));
    }
  }

  private void closedWith(Approval a, ActionRow row, String by) {
    String why = "the incident was closed before it was decided";
    if (row.step().isPresent()) {
      close(a, row, "WITHDRAWN", Optional.of(why));
    } else if (actions.takeBack(row.id(), clock.instant())) {
      table.close(a.id(), "WITHDRAWN", clock.instant());
      withdrawn(a.id(), row, by, why);
    }
  }

  /** After a start, and for timers that were lost with a node. */
  public void sweep() {
    table.due(clock.instant()).forEach(this::expire);
  }

  public Optional<Approval> find(UUID id) {
    return table.find(id);
  }

  public List<Approval> list(boolean openOnly, int limit) {
    return table.list(openOnly, limit);
  }

  public List<Approval> ofIncident(UUID incident) {
    return table.ofIncident(incident);
  }

  /** What people who decide are shown. */
  public Questions questions() {
    return questions;
  }

  /** Who may decide about what. */
  public VotingRights rights() {
    return rights;
  }

  private static Map<String, Object> facts(UUID id, ActionRow row) {
    Map<String, Object> facts = new LinkedHashMap<>(Requests.facts(row));
    facts.put("approval", id.toString());
    return facts;
  }
}
