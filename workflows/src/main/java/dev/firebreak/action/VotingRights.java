package dev.firebreak.action;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Grant;
import dev.firebreak.action.Approvals.Approval;
import dev.firebreak.action.Approvals.Vote;
import dev.firebreak.action.Approvals.VoteRefused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Who may decide about what. People are compared by subject, and by what is known to be the same
 * person; never by a name they chose.
 */
public final class VotingRights {
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final Circumstances circumstances;
  private final Function<String, Set<String>> releasers;
  private final Clock clock;

  /**
   * @param releasers who released a version of a playbook, by the engine's id of it; nobody where
   *     it came from the folder
   */
  public VotingRights(
      Circumstances circumstances, Function<String, Set<String>> releasers, Clock clock) {
    this.circumstances = circumstances;
    this.releasers = releasers;
    this.clock = clock;
  }

  /** Subjects that may not decide about an action, each with the reason. */
  public Map<String, String> excluded(ActionRow row) {
    Map<String, String> all = requesters(row);
    releasers
        .apply(row.playbookVersion())
        .forEach(s -> exclude(all, s, "released the playbook version that runs"));
    circumstances.involved(row).forEach(all::putIfAbsent);
    return all;
  }

  /** Those who asked, or made the incident ask, each with the reason. */
  Map<String, String> requesters(ActionRow row) {
    Map<String, String> all = new LinkedHashMap<>();
    String hand = row.run().isPresent() ? "triggered or edited this incident" : "asked for this";
    row.requesters().forEach(s -> exclude(all, s, hand));
    return all;
  }

  private void exclude(Map<String, String> all, String subject, String why) {
    all.putIfAbsent(subject, why);
    circumstances.samePerson(subject).forEach(s -> all.putIfAbsent(s, why));
  }

  /** The groups by which somebody with these grants has a seat in an approval; none, no vote. */
  public static Set<String> seats(Approval a, ActionRow row, List<Grant> grants) {
    Set<String> groups = Grant.groups(grants, row.topic(), row.target());
    groups.retainAll(a.seats().groups());
    return groups;
  }

  /**
   * Admits somebody to an open approval.
   *
   * @return the groups he counts for
   * @throws VoteRefused with the reason
   */
  Set<String> admit(Approval a, ActionRow row, Caller by) throws VoteRefused {
    Set<String> groups = seats(a, row, by.grants());
    if (groups.isEmpty()) {
      throw VoteRefused.forbidden(
          "you are no approver for "
              + row.topic()
              + " on "
              + row.target()
              + (a.seats().groups().equals(Set.of(Quorum.APPROVERS))
                  ? ""
                  : ", which takes " + a.seats()));
    }
    if (!a.open() || clock.instant().isAfter(a.expiresAt())) {
      throw VoteRefused.late(
          "this approval is closed ("
              + (a.open() ? "timed out" : a.outcome())
              + "); nothing was changed by your vote");
    }
    notInvolved(row, by);
    notTwice(a, by);
    fresh(a, by);
    return groups;
  }

  private void notInvolved(ActionRow row, Caller by) throws VoteRefused {
    Optional<String> why = Optional.ofNullable(excluded(row).get(by.subject()));
    if (why.isPresent()) {
      throw VoteRefused.forbidden("you " + why.get() + ", so somebody else has to decide");
    }
  }

  private void notTwice(Approval a, Caller by) throws VoteRefused {
    Set<String> same = circumstances.samePerson(by.subject());
    for (Vote v : a.votes()) {
      if (v.subject().equals(by.subject())) {
        throw VoteRefused.late("you have voted here already; a vote is not changed");
      }
      if (same.contains(v.subject())) {
        throw VoteRefused.forbidden(
            "you have voted here already as " + v.subject() + ", and a person has one vote");
      }
    }
  }

  private void fresh(Approval a, Caller by) throws VoteRefused {
    if (a.freshSignIn().isEmpty()) {
      return;
    }
    Duration age = a.freshSignIn().get();
    Instant now = clock.instant();
    boolean ahead = by.signIn().filter(s -> s.at().isAfter(now.plus(SKEW))).isPresent();
    if (ahead || !by.signedInWithin(age, now)) {
      throw VoteRefused.stale(
          age,
          "this needs a sign-in not older than "
              + words(age)
              + (by.means() == Caller.Means.TOKEN
                  ? ", and a token is none"
                  : by.signIn()
                      .map(s -> "; yours is from " + s.at())
                      .orElse("; yours says no time"))
              + ": open /approvals/"
              + a.id()
              + " in the browser, sign in again and vote there");
    }
  }

  private static String words(Duration d) {
    return d.toSeconds() % 60 == 0 ? d.toMinutes() + " min" : d.toSeconds() + " s";
  }
}
