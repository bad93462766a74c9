package dev.firebreak.alert.guardduty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Attack;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
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

class FindingTest {
  private static List<Alert> alerts(String body) throws UnusableAlert {
    return Delivery.alerts(JsonBody.parse(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static Alert own(String file) throws UnusableAlert {
    return alerts(SampleFiles.own(file)).get(0);
  }

  private static Attack tactic(String id) {
    return new Attack(Optional.of(id), Optional.empty());
  }

  @Test
  void aStolenKeyNamesKeyUserAndRemoteAddress() throws UnusableAlert {
    Alert alert = own("event_access_key.json");

    assertThat(alert.uid()).isEqualTo("c2b7f0a1d3e44f5c9a1b2c3d4e5f6071");
    assertThat(alert.rule()).isEqualTo("UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:38:00Z"));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.CREDENTIAL, "AKIAEXAMPLEEXAMPLE01"),
            new Target(TargetType.IDENTITY, "withdrawal-bot"),
            new Target(TargetType.IP, "198.51.100.77"));
    assertThat(alert.attacks()).containsExactly(tactic("TA0001"));
    assertThat(alert.observables()).contains(new Observable("s3_bucket", "custody-backups"));
    assertThat(alert.attributes())
        .containsEntry("account", "111122223333")
        .containsEntry("api", "GetSecretValue")
        .containsEntry("count", "3");
  }

  @Test
  void pascalCaseIsReadAndASampleIsATestEvenWhenArchived() throws UnusableAlert {
    Alert alert = own("bare_pascal_case_miner.json");

    assertThat(alert.disposition()).isEqualTo(Disposition.TEST);
    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T07:00:00Z"));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.HOST, "i-0abc1234def567890"),
            new Target(TargetType.DOMAIN, "pool.mine.example"));
    assertThat(alert.attacks()).containsExactly(tactic("TA0040"));
  }

  @Test
  void anArchivedFindingIsResolvedAndAPrivateAddressNoTarget() throws UnusableAlert {
    Alert alert = own("eks_workload_archived.json");

    assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(alert.severity()).isEqualTo(Severity.INFORMATIONAL);
    assertThat(alert.targets())
        .containsExactly(new Target(TargetType.WORKLOAD, "prod-eu/custody/signer"));
    assertThat(alert.observables()).contains(new Observable("remote_ip", "10.1.2.3"));
  }

  @Test
  void anAttackSequenceNamesItsActorsAndItsTechniques() throws UnusableAlert {
    Alert alert = own("attack_sequence.json");

    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.CREDENTIAL, "ASIAEXAMPLEEXAMPLE03"),
            new Target(TargetType.IDENTITY, "treasury-admin"),
            new Target(TargetType.IP, "203.0.113.200"));
    assertThat(alert.attacks())
        .containsExactlyInAnyOrder(
            tactic("TA0003"),
            tactic("TA0001"),
            tactic("TA0010"),
            new Attack(Optional.empty(), Optional.of("T1562.008")));
  }

  @Test
  void severityFollowsGuardDutysBands() throws UnusableAlert {
    Map<String, Severity> bands =
        Map.of(
            "0.9", Severity.INFORMATIONAL,
            "1", Severity.LOW,
            "3.9", Severity.LOW,
            "4", Severity.MEDIUM,
            "6.9", Severity.MEDIUM,
            "7.0", Severity.HIGH,
            "8.9", Severity.HIGH,
            "9", Severity.CRITICAL,
            "10", Severity.CRITICAL,
            "null", Severity.UNKNOWN);
    for (Map.Entry<String, Severity> e : bands.entrySet()) {
      String body = "{\"id\":\"a\",\"type\":\"t\",\"severity\":" + e.getKey() + "}";

      assertThat(alerts(body).get(0).severity()).as(e.getKey()).isEqualTo(e.getValue());
    }
  }

  @Test
  void severalFindingsOfOneAnswerAreSeveralAlerts() throws UnusableAlert {
    String body = "{\"Findings\":[{\"Id\":\"a\",\"Type\":\"t\"},{\"Id\":\"b\",\"Type\":\"t\"}]}";

    assertThat(alerts(body)).extracting(Alert::uid).containsExactly("a", "b");
  }

  @Test
  void whatIsWrongIsRefusedWithItsPlace() {
    String envelope = "{\"detail-type\":\"GuardDuty Finding\",\"detail\":";
    Map<String, String> wrong =
        Map.of(
            "{\"detail-type\":\"Security Hub Findings - Imported\",\"detail\":{}}",
            "/detail-type",
            envelope + "null}",
            "/detail",
            envelope + "{\"id\":\"a\"}}",
            "/detail/type",
            envelope + "{\"id\":\"a\",\"type\":\"t\",\"severity\":\"8\"}}",
            "/detail/severity",
            "{\"id\":\"a\",\"type\":\"t\",\"severity\":1e999}",
            "/severity",
            "{\"id\":\"a\",\"type\":\"t\",\"service\":[]}",
            "/service",
            "{\"id\":\"a\",\"type\":\"t\",\"resource\":{\"accessKeyDetails\":\"k\"}}",
            "/resource/accessKeyDetails",
            "{\"findings\":[]}",
            "/findings");
    wrong.forEach(
        (body, place) ->
            assertThatThrownBy(() -> alerts(body))
                .as(body)
                .isInstanceOfSatisfying(
                    UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo(place)));
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedFindingIsAnAlert() {
    return Stream.of(
            SampleFiles.own(),
            SampleFiles.recorded("guardduty"),
            SampleFiles.recorded("guardduty_eventbridge"))
        .flatMap(List::stream)
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> readable(f)));
  }

  private static void readable(Path file) throws UnusableAlert {
    String text = SampleFiles.text(file);

    Alert alert = alerts(text).get(0);

    assertThat(alert.severity()).isNotEqualTo(Severity.UNKNOWN);
    assertThat(alert.occurredAt()).isPresent();
    assertThat(alert.attacks()).isNotEmpty();
    boolean sample = text.replace("\\", "").replace(" ", "").contains("\"sample\":true");
    assertThat(alert.disposition() == Disposition.TEST).isEqualTo(sample);
  }
}
