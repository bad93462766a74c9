package dev.firebreak.alert.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertSource;
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

class OktaSourceTest {
  private static final Secret SECRET = Secret.of("0123456789abcdef");

  private static AlertSource source(String... ignoredActors) {
    return new OktaKind().open(new OktaSettings(SECRET, Optional.empty(), List.of(ignoredActors)));
  }

  private static RawMessage message(Map<String, List<String>> headers, String body) {
    return new RawMessage(headers, Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Alert> alerts(String body, String... ignoredActors) throws UnusableAlert {
    Parsed parsed = source(ignoredActors).parse(message(Map.of(), body));
    return ((Parsed.Alerts) parsed).alerts();
  }

  private static Alert alert(String body) throws UnusableAlert {
    return alerts(body).get(0);
  }

  private static String event(String type, String result, String rest) {
    return "{\"uuid\":\"u\",\"eventType\":\""
        + type
        + "\",\"actor\":{\"type\":\"User\",\"alternateId\":\"a@example.com\"},"
        + "\"outcome\":{\"result\":\""
        + result
        + "\"}"
        + rest
        + "}";
  }

  private static String debug(String data) {
    return ",\"debugContext\":{\"debugData\":{" + data + "}}";
  }

  @Test
  void ofAnEventHooksEventsTheMeaningfulOnesBecomeAlerts() throws UnusableAlert {
    List<Alert> alerts = alerts(SampleFiles.own("hook_three_events.json"));

    assertThat(alerts)
        .extracting(Alert::rule)
        .containsExactly(
            "user.account.report_suspicious_activity_by_enduser", "system.api_token.create");
    Alert report = alerts.get(0);
    assertThat(report.uid()).isEqualTo("a1a1a1a1-0000-11f0-9000-000000000002");
    assertThat(report.severity()).isEqualTo(Severity.HIGH);
    assertThat(report.title())
        .isEqualTo("Okta: User report suspicious activity (m.okafor@example.com)");
    assertThat(report.occurredAt()).contains(Instant.parse("2026-01-14T09:41:12.500Z"));
    assertThat(report.targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "m.okafor@example.com"),
            new Target(TargetType.IP, "203.0.113.50"));
    assertThat(report.attacks()).contains(new Attack(Optional.empty(), Optional.of("T1078")));
    assertThat(report.attributes())
        .containsEntry("country", "Atlantis")
        .containsEntry("request", "/user/notifications")
        .containsEntry("proxy", "true");
    assertThat(report.toString()).doesNotContain("never-show-me");
  }

  @Test
  void aNewTokenIsNamedByItsIdAndAPrivateAddressIsNoTarget() throws UnusableAlert {
    Alert token = alerts(SampleFiles.own("hook_three_events.json")).get(1);

    assertThat(token.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(token.targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "admin@example.com"),
            new Target(TargetType.CREDENTIAL, "00Tbbbbbbbbbbbbbbbb1"));
    assertThat(token.observables())
        .contains(new Observable("ip", "10.2.3.4"), new Observable("target.token", "nightly"));
  }

  @Test
  void aListWithKeysInLowerCaseIsReadAndRiskSetsTheSeverity() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("log_list.json"));

    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.targets())
        .containsExactly(new Target(TargetType.IDENTITY, "m.okafor@example.com"));
  }

  @Test
  void aLogStreamsEventIsReadWithActorAndTarget() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("log_stream.json"));

    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "admin@example.com"),
            new Target(TargetType.IDENTITY, "payments@example.com"),
            new Target(TargetType.IP, "198.51.100.99"));
  }

  @Test
  void aSignInMeansNothingUnlessItFailedOrLooksOdd() throws UnusableAlert {
    String type = "user.session.start";
    Map<String, Severity> odd =
        Map.ofEntries(
            Map.entry(event(type, "FAILURE", ""), Severity.LOW),
            Map.entry(event(type, "SUCCESS", debug("\"threatSuspected\":\"true\"")), Severity.HIGH),
            Map.entry(event(type, "FAILURE", debug("\"threatSuspected\":true")), Severity.MEDIUM),
            Map.entry(event(type, "SUCCESS", debug("\"risk\":\"{level=HIGH}\"")), Severity.MEDIUM),
            Map.entry(
                event(type, "SUCCESS", debug("\"risk\":{\"level\":\"HIGH\"}")), Severity.MEDIUM),
            Map.entry(
                event(
                    type,
                    "SUCCESS",
                    debug(
                        "\"logOnlySecurityData\":\"{\\\"risk\\\":{\\\"level\\\":\\\"HIGH\\\"}}\"")),
                Severity.MEDIUM),
            Map.entry(
                event(type, "SUCCESS", ",\"securityContext\":{\"isProxy\":true}"), Severity.LOW),
            Map.entry(
                event(type, "SUCCESS", debug("\"behaviors\":\"{Velocity=POSITIVE}\"")),
                Severity.LOW),
            Map.entry(
                event(
                    type,
                    "SUCCESS",
                    ",\"securityContext\":{\"isProxy\":true}"
                        + debug("\"behaviors\":\"{Velocity=POSITIVE}\"")),
                Severity.MEDIUM),
            Map.entry(
                "{\"eventType\":\"user.authentication.auth_via_mfa\",\"outcome\":{\"result\":"
                    + "\"FAILURE\",\"reason\":\"FastPass declined phishing attempt\"}}",
                Severity.HIGH));
    for (Map.Entry<String, Severity> e : odd.entrySet()) {
      assertThat(alert(e.getKey()).severity()).as(e.getKey()).isEqualTo(e.getValue());
    }
    for (String ordinary :
        List.of(
            event(type, "SUCCESS", debug("\"risk\":\"{level=LOW}\"")),
            event("policy.evaluate_sign_on", "CHALLENGE", ""),
            event("user.authentication.sso", "SUCCESS", ""))) {
      assertThatThrownBy(() -> alert(ordinary)).as(ordinary).isInstanceOf(UnusableAlert.class);
    }
  }

  @Test
  void eventTypesAreRankedByWhatTheyMean() throws UnusableAlert {
    Map<String, Severity> types =
        Map.ofEntries(
            Map.entry("security.breached_credential.detected", Severity.HIGH),
            Map.entry("security.something.new", Severity.MEDIUM),
            Map.entry("user.mfa.okta_verify.deny_push", Severity.MEDIUM),
            Map.entry("user.mfa.attempt_bypass", Severity.HIGH),
            Map.entry("user.session.impersonation.initiate", Severity.HIGH),
            Map.entry("user.account.privilege.grant", Severity.MEDIUM),
            Map.entry("iam.role.create", Severity.LOW),
            Map.entry("system.idp.lifecycle.create", Severity.MEDIUM),
            Map.entry("policy.rule.deactivate", Severity.MEDIUM),
            Map.entry("policy.rule.add", Severity.LOW),
            Map.entry("zone.delete", Severity.MEDIUM),
            Map.entry("user.account.lock", Severity.LOW),
            Map.entry("workflows.user.role.user.add", Severity.LOW),
            Map.entry("system.log_stream.lifecycle.delete", Severity.MEDIUM));
    for (Map.Entry<String, Severity> e : types.entrySet()) {
      assertThat(alert(event(e.getKey(), "SUCCESS", "")).severity())
          .as(e.getKey())
          .isEqualTo(e.getValue());
    }
  }

  @Test
  void aChangeThatFailedIsLowAndAThreatIsNot() throws UnusableAlert {
    assertThat(alert(event("user.account.privilege.grant", "FAILURE", "")).severity())
        .isEqualTo(Severity.LOW);
    assertThat(alert(event("security.threat.detected", "DENY", "")).severity())
        .isEqualTo(Severity.MEDIUM);
  }

  @Test
  void theEndOfAnImpersonationIsResolved() throws UnusableAlert {
    assertThat(alert(event("user.session.impersonation.end", "SUCCESS", "")).disposition())
        .isEqualTo(Disposition.RESOLVED);
  }

  @Test
  void whatProtectsIsNoAlertSoThatContainmentDoesNotComeBack() {
    for (String type :
        List.of(
            "user.lifecycle.suspend",
            "user.lifecycle.deactivate",
            "user.session.clear",
            "user.session.end",
            "user.authentication.universal_logout",
            "system.api_token.revoke",
            "zone.make_blacklist",
            "security.zone.make_blacklist",
            "app.oauth2.token.revoke")) {
      assertThatThrownBy(() -> alert(event(type, "SUCCESS", "")))
          .as(type)
          .isInstanceOf(UnusableAlert.class)
          .hasMessageContaining(type)
          .hasMessageContaining("off the event hook");
    }
  }

  @Test
  void whatAnIgnoredAccountChangesIsNoAlertButAThreatToItIs() throws UnusableAlert {
    String change = event("user.lifecycle.unsuspend", "SUCCESS", "");

    assertThat(alerts(change)).hasSize(1);
    assertThatThrownBy(() -> alerts(change, "A@Example.com")).isInstanceOf(UnusableAlert.class);
    assertThat(alerts(event("user.mfa.attempt_bypass", "SUCCESS", ""), "a@example.com")).hasSize(1);
    assertThat(
            alerts(
                event("user.lifecycle.unsuspend", "SUCCESS", debug("\"threatSuspected\":\"true\"")),
                "a@example.com"))
        .hasSize(1);
  }

  @Test
  void oddShapesCostADetailNotTheAlert() throws UnusableAlert {
    Alert alert =
        alert(
            "{\"eventType\":\"user.account.lock\",\"actor\":\"x\",\"client\":[1],\"target\":{},"
                + "\"debugContext\":7,\"request\":{\"ipChain\":[[]]},\"published\":\"soon\"}");

    assertThat(alert.uid()).hasSize(64);
    assertThat(alert.targets()).isEmpty();
    assertThat(alert.occurredAt()).isEmpty();
  }

  @Test
  void withoutUuidTheSameEventKeepsItsIdAndAnotherGetsAnother() throws UnusableAlert {
    String body = event("user.account.lock", "FAILURE", "").replace("\"uuid\":\"u\",", "");

    String uid = alert(body).uid();

    assertThat(alert(body).uid()).isEqualTo(uid);
    assertThat(alert(body.replace("a@example", "b@example")).uid()).isNotEqualTo(uid);
  }

  @Test
  void whatIsNoEventIsRefusedWithItsPlace() {
    Map<String, String> wrong =
        Map.of(
            "{\"data\":{\"events\":[]}}", "",
            "{\"data\":{\"events\":7}}", "/data/events",
            "{\"data\":{\"events\":[7]}}", "/data/events/0",
            "{\"data\":{\"events\":[{\"uuid\":\"u\"}]}}", "/data/events/0/eventType",
            "{\"eventType\":\"user.session.end\"}", "/eventType",
            "[]", "");
    wrong.forEach(
        (body, place) ->
            assertThatThrownBy(() -> alert(body))
                .as(body)
                .isInstanceOfSatisfying(
                    UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo(place)));
  }

  @Test
  void theVerificationIsAnsweredWithWhatWasAsked() {
    RawMessage asked =
        message(Map.of("x-okta-verification-challenge", List.of("aB3-_xyz0123456789")), "");

    assertThat(source().greet(asked).orElseThrow().toString())
        .isEqualTo("{\"verification\":\"aB3-_xyz0123456789\"}");
  }

  @Test
  void aQuestionThatIsNoneIsNotAnswered() {
    for (Map<String, List<String>> headers :
        List.of(
            Map.<String, List<String>>of(),
            Map.of("x-okta-verification-challenge", List.of("a", "b")),
            Map.of("x-okta-verification-challenge", List.of("")),
            Map.of("x-okta-verification-challenge", List.of("a b")),
            Map.of("x-okta-verification-challenge", List.of("x".repeat(1_001))))) {
      assertThat(source().greet(message(headers, ""))).isEmpty();
    }
  }

  @Test
  void aSecretWithBlanksIsRefusedAndNotQuoted() {
    assertThatThrownBy(
            () -> new OktaSettings(Secret.of("has a blank in itself"), Optional.empty(), List.of()))
        .hasMessageContaining("blanks")
        .hasMessageNotContaining("has a");
  }

  @Test
  void everyTypeInTheTableIsRead() {
    assertThat(EventMeaning.all()).hasSizeGreaterThan(120);
    EventMeaning.all()
        .forEach(
            (type, meaning) -> {
              assertThat(type).matches("[a-z0-9_.]+(\\*(\\.[a-z]+)?)?");
              assertThat(meaning.attacks()).as(type).allMatch(a -> Attack.parse(a).isPresent());
            });
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedEventIsAMeaningfulAlert() {
    return Stream.of(SampleFiles.own(), SampleFiles.recorded("okta_system_log"))
        .flatMap(List::stream)
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> meaningful(f)));
  }

  /** Rule, severity and types of targets by a part of the file's name. */
  private static final Map<String, String> RECORDED =
      Map.of(
          "support_access",
          "user.session.impersonation.grant MEDIUM [identity, ip]",
          "admin_disabled_mfa",
          "system.mfa.factor.deactivate MEDIUM [identity, ip]",
          "anonymizing_vpn",
          "user.session.start HIGH [identity, identity, ip]",
          "api_key_created",
          "system.api_token.create MEDIUM [identity, credential]",
          "access_token_reuse",
          "app.oauth2.token.detect_reuse MEDIUM [identity, ip]",
          "unauthorized_access",
          "app.generic.unauth_app_access_attempt LOW [identity, ip]");

  private static void meaningful(Path file) throws UnusableAlert {
    for (Alert alert : alerts(SampleFiles.text(file))) {
      String said =
          alert.rule()
              + " "
              + alert.severity()
              + " "
              + alert.targets().stream().map(t -> t.type().key()).toList();
      RECORDED.forEach(
          (name, expected) -> {
            if (file.getFileName().toString().contains(name)) {
              assertThat(said).isEqualTo(expected);
            }
          });
      assertThat(alert.severity()).isNotEqualTo(Severity.UNKNOWN);
      assertThat(alert.occurredAt()).isPresent();
      assertThat(alert.targets(TargetType.IDENTITY)).isNotEmpty();
      assertThat(alert.attacks()).isNotEmpty();
    }
  }
}
