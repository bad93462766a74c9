package dev.firebreak.app.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.firebreak.access.AccessControl;
import dev.firebreak.access.Account;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Approvals;
import dev.firebreak.action.Questions;
import dev.firebreak.action.VotingRights;
import dev.firebreak.app.Assembly;
import dev.firebreak.connector.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An approval with all that who decides has to know.
 *
 * @param question what exactly is asked; a vote is kept with it
 * @param digest SHA-256 of the question; send it with the vote as {@code digest}
 * @param quorum whom it takes, for example {@code 2 of approvers and 1 of treasury}
 * @param missing the seats that nobody has taken yet
 * @param voters people with an account here who may decide, and whether they have
 * @param providerGroups groups of the identity provider whose people may decide, too
 * @param excluded who may not although his roles allow it, by subject, with the reason
 * @param affected how many things it would hit, where a rehearsal could tell
 * @param then what happens when nobody answers
 * @param freshSignIn how old the sign-in behind a vote may be; absent where it does not matter
 */
public record ApprovalDetail(
    @JsonUnwrapped Views.ApprovalView approval,
    JsonNode question,
    String digest,
    String quorum,
    List<String> missing,
    List<Voter> voters,
    List<String> providerGroups,
    Map<String, String> excluded,
    Optional<Long> affected,
    String then,
    Optional<Duration> freshSignIn) {

  /**
   * Somebody who may decide.
   *
   * @param groups of the policy that he counts for here
   * @param vote {@code approve} or {@code deny}; absent while he has not
   */
  public record Voter(String subject, String name, List<String> groups, Optional<String> vote) {}

  static ApprovalDetail of(
      Assembly assembly,
      Approvals.Approval a,
      ActionRow row,
      List<Account> accounts,
      List<String> providerGroups) {
    Questions.Question question = assembly.approvals.questions().of(a, row);
    Map<String, String> excluded = assembly.approvals.rights().excluded(row);
    return new ApprovalDetail(
        Views.ApprovalView.of(a, row, a.severity().key(), List.copyOf(excluded.keySet())),
        json(question.text()),
        question.sha256(),
        a.seats().toString(),
        a.open() ? a.missing() : List.of(),
        voters(assembly.access, a, row, excluded.keySet(), accounts),
        providerGroups,
        excluded,
        a.preview().map(p -> p.path("affected").asLong()),
        Questions.silence(a, row),
        a.freshSignIn());
  }

  private static List<Voter> voters(
      AccessControl access,
      Approvals.Approval a,
      ActionRow row,
      Set<String> excluded,
      List<Account> accounts) {
    return accounts.stream()
        .filter(x -> !x.disabled() && !excluded.contains(x.subject()))
        .map(x -> voter(access, a, row, x))
        .filter(v -> !v.groups().isEmpty())
        .toList();
  }

  private static Voter voter(
      AccessControl access, Approvals.Approval a, ActionRow row, Account account) {
    List<String> groups = List.copyOf(VotingRights.seats(a, row, access.grants(account)));
    Optional<String> vote =
        a.votes().stream()
            .filter(v -> v.subject().equals(account.subject()))
            .map(v -> Views.lower(v.vote()))
            .findFirst();
    return new Voter(account.subject(), account.name(), groups, vote);
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException e) {
      return NullNode.getInstance();
    }
  }
}
