package dev.firebreak.action;

import dev.firebreak.access.AccessRefused;
import dev.firebreak.access.EmergencyKeys;
import dev.firebreak.action.Approvals.Approval;
import dev.firebreak.action.Approvals.Vote;
import dev.firebreak.action.Approvals.VoteRefused;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.audit.Audit;
import dev.firebreak.connector.TargetType;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Approves on the host, for when the identity provider is down and nobody can sign in: two keys
 * that two people hold sign what exactly is approved. It stands for all the people that policy
 * asks, nobody knows who held the keys, and so it is told as loudly as can be: in the trail, with
 * the approval, and by an incident of its own.
 */
public final class EmergencyApprovals {
  private static final Duration FRESH = Duration.ofMinutes(2);
  private static final int MOST = 50;

  private final Database database;
  private final Approvals approvals;
  private final ApprovalTable table;
  private final ActionTable actions;
  private final EmergencyVotes votes;
  private final Audit audit;
  private final Clock clock;
  private final Consumer<Alert> alarm;

  public EmergencyApprovals(
      Database database,
      Approvals approvals,
      ApprovalTable table,
      ActionTable actions,
      EmergencyVotes votes,
      Audit audit,
      Clock clock,
      Consumer<Alert> alarm) {
    this.database = database;
    this.approvals = approvals;
    this.table = table;
    this.actions = actions;
    this.votes = votes;
    this.audit = audit;
    this.clock = clock;
    this.alarm = alarm;
  }

  /** An approval that waits, and what has to be looked at before it is signed. */
  public record Waiting(Approval approval, ActionRow row, Questions.Question question) {}

  /**
   * What waits, newest first.
   *
   * @throws AccessRefused when it was not signed by two of the keys just now
   */
  public List<Waiting> waiting(Instant at, List<EmergencyKeys.Signed> signed) {
    signers(EmergencyVotes.reading(at), at, signed);
    audit.record("emergency keys", "approval.emergency-read", Optional.empty(), Map.of());
    return table.list(true, MOST).stream()
        .flatMap(
            a ->
                actions.find(a.action()).stream()
                    .map(row -> new Waiting(a, row, approvals.questions().of(a, row))))
        .toList();
  }

  /**
   * What is approved.
   *
   * @param binding of the approval, as it was shown
   * @param question SHA-256 of the question, as it was shown
   */
  public record Signing(
      UUID approval,
      String binding,
      String question,
      Instant at,
      String reason,
      List<EmergencyKeys.Signed> signed) {}

  /**
   * Approves, in place of everybody who would have to.
   *
   * @throws AccessRefused when it was not signed by two of the keys just now, or without a reason
   * @throws VoteRefused when it is closed, or no longer what was signed
   */
  public Approval approve(Signing s) throws VoteRefused {
    Set<String> signers = signers(text(s), s.at(), s.signed());
    if (s.reason().isBlank()) {
      throw AccessRefused.malformed("say why: the reason goes into the audit trail");
    }
    Approval done;
    try {
      done = database.inTransaction(h -> approved(s, signers));
    } catch (Database.Failed e) {
      if (e.getCause() instanceof VoteRefused refused) {
        throw refused;
      }
      throw e;
    }
    alarm.accept(alert(done, s, signers));
    return done;
  }

  private Set<String> signers(String text, Instant at, List<EmergencyKeys.Signed> signed) {
    Set<String> signers = votes.signers(text, signed);
    boolean now = Duration.between(at, clock.instant()).abs().compareTo(FRESH) <= 0;
    if (signers.size() < EmergencyKeys.NEEDED || !now) {
      throw AccessRefused.forbidden(
          now
              ? "this takes the signatures of two different emergency keys of this installation"
              : "it was signed over two minutes ago, or this machine's clock is wrong");
    }
    return signers;
  }

