package dev.firebreak.alert.crowdstrike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Attack;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Observable;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
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

class CrowdStrikeTest {
  private static final String DEVICE = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

  private static List<Alert> alerts(String body, Optional<String> loginDomain)
      throws UnusableAlert {
    return new Delivery(new Logins(loginDomain), List.of("API:own-client"))
        .alerts(body.getBytes(StandardCharsets.UTF_8));
  }

  private static Alert alert(String body) throws UnusableAlert {
    return alerts(body, Optional.empty()).get(0);
  }

  private static Alert own(String file) throws UnusableAlert {
    return alert(SampleFiles.own(file));
  }

  private static Attack tactic(String id) {
    return new Attack(Optional.of(id), Optional.empty());
  }

  private static Attack technique(String id) {
    return new Attack(Optional.empty(), Optional.of(id));
  }

  private static String stream(String type, String event) {
    return "{\"metadata\":{\"customerIDString\":\"c\",\"offset\":7,\"eventType\":\""
        + type
        + "\",\"eventCreationTime\":1768384100000},\"event\":"
        + event
        + "}";
  }

  private static String audit(String operation, String rest) {
    return stream(
        "AuthActivityAuditEvent",
        "{\"UserId\":\"a@example.com\",\"OperationName\":\"" + operation + "\"" + rest + "}");
  }

  @Test
  void anEndpointDetectionNamesDeviceIndicatorAndTechnique() throws UnusableAlert {
    Alert alert = own("epp_detection.json");

    assertThat(alert.uid())
        .isEqualTo("5f3c0d1e2b4a49768c1d0e9f8a7b6c5d:ind:" + DEVICE + ":90512331187-10318-77");
    assertThat(alert.rule()).isEqualTo("Credential Theft");
    assertThat(alert.title()).isEqualTo("CrowdStrike: Credential Theft on TREASURY-07");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:41:12Z"));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.HOST, DEVICE), new Target(TargetType.DOMAIN, "drop.example.net"));
    assertThat(alert.attacks()).containsExactly(tactic("TA0006"), technique("T1003"));
    assertThat(alert.observables())
        .contains(new Observable("remote_ip", "203.0.113.9"), new Observable("ip", "10.8.4.17"));
    assertThat(alert.attributes())
        .containsEntry("hostname", "TREASURY-07")
        .containsEntry("os_user", "m.okafor")
        .containsEntry("action_taken", "Detection, standard detection.")
        .containsEntry("customer", "5f3c0d1e2b4a49768c1d0e9f8a7b6c5d");
  }

  @Test
  void aSensorsUserNameIsALoginOnlyWithAConfiguredDomain() throws UnusableAlert {
    String body = SampleFiles.own("epp_detection.json");
    Optional<String> domain = Optional.of("example.com");

    Alert alert = alerts(body, domain).get(0);

    assertThat(alert.targets(TargetType.IDENTITY)).containsExactly("m.okafor@example.com");
    for (String local : List.of("Administrator", "root", "TREASURY-07$")) {
      assertThat(alerts(body.replace("m.okafor", local), domain).get(0).targets())
          .noneMatch(t -> t.type() == TargetType.IDENTITY);
    }
    assertThat(alerts(body.replace("\"CORP\"", "\"TREASURY-07\""), domain).get(0).targets())
        .as("an account of the machine itself")
        .noneMatch(t -> t.type() == TargetType.IDENTITY);
  }

