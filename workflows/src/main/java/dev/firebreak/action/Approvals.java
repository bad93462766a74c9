package dev.firebreak.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.access.Caller;
import dev.firebreak.alert.Severity;
import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
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
  private final VotingRights rights;
  private final Questions questions;
  private final StepUp stepUp;
  private final Circumstances circumstances;
  private final Consumer<UUID> waiting;
  private final Audit audit;
  private final Clock clock;
  private final Endings endings;
  private final Silence silence;
  private final TakingBack takingBack;

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
    this.rights = rights;
    this.questions = questions;
    this.stepUp = stepUp;
    this.circumstances = circumstances;
    this.waiting = waiting;
    this.audit = audit;
    this.clock = clock;
    this.endings = new Endings(database, table, actions, dispatcher, audit, clock, node);
    this.silence = new Silence(database, table, actions, endings, waiting, audit, timer, clock);
    this.takingBack = new TakingBack(table, actions, endings, audit, clock);
    dispatcher.asksThrough(this::askBeforeCall);
  }

  /**
   * What people are asked.
   *
   * @param group as the policy's row says it; {@code quorum} is what it means
   * @param level how many levels of the escalation were called
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
      int level,
      Optional<Instant> closedAt,
      List<Vote> votes,
      Quorum quorum,
      Severity severity,
      Escalation escalation,
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
      return quorum.openedTo(escalation.called(level));
    }

    /** Whether more people were called than at first. */
    public boolean escalated() {
      return level > 0;
    }

    /** Who is called next, if nobody answers in time. */
    Optional<Escalation.Level> next() {
      return escalation.after(level);
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
          level,
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
            0,
            Optional.empty(),
            List.of(),
            ruling.quorum().orElseThrow(),
            severity,
            ruling.escalation(),
            stepUp.of(row.effect(), severity, () -> circumstances.value(row.incident())),
            Optional.empty());
    table.insert(asked);
    Map<String, Object> facts = Endings.facts(id, row);
    facts.put("needed", ruling.needed());
    facts.put("quorum", asked.quorum().toString());
    facts.put("expiresAt", expires.toString());
    facts.put("onTimeout", ruling.onTimeout().name().toLowerCase(Locale.ROOT));
    facts.put("rule", ruling.rule());
    facts.put("reason", ruling.reason());
    facts.put("binding", asked.binding());
    asked.freshSignIn().ifPresent(f -> facts.put("freshSignIn", f.toString()));
    audit.record("approval.asked", row.incident(), facts);
    silence.expireAt(id, expires);
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
    Optional<Held> held = Held.of(id, table, actions);
    if (held.isEmpty()) {
      return new Answered(Optional.empty(), Optional.empty());
    }
    Approval a = held.get().approval();
    ActionRow row = held.get().row();
    Set<String> groups = rights.admit(a, row, by);
    if (!a.binding().equals(Binding.of(row))) {
      endings.close(a, row, "VOID", Optional.empty());
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
    Map<String, Object> facts = Endings.facts(a.id(), row);
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
      endings.close(a, row, "DENIED", Optional.of("denied by " + vote.subject()));
    } else if (a.with(votes).missing().isEmpty()) {
      endings.close(a, row, "APPROVED", Optional.empty());
    }
  }

  /** Ends it as approved by emergency keys, whose votes are written already. */
  void closed(Approval a, ActionRow row) {
    endings.close(a, row, "APPROVED", Optional.empty());
  }

  /** Takes back what is asked for actions that their run does not wait for any more. */
  void withdraw(List<ActionRow> rows) {
    takingBack.ofRun(rows);
  }

  /**
   * Takes back what somebody asked for by hand; what a playbook asks is for approvers to deny.
   *
   * @return the approval afterwards; empty when there is none of this id
   * @throws VoteRefused where it is not his to take back, or closed
   */
  public Optional<Approval> takeBack(UUID id, Caller by, String reason) throws VoteRefused {
    return inTransaction(() -> new Answered(takingBack.byHand(id, by, reason), Optional.empty()));
  }

  /**
   * Takes back what still waits for people when an incident is closed, in that transaction. What
   * lifts a containment stays: the containment does, too.
   */
  public void incidentClosed(UUID incident, String by) {
    takingBack.ofIncident(incident, by);
  }

  /** After a start, and for timers that were lost with a node. */
  public void sweep() {
    silence.sweep();
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
}