  private Approval approved(Signing s, Set<String> signers) throws VoteRefused {
    Held held =
        Held.of(s.approval(), table, actions)
            .orElseThrow(() -> VoteRefused.late("there is no approval " + s.approval()));
    Approval a = held.approval();
    if (!a.open() || clock.instant().isAfter(a.expiresAt())) {
      throw VoteRefused.late("this approval is closed (" + a.outcome() + ")");
    }
    Questions.Question q = approvals.questions().of(a, held.row());
    if (!q.sha256().equals(s.question())
        || !a.binding().equals(s.binding())
        || !a.binding().equals(Binding.of(held.row()))) {
      throw VoteRefused.late("what would run is not what was signed; look again");
    }
    notTheirOwn(held.row(), signers);
    for (String key : signers) {
      s.signed().stream()
          .filter(one -> one.key().equals(key) && isOf(one, s))
          .findFirst()
          .ifPresent(one -> table.insert(a.id(), vote(s, one, q)));
    }
    audit.record(
        "emergency keys",
        "approval.glass-broken",
        Optional.of(a.incident()),
        facts(a, held.row(), s, signers, votes.holders()));
    approvals.closed(a, held.row());
    return table.find(a.id()).orElseThrow();
  }

  /**
   * Who asked does not approve, with a key either. Whom the incident is about may: whoever can
   * raise alerts could else name the holders in one and shut this way as well.
   */
  private void notTheirOwn(ActionRow row, Set<String> signers) throws VoteRefused {
    Map<String, String> requesters = approvals.rights().requesters(row);
    Map<String, String> holders = votes.holders();
    for (String key : signers) {
      String holder = holders.getOrDefault(key, "");
      Optional<String> why = Optional.ofNullable(requesters.get(holder));
      if (why.isPresent()) {
        throw VoteRefused.late(
            "key " + key + " is held by " + holder + ", who " + why.get() + "; take another key");
      }
    }
  }

  private boolean isOf(EmergencyKeys.Signed one, Signing s) {
    return !votes.signers(text(s), List.of(one)).isEmpty();
  }

  private static String text(Signing s) {
    return EmergencyVotes.approving(s.approval(), s.binding(), s.question(), s.at(), s.reason());
  }

  private static Vote vote(Signing s, EmergencyKeys.Signed one, Questions.Question q) {
    return new Vote(
        EmergencyVotes.SUBJECT + one.key(),
        "APPROVE",
        s.reason(),
        s.at(),
        Set.of(),
        EmergencyVotes.MEANS,
        Optional.empty(),
        Optional.of(new Approvals.Seen(q.text(), q.sha256(), true)),
        Optional.of(one.signature()));
  }

  private static Map<String, Object> facts(
      Approval a, ActionRow row, Signing s, Set<String> signers, Map<String, String> holders) {
    Map<String, Object> facts = new LinkedHashMap<>(Requests.facts(row));
    facts.put("approval", a.id().toString());
    facts.put("keys", signers);
    facts.put("holders", signers.stream().map(k -> holders.getOrDefault(k, "not known")).toList());
    facts.put("reason", s.reason());
    facts.put("binding", a.binding());
    facts.put("seen", s.question());
    facts.put("insteadOf", a.seats().toString());
    return facts;
  }

  private Alert alert(Approval a, Signing s, Set<String> signers) {
    return Alert.builder("emergency-approval:" + a.id(), "firebreak.glass-broken")
        .title("An action was approved with emergency keys")
        .description(
            Optional.of(
                "Keys "
                    + String.join(" and ", signers)
                    + " approved "
                    + a.id()
                    + " in place of "
                    + a.seats()
                    + ". Reason given: "
                    + s.reason()
                    + ". Find out who held them, and whether the reason is true."))
        .severity(Severity.HIGH)
        .target(TargetType.CREDENTIAL, "emergency keys of this installation")
        .attribute("approval", a.id().toString())
        .attribute("incident", a.incident().toString())
        .build();
  }
}