  @Test
  void anIdentityDetectionNamesTheAccountAndTheUnmanagedSourceNotTheServer() throws UnusableAlert {
    Alert alert = own("idp_detection.json");

    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.rule()).isEqualTo("Unusual login to a server");
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.HOST, "kiosk-3.corp.example.com"),
            new Target(TargetType.IDENTITY, "svc-ledger@corp.example.com"),
            new Target(TargetType.IP, "198.51.100.60"));
    assertThat(alert.attacks()).containsExactly(tactic("TA0001"));
    assertThat(alert.observables())
        .contains(new Observable("target_host", "dc-1.corp.example.com"));
  }

  @Test
  void listsInOneTextAreReadOneByOne() throws UnusableAlert {
    Alert alert = own("xdr_detection.json");

    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.targets(TargetType.HOST)).containsExactly("BUILD-1", "BUILD-2");
    assertThat(alert.attacks())
        .containsExactly(
            tactic("TA0001"), tactic("TA0002"), technique("T1566.001"), technique("T1203"));
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:50:00Z"));
  }

  @Test
  void anIncidentIsRankedByItsScoreAndNamesAllItsDevices() throws UnusableAlert {
    Alert alert = own("incident.json");

    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.targets(TargetType.HOST))
        .containsExactly(DEVICE, "1b2c3d4e5f60718293a4b5c6d7e8f90a");
    assertThat(alert.attacks()).containsExactly(tactic("TA0008"));
    assertThat(alert.uid()).startsWith("inc:");
  }

  @Test
  void ourTemplateIsReadAndAVariableThatWasNotFilledInSaysNothing() throws UnusableAlert {
    Alert alert = own("workflow_template.json");

    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.HOST, DEVICE),
            new Target(TargetType.IDENTITY, "m.okafor@example.com"));
    assertThat(alert.attributes()).doesNotContainKey("sha256");
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:41:12Z"));
  }

  @Test
  void dottedNamesAreReadAndAClosedDetectionIsResolved() throws UnusableAlert {
    Alert alert = own("workflow_dotted.json");

    assertThat(alert.uid()).isEqualTo("5f3c0d1e:ind:0a1b2c3d:1");
    assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(alert.severity()).isEqualTo(Severity.LOW);
    assertThat(alert.targets()).containsExactly(new Target(TargetType.HOST, DEVICE));
    assertThat(alert.attributes()).containsEntry("trigger", "Endpoint detection status changed");
  }

  @Test
  void falconsTrialDetectionIsATestAndACommandLineCannotMakeOne() throws UnusableAlert {
    String trial =
        SampleFiles.own("epp_detection.json")
            .replace(
                "A process read the memory that holds logon secrets.",
                "For evaluation only - benign, no action needed.");
    String forged =
        SampleFiles.own("epp_detection.json")
            .replace("rundll32.exe comsvcs", "crowdstrike_sample_detection for evaluation only");

    assertThat(alert(trial).disposition()).isEqualTo(Disposition.TEST);
    assertThat(alert(forged).disposition()).isEqualTo(Disposition.FIRING);
  }

  @Test
  void severityFollowsTheWordThenTheScaleOfTheEvent() throws UnusableAlert {
    Map<String, Severity> events =
        Map.ofEntries(
            Map.entry(severity("EppDetectionSummaryEvent", "19"), Severity.INFORMATIONAL),
            Map.entry(severity("EppDetectionSummaryEvent", "20"), Severity.LOW),
            Map.entry(severity("EppDetectionSummaryEvent", "79"), Severity.HIGH),
            Map.entry(severity("EppDetectionSummaryEvent", "100"), Severity.CRITICAL),
            Map.entry(severity("EppDetectionSummaryEvent", "101"), Severity.UNKNOWN),
            Map.entry(severity("EppDetectionSummaryEvent", "-1"), Severity.UNKNOWN),
            Map.entry(severity("EppDetectionSummaryEvent", "\"High\""), Severity.HIGH),
            Map.entry(severity("DetectionSummaryEvent", "4"), Severity.HIGH),
            Map.entry(severity("DetectionSummaryEvent", "0"), Severity.UNKNOWN),
            Map.entry(severity("DetectionSummaryEvent", "90"), Severity.CRITICAL),
            Map.entry(
                stream(
                    "CSPMIOAStreamingEvent",
                    "{\"PolicyStatement\":\"p\",\"Severity\":1,\"SeverityName\":\"High\"}"),
                Severity.HIGH),
            Map.entry(
                stream("ReconNotificationSummaryEvent", "{\"RulePriority\":\"high\"}"),
                Severity.HIGH),
            Map.entry(stream("CustomerIOCEvent", "{\"IPv4\":\"203.0.113.5\"}"), Severity.MEDIUM),
            Map.entry(stream("MobileDetectionSummaryEvent", "{}"), Severity.UNKNOWN),
            Map.entry(severity("SomeProductsNewDetectionEvent", "50"), Severity.MEDIUM));
    for (Map.Entry<String, Severity> e : events.entrySet()) {
      assertThat(alert(e.getKey()).severity()).as(e.getKey()).isEqualTo(e.getValue());
    }
  }

  private static String severity(String type, String value) {
    return stream(type, "{\"CompositeId\":\"x\",\"Name\":\"n\",\"Severity\":" + value + "}");
  }

  @Test
  void aNewApiClientNamesWhoMadeItAndWhichAndShowsNoSecret() throws UnusableAlert {
    Alert alert = own("audit_api_client.json");

    assertThat(alert.rule()).isEqualTo("CreateAPIClients");
    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "m.okafor@example.com"),
            new Target(TargetType.CREDENTIAL, "c0ffee00c0ffee00c0ffee00c0ffee00"),
            new Target(TargetType.IP, "198.51.100.7"));
    assertThat(alert.attacks()).containsExactly(tactic("TA0003"), technique("T1098.001"));
    assertThat(alert.attributes()).containsEntry("audit.scope(s)", "hosts:write");
    assertThat(alert.toString()).doesNotContain("never-show-me");
  }

  @Test
  void auditedOperationsAreRankedByWhatTheyDo() throws UnusableAlert {
    Map<String, Severity> operations =
        Map.ofEntries(
            Map.entry("grantUserRoles", Severity.MEDIUM),
            Map.entry("revokeUserRoles", Severity.LOW),
            Map.entry("createUser", Severity.LOW),
            Map.entry("deleteUser", Severity.LOW),
            Map.entry("resetAuthSecret", Severity.MEDIUM),
            Map.entry("requestResetPassword", Severity.LOW),
            Map.entry("DeleteAllowlistGroup", Severity.MEDIUM),
            Map.entry("CreateAllowlistGroup", Severity.LOW),
            Map.entry("disable_policy", Severity.MEDIUM),
            Map.entry("update_policy", Severity.LOW),
            Map.entry("reveal_token", Severity.MEDIUM),
            Map.entry("hide_host_requested", Severity.MEDIUM),
            Map.entry("lift_containment_requested", Severity.MEDIUM),
            Map.entry("create_ml_exclusion", Severity.MEDIUM));
    for (Map.Entry<String, Severity> e : operations.entrySet()) {
      assertThat(alert(audit(e.getKey(), "")).severity()).as(e.getKey()).isEqualTo(e.getValue());
    }
  }

  @Test
  void aFailedTryIsLowAndSaysSo() throws UnusableAlert {
    Alert grant = alert(audit("grantUserRoles", ",\"Success\":false"));
    Alert login = alert(audit("twoFactorAuthenticate", ",\"Success\":false"));

    assertThat(grant.severity()).isEqualTo(Severity.LOW);
    assertThat(grant.title()).endsWith("(failed)");
    assertThat(login.severity()).isEqualTo(Severity.LOW);
    assertThat(login.attacks()).contains(technique("T1110"));
  }

  @Test
  void aPersonClosingADetectionResolvesIt() throws UnusableAlert {
    Alert alert =
        alert(
            stream(
                "UserActivityAuditEvent",
                "{\"UserId\":\"a@example.com\",\"OperationName\":\"detection_update\","
                    + "\"AuditKeyValues\":[{\"Key\":\"detection_id\",\"ValueString\":\"c:ind:1\"},"
                    + "{\"Key\":\"new_state\",\"ValueString\":\"false_positive\"}]}"));

    assertThat(alert.uid()).isEqualTo("c:ind:1");
    assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
  }

  @Test
  void aRemoteSessionNamesMachineAndPersonAndEndsAsTheSameFinding() throws UnusableAlert {
    String rest =
        "{\"SessionId\":\"s-1\",\"HostnameField\":\"H\",\"UserName\":\"a@example.com\","
            + "\"AgentIdString\":\""
            + DEVICE
            + "\"}";

    Alert start = alert(stream("RemoteResponseSessionStartEvent", rest));
    Alert end = alert(stream("RemoteResponseSessionEndEvent", rest));

    assertThat(start.targets())
        .containsExactly(
            new Target(TargetType.HOST, DEVICE), new Target(TargetType.IDENTITY, "a@example.com"));
    assertThat(start.severity()).isEqualTo(Severity.LOW);
    assertThat(end.uid()).isEqualTo(start.uid());
    assertThat(end.disposition()).isEqualTo(Disposition.RESOLVED);
  }

  @Test
  void ofAListTheMeaningfulEventsBecomeAlerts() throws UnusableAlert {
    List<Alert> alerts = alerts(SampleFiles.own("batch_with_noise.json"), Optional.empty());

    assertThat(alerts).extracting(Alert::rule).containsExactly("grantUserRoles");
    assertThat(alerts.get(0).targets(TargetType.IDENTITY))
        .containsExactly("m.okafor@example.com", "x.new@example.com");
  }

  @Test
  void whatIsNoAlertIsRefusedWithItsPlaceAndAdvice() {
    Map<String, String> wrong =
        Map.of(
            stream("FirewallMatchEvent", "{\"DeviceId\":\"d\"}"),
            "/metadata/eventType",
            stream("ScheduledReportNotificationEvent", "{}"),
            "/metadata/eventType",
            audit("userAuthenticate", ",\"Success\":true"),
            "/metadata/eventType",
            audit("streamStarted", ""),
            "/metadata/eventType",
            audit("", ""),
            "/event/OperationName",
            audit("createUser", ",\"Success\":\"no\""),
            "/event/Success",
            "{\"foo\":\"bar\"}",
            "",
            "[]",
            "",
            "[7]",
            "/0");
    wrong.forEach(
        (body, place) ->
            assertThatThrownBy(() -> alert(body))
                .as(body)
                .isInstanceOfSatisfying(
                    UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo(place)));
  }

  @Test
  void aLogonSessionIsNoIdOfADetection() throws UnusableAlert {
    String body =
        stream("EppDetectionSummaryEvent", "{\"Name\":\"n\",\"SessionId\":\"2\",\"Severity\":30}");

    assertThat(alert(body).uid()).hasSize(64);
    assertThatThrownBy(() -> alert("{\"session_id\":\"2\"}")).isInstanceOf(UnusableAlert.class);
  }

  @Test
  void anAuditEventKeepsItsIdAndAnotherOffsetIsAnother() throws UnusableAlert {
    String body = SampleFiles.own("audit_api_client.json");

    String uid = alert(body).uid();

    assertThat(alert(body).uid()).isEqualTo(uid);
    assertThat(alert(body.replace("440300", "440301")).uid()).isNotEqualTo(uid);
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedEventIsAMeaningfulAlert() {
    return Stream.of(SampleFiles.own(), SampleFiles.recorded("crowdstrike_event_stream"))
        .flatMap(List::stream)
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> meaningful(f)));
  }

  /** Rule, severity and types of targets by a part of the file's name. */
  private static final Map<String, String> RECORDED =
      Map.of(
          "admin_role_assigned", "grantUserRoles MEDIUM [identity, identity, ip]",
          "allowlist_removed", "DeleteAllowlistGroup MEDIUM [identity, ip]",
          "api_key_deleted", "DeleteAPIClients LOW [identity, credential, ip]",
          "detection_summary_info", "Known Malware INFORMATIONAL []",
          "new_user_created", "createUser LOW [identity, identity, ip]",
          "password_change", "changePassword LOW [identity, ip]");

  private static void meaningful(Path file) throws UnusableAlert {
    Alert alert = alert(SampleFiles.text(file));
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
    assertThat(alert.title()).startsWith("CrowdStrike: ");
    boolean informational = alert.severity() == Severity.INFORMATIONAL;
    assertThat(informational || !alert.targets().isEmpty()).as("targets").isTrue();
  }
}
