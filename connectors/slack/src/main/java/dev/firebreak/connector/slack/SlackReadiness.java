package dev.firebreak.connector.slack;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks Slack who the token is; its scopes come along as a header
 * (https://docs.slack.dev/authentication/installing-with-oauth). In which channels the app is, is
 * not asked: that would take a scope which posting does not need.
 */
record SlackReadiness(SlackApi api, boolean readBack) {
  private static final String CHANNELS =
      "; whether the app is in a channel shows when it posts there";

  Readiness ask() throws ActionFailure {
    SlackApi.Self self = api.self();
    Readiness ready = Readiness.as(self.name());
    ready = judge(ready, "send-message", self.scopes(), readBack);
    ready = judge(ready, "ask-approval", self.scopes(), readBack);
    return judge(ready, "update-message", self.scopes(), false);
  }

  private static Readiness judge(
      Readiness ready, String action, Optional<Set<String>> scopes, boolean reads) {
    if (scopes.isEmpty()) {
      return ready.untold(action, "Slack did not say which scopes the token has");
    }
    List<String> lacking = new ArrayList<>();
    if (!scopes.get().contains("chat:write")) {
      lacking.add("chat:write");
    }
    if (reads
        && !scopes.get().contains("channels:history")
        && !scopes.get().contains("groups:history")) {
      lacking.add("channels:history or groups:history");
    }
    return lacking.isEmpty()
        ? ready.granted(action, "the token has the scopes for it" + CHANNELS)
        : ready.missing(
            action,
            "add "
                + String.join(" and ", lacking)
                + " to the app (OAuth & Permissions, Bot Token Scopes) and install it again");
  }
}
