package dev.firebreak.alert.github;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Pushes that mean more than new code
 * (https://docs.github.com/en/webhooks/webhook-events-and-payloads#push): a worm's workflow, a
 * command in a branch's name, the default branch rewritten or deleted, checks told to stay away
 * (https://docs.github.com/en/actions/how-tos/manage-workflow-runs/skip-workflow-runs).
 */
final class Pushes {
  private static final Pattern SKIP =
      Pattern.compile(
          "(?i)\\[(skip ci|ci skip|no ci|skip actions|actions skip)]|skip-checks:\\s*true");
  private static final int MOST_COMMITS = 200;

  private Pushes() {}

  /** What a push is about, the gravest first. */
  private record Reason(
      String rule, String what, Severity severity, String tactic, String technique) {}

  static Optional<Alert> read(Event event) throws UnusableAlert {
    String ref = event.text("/ref").orElse("");
    List<JsonBody> all = event.body().items("/commits");
    List<JsonBody> commits = all.subList(0, Math.min(MOST_COMMITS, all.size()));
    Optional<Reason> reason = attack(ref, commits);
    if (reason.isEmpty() && isDefault(event, ref)) {
      reason = damage(event, commits);
    }
    return reason.isPresent() ? Optional.of(alert(event, reason.get())) : Optional.empty();
  }

  private static boolean isDefault(Event event, String ref) throws UnusableAlert {
    Optional<String> branch = event.text("/repository/default_branch");
    return branch.isPresent()
        ? ref.equals("refs/heads/" + branch.get())
        : ref.equals("refs/heads/main") || ref.equals("refs/heads/master");
  }

  private static Optional<Reason> attack(String ref, List<JsonBody> commits) throws UnusableAlert {
    if (Worms.marked(ref) || addsMarked(commits)) {
      return Optional.of(
          new Reason(
              "worm", "push bears the mark of a worm", Severity.HIGH, "TA0010", "T1567.001"));
    }
    return Injection.tries(ref, false)
        ? Optional.of(
            new Reason(
                "injection",
                "a command hides in the name of a branch",
                Severity.MEDIUM,
                "TA0002",
                "T1059"))
        : Optional.empty();
  }

  private static Optional<Reason> damage(Event event, List<JsonBody> commits) throws UnusableAlert {
    if (event.isTrue("/deleted")) {
      return Optional.of(
          new Reason("deleted", "default branch deleted", Severity.MEDIUM, "TA0040", "T1485"));
    }
    if (event.isTrue("/forced")) {
      return Optional.of(
          new Reason("forced", "default branch rewritten", Severity.MEDIUM, "TA0040", "T1565.001"));
    }
    return skips(commits)
        ? Optional.of(
            new Reason(
                "skipped-checks",
                "commit that keeps the checks away",
                Severity.LOW,
                "TA0005",
                "T1562.001"))
        : Optional.empty();
  }

  private static boolean addsMarked(List<JsonBody> commits) throws UnusableAlert {
    for (JsonBody commit : commits) {
      for (JsonBody file : commit.items("/added")) {
        if (Worms.marked(file.shown(1_000))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean skips(List<JsonBody> commits) throws UnusableAlert {
    for (JsonBody commit : commits) {
      if (SKIP.matcher(commit.text("/message", 10_000).orElse("")).find()) {
        return true;
      }
    }
    return false;
  }

  private static Alert alert(Event event, Reason reason) throws UnusableAlert {
    List<JsonBody> commits = event.body().items("/commits");
    Optional<String> last =
        commits.isEmpty() ? Optional.empty() : commits.get(commits.size() - 1).text("/id", 100);
    String rule = "push." + reason.rule();
    String ref = event.text("/ref").orElse("?");
    String head = event.text("/after").or(() -> last).orElse("?");
    Alert.Builder alert =
        event
            .finding(
                rule + ":" + event.where() + ":" + ref + ":" + head,
                rule,
                reason.what(),
                reason.severity())
            .occurredAt(event.time("/head_commit/timestamp"))
            .attack(reason.tactic())
            .attack(reason.technique());
    Findings.attributes(event, alert, "/ref", "/after", "/compare");
    event.text("/pusher/name").ifPresent(p -> alert.observable("pusher", p));
    event.person(alert, "/sender");
    return alert.build();
  }
}
