package dev.firebreak.alert.github;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.UnusableAlert;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which events are read, and by whom. Events that are not named here have no security meaning. */
final class Events {
  /** Reads one kind of event; empty where this one has no security meaning. */
  @FunctionalInterface
  interface Reader {
    Optional<Alert> read(Event event) throws UnusableAlert;
  }

  private static final Map<String, Reader> READERS = new HashMap<>();

  static {
    READERS.put("secret_scanning_alert", Findings::secret);
    READERS.put("secret_scanning_alert_location", Findings::secret);
    READERS.put("code_scanning_alert", Findings::code);
    READERS.put("dependabot_alert", Findings::dependency);
    READERS.put("repository_vulnerability_alert", Findings::oldDependency);
    READERS.put("security_advisory", Advisories::global);
    READERS.put("repository_advisory", Advisories::own);
    READERS.put("member", Access::collaborator);
    READERS.put("membership", Access::teamMember);
    READERS.put("organization", Access::organization);
    READERS.put("team", Access::team);
    READERS.put("team_add", Access::team);
    READERS.put("deploy_key", Keys::deployKey);
    READERS.put("personal_access_token_request", Keys::accessToken);
    READERS.put("installation", Keys::app);
    READERS.put("installation_repositories", Keys::app);
    READERS.put("branch_protection_rule", Protection::branchRule);
    READERS.put("branch_protection_configuration", Protection::branchConfiguration);
    READERS.put("repository_ruleset", Protection::ruleset);
    READERS.put("security_and_analysis", Protection::scanning);
    READERS.put("meta", Protection::webhook);
    READERS.put("repository", Repositories::change);
    READERS.put("public", Repositories::change);
    READERS.put("push", Pushes::read);
    READERS.put("workflow_run", Workflows::run);
    READERS.put("workflow_job", Workflows::job);
    for (String name :
        Set.of(
            "issues",
            "issue_comment",
            "pull_request",
            "pull_request_target",
            "pull_request_review",
            "pull_request_review_comment",
            "discussion",
            "discussion_comment",
            "commit_comment",
            "create",
            "gollum",
            "release")) {
      READERS.put(name, Injection::read);
    }
  }

  private Events() {}

  static Optional<Alert> read(Event event) throws UnusableAlert {
    String name = event.name();
    boolean bypass = name.startsWith("bypass_request") || name.startsWith("exemption_request");
    Reader reader = bypass ? Protection::bypass : READERS.get(name);
    return reader == null ? Optional.empty() : reader.read(event);
  }
}
