package dev.firebreak.action;

import dev.firebreak.action.Approvals.Approval;
import dev.firebreak.action.Approvals.Vote;
import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks right before each call of a vendor whether the people's yes holds, from what the database
 * says now and not from what led here: the action is what they saw, enough of them said so, and not
 * too long ago. Safe for all threads.
 */
public final class Permits {
  /** How long a yes counts, for an action that is tried again. */
  private static final Duration GOOD_FOR = Duration.ofHours(4);

  private final Database database;
  private final ActionTable actions;
  private final ApprovalTable approvals;
  private final Predicate<Approval> emergency;
  private final Audit audit;
  private final Clock clock;

  /**
   * @param emergency whether the emergency keys' signatures on an approval hold
   */
  public Permits(
      Database database,
      ActionTable actions,
      ApprovalTable approvals,
      Predicate<Approval> emergency,
      Audit audit,
      Clock clock) {
    this.database = database;
    this.actions = actions;
    this.approvals = approvals;
    this.emergency = emergency;
    this.audit = audit;
    this.clock = clock;
  }

  /** Why an action may not go out that people were asked about; empty where it may. */
  Optional<String> refuses(ActionRow row) {
    return database.inTransaction(h -> refusal(row));
  }

  private Optional<String> refusal(ActionRow row) {
    Optional<ActionRow> now = actions.find(row.id());
    Optional<Approval> approval = approvals.ofAction(row.id());
    if (now.isEmpty() || approval.isEmpty()) {
      return Optional.of("people had to be asked about it, and there is no record that they were");
    }
    Approval a = approval.get();
    boolean same = a.binding().equals(Binding.of(row)) && a.binding().equals(Binding.of(now.get()));
    if (!same) {
      if (!a.state().equals("VOID")) {
        annul(a, row);
      }
      return Optional.of("what was approved is not what would run now");
    }
    return standing(a);
  }

  private void annul(Approval a, ActionRow row) {
    approvals.close(a.id(), "VOID", clock.instant());
    Map<String, Object> facts = new LinkedHashMap<>(Requests.facts(row));
    facts.put("approval", a.id().toString());
    facts.put("binding", a.binding());
    audit.record("approval.voided", row.incident(), facts);
  }

  private Optional<String> standing(Approval a) {
    boolean old = a.closedAt().filter(c -> c.plus(GOOD_FOR).isBefore(clock.instant())).isPresent();
    if (old) {
      return Optional.of(
          "the answer is from "
              + a.closedAt().orElseThrow()
              + " and counts for "
              + GOOD_FOR.toHours()
              + " hours; ask again");
    }
    return switch (a.state()) {
      case "APPROVED" ->
          isVotedFor(a)
              ? Optional.empty()
              : Optional.of("it counts as approved without the votes that this takes");
      case "TIMED_OUT" ->
          a.onTimeout() == Policy.OnTimeout.CONTAIN
              ? Optional.empty()
              : Optional.of("nobody answered in time, and policy says to hold");
      default -> Optional.of("its approval is " + a.outcome());
    };
  }

  private boolean isVotedFor(Approval a) {
    boolean denied = a.votes().stream().anyMatch(v -> !v.yes());
    boolean keys = a.votes().stream().anyMatch(Vote::byKey);
    return !denied && (keys ? emergency.test(a) : a.missing().isEmpty());
  }
}
