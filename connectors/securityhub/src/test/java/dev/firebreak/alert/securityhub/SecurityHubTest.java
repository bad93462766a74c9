package dev.firebreak.alert.securityhub;

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

class SecurityHubTest {
  private static List<Alert> alerts(String body) throws UnusableAlert {
    return Delivery.alerts(body.getBytes(StandardCharsets.UTF_8));
  }

  private static Alert own(String file) throws UnusableAlert {
    return alerts(SampleFiles.own(file)).get(0);
  }

  private static Alert finding(String rest) throws UnusableAlert {
    return alerts("{\"Id\":\"f\",\"Title\":\"t\"," + rest + "}").get(0);
  }

  private static Attack tactic(String id) {
    return new Attack(Optional.of(id), Optional.empty());
  }

  @Test
  void aStolenKeyNamesKeyUserAndRemoteAddress() throws UnusableAlert {
    Alert alert = own("event_access_key.json");

    assertThat(alert.uid())
        .isEqualTo("arn:aws:guardduty:eu-central-1:111122223333:detector/d1/finding/f1");
    assertThat(alert.rule()).isEqualTo("UnauthorizedAccess:IAMUser-MaliciousIPCaller.Custom");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:38:00Z"));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.CREDENTIAL, "AKIAEXAMPLEEXAMPLE07"),
            new Target(TargetType.IDENTITY, "withdrawal-bot"),
            new Target(TargetType.IP, "198.51.100.77"));
    assertThat(alert.attacks()).containsExactly(tactic("TA0001"));
    assertThat(alert.observables())
        .contains(
            new Observable("resource", "arn:aws:s3:::custody-backups"),
            new Observable("remote_country", "Atlantis"));
    assertThat(alert.attributes())
        .containsEntry("account", "111122223333")
        .containsEntry("product", "GuardDuty")
        .containsEntry("api", "GetSecretValue");
  }

  @Test
  void camelCaseIsReadAndWhoActedComesFirst() throws UnusableAlert {
    Alert alert = own("camel_case_instance.json");

    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.rule()).isEqualTo("Edge Sensor/beacon-watch");
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T08:00:00Z"));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "arn:aws:iam::111122223333:role/signer"),
            new Target(TargetType.HOST, "i-0abc1234def567890"),
            new Target(TargetType.IP, "203.0.113.66"),
            new Target(TargetType.DOMAIN, "c2.example.net"),
            new Target(TargetType.DOMAIN, "other-c2.example.net"));
    assertThat(alert.attacks()).containsExactly(tactic("TA0011"), tactic("TA0010"));
    assertThat(alert.observables())
        .contains(
            new Observable("source_ip", "198.51.100.8"),
            new Observable("remote_ip", "10.0.0.9"),
            new Observable("threat_intelligence", "abc123"));
  }

  @Test
  void aPassedControlIsResolvedAndAFailedOneFires() throws UnusableAlert {
    List<Alert> alerts = alerts(SampleFiles.own("findings_of_two_controls.json"));

    assertThat(alerts).extracting(Alert::rule).containsExactly("S3.8", "IAM.4");
    assertThat(alerts)
        .extracting(Alert::disposition)
        .containsExactly(Disposition.RESOLVED, Disposition.FIRING);
    assertThat(alerts.get(1).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void theNewerHubsOcsfFindingsAreRead() throws UnusableAlert {
    Alert alert = own("event_ocsf.json");

    assertThat(alert.uid()).isEqualTo("ocsf-finding-1");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.targets()).containsExactly(new Target(TargetType.HOST, "i-0abc1234def567890"));
  }

  @Test
  void whatIsWorkedOffOrHarmlessIsResolvedAndASampleIsATest() throws UnusableAlert {
    for (String over :
        List.of(
            "\"RecordState\":\"ARCHIVED\"",
            "\"Workflow\":{\"Status\":\"RESOLVED\"}",
            "\"Workflow\":{\"Status\":\"SUPPRESSED\"}",
            "\"WorkflowState\":\"RESOLVED\"",
            "\"VerificationState\":\"FALSE_POSITIVE\"",
            "\"Compliance\":{\"Status\":\"PASSED\"}")) {
      assertThat(finding(over).disposition()).as(over).isEqualTo(Disposition.RESOLVED);
    }
    for (String open :
        List.of(
            "\"Workflow\":{\"Status\":\"NOTIFIED\"},\"RecordState\":\"ACTIVE\"",
            "\"Compliance\":{\"Status\":\"WARNING\"}")) {
      assertThat(finding(open).disposition()).as(open).isEqualTo(Disposition.FIRING);
    }
    for (String sample :
        List.of(
            "\"Sample\":true",
            "\"RecordState\":\"ARCHIVED\",\"ProductFields\":"
                + "{\"aws/guardduty/service/additionalInfo/sample\":\"true\"}")) {
      assertThat(finding(sample).disposition()).as(sample).isEqualTo(Disposition.TEST);
    }
  }

  @Test
  void severityIsTheLabelThenTheNumberThenTheProductsWord() throws UnusableAlert {
    Map<String, Severity> severities =
        Map.ofEntries(
            Map.entry("{\"Label\":\"LOW\",\"Normalized\":90}", Severity.LOW),
            Map.entry("{\"Normalized\":0}", Severity.INFORMATIONAL),
            Map.entry("{\"Normalized\":1}", Severity.LOW),
            Map.entry("{\"Normalized\":40}", Severity.MEDIUM),
            Map.entry("{\"Normalized\":69}", Severity.MEDIUM),
            Map.entry("{\"Normalized\":70}", Severity.HIGH),
            Map.entry("{\"Normalized\":90}", Severity.CRITICAL),
            Map.entry("{\"Normalized\":101}", Severity.UNKNOWN),
            Map.entry("{\"Normalized\":\"many\"}", Severity.UNKNOWN),
            Map.entry("{\"Label\":\"UNKNOWN\"}", Severity.UNKNOWN));
    for (Map.Entry<String, Severity> e : severities.entrySet()) {
      assertThat(finding("\"Severity\":" + e.getKey()).severity())
          .as(e.getKey())
          .isEqualTo(e.getValue());
    }
    assertThat(finding("\"FindingProviderFields\":{\"Severity\":{\"Label\":\"HIGH\"}}").severity())
        .isEqualTo(Severity.HIGH);
  }

  @Test
  void aRoleThatWasOnlyTouchedIsEvidence() throws UnusableAlert {
    Alert alert =
        finding(
            "\"Resources\":[{\"Type\":\"AwsIamRole\",\"ResourceRole\":\"Target\","
                + "\"Id\":\"arn:aws:iam::111122223333:role/decoy\"}]");

    assertThat(alert.targets()).isEmpty();
    assertThat(alert.observables())
        .contains(new Observable("resource", "arn:aws:iam::111122223333:role/decoy"));
  }

  @Test
  void anAttackSequenceNamesItsActorsAndTechniques() throws UnusableAlert {
    Alert alert =
        finding(
            "\"Detection\":{\"Sequence\":{\"Actors\":[{\"User\":{\"Name\":\"treasury-admin\","
                + "\"CredentialUid\":\"ASIAEXAMPLE1\"}}],\"Endpoints\":[{\"Ip\":\"203.0.113.9\"}],"
                + "\"SequenceIndicators\":[{\"Key\":\"ATTACK_TECHNIQUE\",\"Values\":[\"T1078.004\"]}"
                + ",{\"Key\":\"HIGH_RISK_API\",\"Values\":[\"TA0040\"]}]}}");

    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.CREDENTIAL, "ASIAEXAMPLE1"),
            new Target(TargetType.IDENTITY, "treasury-admin"),
            new Target(TargetType.IP, "203.0.113.9"));
    assertThat(alert.attacks())
        .containsExactly(new Attack(Optional.empty(), Optional.of("T1078.004")));
  }

  @Test
  void aPersonsCustomActionIsTold() throws UnusableAlert {
    Alert alert =
        alerts(
                "{\"detail-type\":\"Security Hub Findings - Custom Action\",\"detail\":{"
                    + "\"actionName\":\"Contain\",\"findings\":[{\"Id\":\"f\",\"Title\":\"t\"}]}}")
            .get(0);

    assertThat(alert.attributes()).containsEntry("custom_action", "Contain");
  }

  @Test
  void oddShapesCostADetailNotTheFinding() throws UnusableAlert {
    Alert alert =
        finding(
            "\"Severity\":7,\"Resources\":{},\"Types\":\"x\",\"Action\":[1],\"Network\":null,"
                + "\"UpdatedAt\":\"soon\",\"ThreatIntelIndicators\":[[]]");

    assertThat(alert.severity()).isEqualTo(Severity.UNKNOWN);
    assertThat(alert.targets()).isEmpty();
    assertThat(alert.rule()).isEqualTo("t");
  }

  @Test
  void whatIsNoFindingIsRefusedWithItsPlaceAndAdvice() {
    String insight =
        "{\"detail-type\":\"Security Hub Insight Results\",\"detail\":{\"insightName\":\"i\"}}";
    Map<String, String> wrong =
        Map.of(
            insight,
            "/detail-type",
            "{\"detail-type\":\"GuardDuty Finding\",\"detail\":{\"id\":\"g\"}}",
            "/detail-type",
            "{\"Type\":\"Notification\",\"TopicArn\":\"arn\",\"Message\":\"{}\"}",
            "/TopicArn",
            "{\"detail\":{\"findings\":[]}}",
            "",
            "{\"detail\":{\"findings\":[7]}}",
            "/detail/findings/0",
            "{\"detail\":{\"findings\":[{\"Title\":\"t\"}]}}",
            "/detail/findings/0/Id",
            "{\"Id\":\"only\"}",
            "/Id");
    wrong.forEach(
        (body, place) ->
            assertThatThrownBy(() -> alerts(body))
                .as(body)
                .isInstanceOfSatisfying(
                    UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo(place)));
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedFindingIsAMeaningfulAlert() {
    return Stream.of(SampleFiles.own(), SampleFiles.recorded("aws_security_hub_asff"))
        .flatMap(List::stream)
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> meaningful(f)));
  }

  private static void meaningful(Path file) throws UnusableAlert {
    for (Alert alert : alerts(SampleFiles.text(file))) {
      assertThat(alert.severity()).isNotEqualTo(Severity.UNKNOWN);
      assertThat(alert.occurredAt()).isPresent();
      boolean decoy = file.getFileName().toString().startsWith("decoy");
      if (decoy) {
        assertThat(alert.severity()).isEqualTo(Severity.HIGH);
        assertThat(alert.rule()).startsWith("DecoyDetector/");
        assertThat(alert.targets(TargetType.CREDENTIAL)).hasSize(1);
        assertThat(alert.targets(TargetType.IDENTITY)).containsExactly("tester");
      }
    }
  }
}
