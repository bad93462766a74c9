package dev.firebreak.connector.awsiam;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import dev.firebreak.http.AwsAnswer;
import dev.firebreak.http.AwsQuery;
import dev.firebreak.http.XmlPart;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this connector's key may do, as AWS's policy simulator says. It simulates on a user and a
 * role of made-up names: a policy that is limited to paths is denied there.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html">SimulatePrincipalPolicy</a>
 */
record Permissions(AwsQuery iam, Caller caller) {
  private static final String ANY_USER = "user/firebreak-readiness";
  private static final String ANY_ROLE = "role/firebreak-readiness";

  /** What each action needs, in the order of {@link AwsIam#actions}. */
  private static final Map<String, List<String>> NEEDS = needs();

  private static Map<String, List<String>> needs() {
    List<String> keys =
        List.of("iam:UpdateAccessKey", "iam:ListAccessKeys", "iam:GetAccessKeyLastUsed");
    Map<String, List<String>> needs = new LinkedHashMap<>();
    needs.put("deactivate-key", keys);
    needs.put("activate-key", keys);
    needs.put(
        "revoke-role-sessions", List.of("iam:PutRolePolicy", "iam:GetRolePolicy", "iam:GetRole"));
    needs.put("quarantine-user", List.of("iam:PutUserPolicy", "iam:GetUserPolicy"));
    needs.put("release-user", List.of("iam:DeleteUserPolicy", "iam:GetUserPolicy"));
    return needs;
  }

  /** The simulator's decisions by action, or why there are none. */
  private record Simulated(Map<String, String> decisions, Optional<String> problem) {}

  Readiness readiness() throws ActionFailure {
    Caller.Identity self = caller.identity();
    Simulated simulated = simulate(self);
    Readiness ready = Readiness.as(self.arn());
    for (Map.Entry<String, List<String>> e : NEEDS.entrySet()) {
      ready = grant(ready, e.getKey(), e.getValue(), simulated);
    }
    return ready;
  }

  private static Readiness grant(
      Readiness ready, String action, List<String> needs, Simulated simulated) {
    if (simulated.problem().isPresent()) {
      return ready.untold(action, simulated.problem().get());
    }
    List<String> denied =
        needs.stream().filter(n -> !"allowed".equals(simulated.decisions().get(n))).toList();
    List<String> unsaid =
        denied.stream().filter(n -> !simulated.decisions().containsKey(n)).toList();
    if (!unsaid.isEmpty()) {
      return ready.untold(action, "AWS's policy simulator says nothing of " + unsaid);
    }
    return denied.isEmpty()
        ? ready.granted(action, "AWS's policy simulator allows " + needs)
        : ready.missing(
            action,
            "AWS's policy simulator denies "
                + denied
                + " on users and roles without a path: give them in the policy of this key's"
                + " owner");
  }

  private Simulated simulate(Caller.Identity self) throws ActionFailure {
    Optional<String> source = self.policySource();
    if (source.isEmpty()) {
      return new Simulated(
          Map.of(), Optional.of("AWS simulates users and roles, and this key is neither's"));
    }
    Map<String, String> decisions = new HashMap<>();
    Optional<String> problem = ask(source.get(), self.arnOf(ANY_USER), needed(false), decisions);
    if (problem.isEmpty()) {
      problem = ask(source.get(), self.arnOf(ANY_ROLE), needed(true), decisions);
    }
    return new Simulated(decisions, problem);
  }

  private static List<String> needed(boolean ofRoles) {
    return NEEDS.entrySet().stream()
        .filter(e -> e.getKey().equals("revoke-role-sessions") == ofRoles)
        .flatMap(e -> e.getValue().stream())
        .distinct()
        .toList();
  }

  /**
   * @return why it cannot be known; empty where the decisions were added
   */
  private Optional<String> ask(
      String source, String resource, List<String> actions, Map<String, String> decisions)
      throws ActionFailure {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("PolicySourceArn", source);
    parameters.put("ResourceArns.member.1", resource);
    for (int i = 0; i < actions.size(); i++) {
      parameters.put("ActionNames.member." + (i + 1), actions.get(i));
    }
    AwsAnswer answer = iam.read("SimulatePrincipalPolicy", parameters);
    if (answer.notAllowed()) {
      return Optional.of(
          "give iam:SimulatePrincipalPolicy to have it told (" + answer.said() + ")");
    }
    if (answer.failedWith("NoSuchEntity", "InvalidInput")) {
      return Optional.of("AWS cannot simulate for this key (" + answer.said() + ")");
    }
    String at = "SimulatePrincipalPolicyResult/EvaluationResults/member";
    for (XmlPart member : answer.result("simulating this key's policy").all(at)) {
      member
          .text("EvalActionName")
          .ifPresent(a -> decisions.put(a, member.text("EvalDecision").orElse("")));
    }
    return Optional.empty();
  }
}
