package dev.firebreak.alert.github;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.util.Optional;
import java.util.Set;

/**
 * Runs of GitHub Actions that strangers can steer: code of a fork, most of all with the secrets
 * that {@code pull_request_target} and {@code workflow_run} bring
 * (https://docs.github.com/en/actions/reference/security/secure-use), and a runner of one's own
 * that serves a public repository.
 */
final class Workflows {
  private static final Set<String> WITH_SECRETS = Set.of("pull_request_target", "workflow_run");

  private Workflows() {}

  /** What makes a run worth an alert, the gravest first. */
  private record Reason(String rule, String what, Severity severity) {}

  static Optional<Alert> run(Event event) throws UnusableAlert {
    Optional<String> fork = fork(event);
    Optional<Reason> found = reason(event, fork.isPresent());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Reason reason = found.get();
    Alert.Builder alert =
        event
            .finding(
                "workflow_run:" + event.where() + ":" + event.shown("/workflow_run/id").orElse("?"),
                "workflow_run." + reason.rule(),
                reason.what(),
                reason.severity())
            .occurredAt(event.time("/workflow_run/updated_at", "/workflow_run/run_started_at"))
            .attack("TA0002")
            .attack("T1195.002");
    fork.ifPresent(f -> alert.attribute("fork", f));
    event.text("/workflow_run/event").ifPresent(t -> alert.attribute("trigger", t));
    Findings.attributes(event, alert, "/workflow_run/name", "/workflow_run/head_branch");
    Findings.attributes(event, alert, "/workflow_run/html_url", "/workflow_run/conclusion");
    event.text("/workflow_run/actor/login").ifPresent(a -> alert.observable("author", a));
    return Optional.of(alert.build());
  }

  private static Optional<Reason> reason(Event event, boolean fork) throws UnusableAlert {
    String branch = event.text("/workflow_run/head_branch").orElse("");
    String title = event.text("/workflow_run/display_title").orElse("");
    if (Worms.marked(branch + "\n" + event.text("/workflow_run/name").orElse(""))) {
      return Optional.of(new Reason("worm", "a workflow bears the mark of a worm", Severity.HIGH));
    }
    if (Injection.tries(branch, false) || Injection.tries(title, false)) {
      return Optional.of(
          new Reason("injection", "a command hides in what a workflow runs on", Severity.MEDIUM));
    }
    boolean secrets = event.text("/workflow_run/event").filter(WITH_SECRETS::contains).isPresent();
    return fork
        ? Optional.of(
            new Reason(
                "fork", "a workflow runs a fork's code", secrets ? Severity.MEDIUM : Severity.LOW))
        : Optional.empty();
  }

  /** The fork whose code runs, by the run itself or by its pull requests. */
  private static Optional<String> fork(Event event) throws UnusableAlert {
    String here = event.text("/repository/full_name").orElse("");
    Optional<String> head = event.text("/workflow_run/head_repository/full_name");
    if (head.filter(h -> !h.equalsIgnoreCase(here)).isPresent()) {
      return head;
    }
    for (JsonBody pull : event.body().items("/workflow_run/pull_requests")) {
      Optional<String> from = name(pull, "/head/repo");
      Optional<String> to = name(pull, "/base/repo");
      boolean foreign =
          from.isPresent() && to.isPresent() && !from.get().equalsIgnoreCase(to.get());
      if (foreign) {
        return from;
      }
    }
    return Optional.empty();
  }

  /** Real deliveries name a pull request's repositories by id, url and short name only. */
  private static Optional<String> name(JsonBody pull, String repo) throws UnusableAlert {
    Optional<String> full = pull.text(repo + "/full_name", 300);
    return full.isPresent() ? full : pull.text(repo + "/url", 300);
  }

  static Optional<Alert> job(Event event) throws UnusableAlert {
    boolean open = Repositories.isPublic(event);
    boolean marked = Worms.marked(event.text("/workflow_job/runner_name").orElse(""));
    if (!marked && (!open || !ownRunner(event))) {
      return Optional.empty();
    }
    Alert.Builder alert =
        event
            .finding(
                "workflow_job:" + event.where() + ":" + event.shown("/workflow_job/id").orElse("?"),
                marked ? "workflow_job.worm" : "workflow_job.self_hosted",
                marked
                    ? "a runner bears the mark of a worm"
                    : "a public repository uses a runner of your own",
                marked ? Severity.HIGH : Severity.MEDIUM)
            .occurredAt(event.time("/workflow_job/completed_at", "/workflow_job/started_at"))
            .attack("TA0002")
            .attack("T1195.002");
    Findings.attributes(event, alert, "/workflow_job/runner_name", "/workflow_job/name");
    Findings.attributes(event, alert, "/workflow_job/runner_group_name", "/workflow_job/html_url");
    Findings.attributes(event, alert, "/workflow_job/head_branch");
    event.person(alert, "/sender");
    return Optional.of(alert.build());
  }

  /** By its label; where there are none, by a name that GitHub's own runners do not have. */
  private static boolean ownRunner(Event event) throws UnusableAlert {
    boolean labelled = false;
    for (JsonBody label : event.body().items("/workflow_job/labels")) {
      labelled = true;
      if (label.shown(100).equalsIgnoreCase("self-hosted")) {
        return true;
      }
    }
    Optional<String> name = event.text("/workflow_job/runner_name");
    boolean hosted =
        event.text("/workflow_job/runner_group_name").filter("GitHub Actions"::equals).isPresent();
    return !labelled && !hosted && name.filter(n -> !n.startsWith("GitHub Actions")).isPresent();
  }
}
