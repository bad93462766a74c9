package dev.firebreak.alert.github;

import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The event a body is of, where the header {@code X-GitHub-Event} did not come along, as in a body
 * that was stored and sent again. Each event has members of its own
 * (https://docs.github.com/en/webhooks/webhook-events-and-payloads).
 */
final class EventName {
  private static final Set<String> REPOSITORY_ACTIONS =
      Set.of(
          "created",
          "deleted",
          "archived",
          "unarchived",
          "edited",
          "renamed",
          "transferred",
          "publicized",
          "privatized");

  /** Members that say nothing about which event it is. */
  private static final Set<String> EVERYWHERE =
      Set.of(
          "action",
          "repository",
          "organization",
          "enterprise",
          "sender",
          "installation",
          "changes",
          "repositories",
          "requester");

  /** Members that only one event has, the more telling first; all of them must be there. */
  private static final Map<String, String> MEMBERS = new LinkedHashMap<>();

  static {
    MEMBERS.put("zen hook_id", "ping");
    MEMBERS.put("hook hook_id", "meta");
    MEMBERS.put("alert location", "secret_scanning_alert_location");
    MEMBERS.put("personal_access_token_request", "personal_access_token_request");
    MEMBERS.put("workflow_job", "workflow_job");
    MEMBERS.put("deployment_status", "deployment_status");
    MEMBERS.put("deployment", "deployment");
    MEMBERS.put("workflow_run approver", "deployment_review");
    MEMBERS.put("workflow_run reviewers", "deployment_review");
    MEMBERS.put("workflow_run", "workflow_run");
    MEMBERS.put("repository_advisory", "repository_advisory");
    MEMBERS.put("security_advisory", "security_advisory");
    MEMBERS.put("repository_ruleset", "repository_ruleset");
    MEMBERS.put("review pull_request", "pull_request_review");
    MEMBERS.put("thread pull_request", "pull_request_review_thread");
    MEMBERS.put("comment pull_request", "pull_request_review_comment");
    MEMBERS.put("comment issue", "issue_comment");
    MEMBERS.put("comment discussion", "discussion_comment");
    MEMBERS.put("pull_request", "pull_request");
    MEMBERS.put("issue", "issues");
    MEMBERS.put("discussion", "discussion");
    MEMBERS.put("comment", "commit_comment");
    MEMBERS.put("commits ref", "push");
    MEMBERS.put("ref ref_type master_branch", "create");
    MEMBERS.put("ref ref_type", "delete");
    MEMBERS.put("release", "release");
    MEMBERS.put("pages", "gollum");
    MEMBERS.put("member team", "membership");
    MEMBERS.put("member repository", "member");
    MEMBERS.put("membership organization", "organization");
    MEMBERS.put("invitation organization", "organization");
    MEMBERS.put("blocked_user", "org_block");
    MEMBERS.put("key repository", "deploy_key");
    MEMBERS.put("rule repository", "branch_protection_rule");
    MEMBERS.put("team organization", "team");
    MEMBERS.put("installation repositories_added", "installation_repositories");
    MEMBERS.put("bypass_request", "bypass_request_secret_scanning");
    MEMBERS.put("exemption_request", "exemption_request_secret_scanning");
    MEMBERS.put("check_run", "check_run");
    MEMBERS.put("check_suite", "check_suite");
    MEMBERS.put("forkee", "fork");
    MEMBERS.put("starred_at", "star");
  }

  private EventName() {}

  static Optional<String> of(JsonBody body) throws UnusableAlert {
    Set<String> members = new HashSet<>();
    body.node().fieldNames().forEachRemaining(members::add);
    Optional<JsonBody> alert = body.at("/alert");
    if (alert.isPresent() && !members.contains("location")) {
      return Optional.of(alert(alert.get()));
    }
    for (Map.Entry<String, String> e : MEMBERS.entrySet()) {
      if (members.containsAll(Set.of(e.getKey().split(" ")))) {
        return Optional.of(e.getValue());
      }
    }
    return EVERYWHERE.containsAll(members) ? bare(body, members) : Optional.empty();
  }

  /** Events that have no member of their own. */
  private static Optional<String> bare(JsonBody body, Set<String> members) throws UnusableAlert {
    String action = body.text("/action", 100).orElse("");
    Optional<JsonBody> changes = body.at("/changes/from");
    if (changes.filter(c -> c.node().has("security_and_analysis")).isPresent()) {
      return Optional.of("security_and_analysis");
    }
    if (members.contains("repository")) {
      return REPOSITORY_ACTIONS.contains(action)
          ? Optional.of("repository")
          : action.isEmpty() ? Optional.of("public") : Optional.empty();
    }
    if (members.contains("organization")
        && (action.equals("renamed") || action.equals("deleted"))) {
      return Optional.of("organization");
    }
    return members.contains("installation") && !action.isEmpty()
        ? Optional.of("installation")
        : Optional.empty();
  }

  /** The three kinds of alerts, and their oldest form. */
  private static String alert(JsonBody alert) throws UnusableAlert {
    Set<String> members = alert.members().keySet();
    if (members.contains("secret_type")) {
      return "secret_scanning_alert";
    }
    if (members.contains("affected_package_name")) {
      return "repository_vulnerability_alert";
    }
    boolean dependency =
        members.contains("dependency") || members.contains("security_vulnerability");
    return dependency ? "dependabot_alert" : "code_scanning_alert";
  }
}
