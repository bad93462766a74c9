package dev.firebreak.connector.jira;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks Jira who the account is, which permissions it has in the project, and whether the issue type
 * exists there.
 */
record JiraReadiness(JiraApi api, JiraSettings settings) {
  private static final Map<String, String> NAMES =
      Map.of(
          "BROWSE_PROJECTS", "Browse projects",
          "CREATE_ISSUES", "Create issues",
          "ADD_COMMENTS", "Add comments",
          "TRANSITION_ISSUES", "Transition issues");

  Readiness ask() throws ActionFailure {
    String name = api.myself().map(n -> n + ", ").orElse("") + settings.email();
    Map<String, Boolean> has = api.myPermissions(NAMES.keySet().stream().sorted().toList());
    Readiness ready = Readiness.as(name + " in " + settings.url().getHost());
    ready = createIssue(ready, has);
    ready = grant(ready, "add-comment", has, "ADD_COMMENTS");
    return grant(ready, "transition-issue", has, "TRANSITION_ISSUES");
  }

  private Readiness createIssue(Readiness ready, Map<String, Boolean> has) throws ActionFailure {
    String action = "create-issue";
    Readiness granted = grant(ready, action, has, "CREATE_ISSUES");
    if (granted.grants().get(granted.grants().size() - 1).state() != Readiness.State.GRANTED) {
      return granted;
    }
    Optional<List<String>> types = api.issueTypes();
    if (types.isEmpty()) {
      return ready.untold(
          action,
          "it may create issues, but Jira does not tell whether there is an issue type '"
              + settings.issueType()
              + "'");
    }
    return types.get().contains(settings.issueType())
        ? granted
        : ready.missing(
            action,
            "project "
                + settings.project()
                + " has no issue type '"
                + settings.issueType()
                + "' to create; set 'issue-type' to one of "
                + PlainText.line(String.valueOf(types.get()), 300));
  }

  private Readiness grant(
      Readiness ready, String action, Map<String, Boolean> has, String permission) {
    List<String> lacking =
        List.of("BROWSE_PROJECTS", permission).stream()
            .filter(p -> !has.getOrDefault(p, false))
            .map(p -> NAMES.getOrDefault(p, p))
            .toList();
    String where = " in project " + settings.project();
    return lacking.isEmpty()
        ? ready.granted(action, NAMES.get(permission) + where)
        : ready.missing(
            action,
            "give the account "
                + String.join(" and ", lacking)
                + where
                + " (Project settings, Permissions)");
  }
}
