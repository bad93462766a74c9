package dev.firebreak.connector.awsiam;

import dev.firebreak.connector.Action.Done;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Observation;
import dev.firebreak.http.AwsAnswer;
import dev.firebreak.http.AwsQuery;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes everything from a user by an inline policy of our own name; what he had stays attached. An
 * explicit deny beats every allow
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */
record UserQuarantine(AwsQuery iam, Caller caller) {
  private static final String PREFIX = "Firebreak-Quarantine-";
  private static final Pattern POLICY = Pattern.compile(PREFIX + "[0-9a-f]{20}");

  record User(@Describe("Name of the IAM user, without path and account.") String user) {
    User {
      Names.requireFriendly("user", user);
    }
  }

  record Release(
      @Describe("Name of the IAM user, without path and account.") String user,
      @Describe("Name of the inline policy that quarantine-user answered.") String policy) {
    Release {
      Names.requireFriendly("user", user);
      if (!POLICY.matcher(policy).matches()) {
        throw new IllegalArgumentException(
            "input 'policy' must be a name that quarantine-user answered, like "
                + PREFIX
                + "0123456789abcdef0123");
      }
    }
  }

  /**
   * @param policy name of the inline policy, which release-user takes
   */
  record Quarantined(String policy) {}

  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html */
  Quarantined quarantine(Call<User> call) throws ActionFailure {
    String user = call.input().user();
    if (caller.identity().isUser(user)) {
      throw ActionFailure.refused(
          "user " + user + " is the one this connector works as: it would lock itself out");
    }
    String policy = policy(call);
    String document = PolicyDocument.denyingAll("FirebreakQuarantine", Map.of());
    AwsAnswer answer =
        iam.change(
            "PutUserPolicy",
            Map.of("UserName", user, "PolicyName", policy, "PolicyDocument", document));
    if (answer.failedWith("LimitExceeded")) {
      throw ActionFailure.refused(
          "the inline policies of user "
              + user
              + " are as long as IAM lets them be (2,048 characters); attach the managed policy"
              + " AWSDenyAll to him in the IAM console, and deactivate his keys");
    }
    answer.result("quarantining user " + user);
    return new Quarantined(policy);
  }

  Observation observeQuarantined(Call<User> call) throws ActionFailure {
    String policy = policy(call);
    Optional<PolicyDocument> document = read(call.input().user(), policy);
    boolean denied = document.filter(PolicyDocument::deniesAllAlways).isPresent();
    String detail =
        document.isEmpty()
            ? "no inline policy " + policy
            : policy
                + (denied ? " denies everything" : " was changed: it does not deny everything");
    return denied ? Observation.holds(detail) : Observation.absent(detail);
  }

  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html */
  Done release(Call<Release> call) throws ActionFailure {
    Release r = call.input();
    AwsAnswer answer =
        iam.change("DeleteUserPolicy", Map.of("UserName", r.user(), "PolicyName", r.policy()));
    if (!answer.failedWith("NoSuchEntity")) {
      answer.result("releasing user " + r.user());
    }
    return new Done();
  }

  Observation observeReleased(Call<Release> call) throws ActionFailure {
    String policy = call.input().policy();
    return read(call.input().user(), policy).isEmpty()
        ? Observation.holds("no inline policy " + policy)
        : Observation.absent(policy + " is still there");
  }

  /**
   * Empty where there is no such policy, or no such user.
   * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html
   */
  private Optional<PolicyDocument> read(String user, String policy) throws ActionFailure {
    String what = "reading policy " + policy + " of user " + user;
    AwsAnswer answer = iam.read("GetUserPolicy", Map.of("UserName", user, "PolicyName", policy));
    if (answer.failedWith("NoSuchEntity")) {
      return Optional.empty();
    }
    String document =
        answer
            .result(what)
            .text("GetUserPolicyResult/PolicyDocument")
            .orElseThrow(() -> ActionFailure.unavailable(what + ": the answer holds no document"));
    return Optional.of(PolicyDocument.decoded(document, what));
  }

  /** Chosen by us, so that a lift finds it when the answer was lost. */
  static String policy(Call<User> call) {
    return PREFIX + call.idempotencyKey().substring(0, 20);
  }
}
