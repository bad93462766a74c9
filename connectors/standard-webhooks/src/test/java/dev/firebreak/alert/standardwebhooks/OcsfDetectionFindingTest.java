package dev.firebreak.alert.standardwebhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Attack;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Observable;
import dev.firebreak.alert.OcsfDetectionFinding;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.testkit.SampleFiles;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OcsfDetectionFindingTest {
  private static Alert map(String body) throws Exception {
    return OcsfDetectionFinding.map(Json.parse(body));
  }

  private static String event(String more) {
    return "{\"class_uid\":2004,\"finding_info\":{\"uid\":\"u\",\"title\":\"t\"}" + more + "}";
  }

  @Test
  void aDetectionFindingGivesTargetsOfResourcesEvidencesAndObservables() throws Exception {
    Alert alert = map(SampleFiles.own("ocsf_2004.json"));

    assertThat(alert.uid()).isEqualTo("finding-77");
    assertThat(alert.rule()).isEqualTo("Key from listed address");
    assertThat(alert.title()).isEqualTo("Access key used from a listed address");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.ofEpochMilli(1_768_383_672_000L));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.HOST, "i-0abc1234def567890"),
            new Target(TargetType.WORKLOAD, "custody/signer-0"),
            new Target(TargetType.CREDENTIAL, "AKIAEXAMPLEEXAMPLE01"),
            new Target(TargetType.IDENTITY, "withdrawal-bot"),
            new Target(TargetType.IP, "198.51.100.77"),
            new Target(TargetType.DOMAIN, "drop.example"),
            new Target(TargetType.HOST, "vault-3"));
    assertThat(alert.attacks())
        .containsExactly(
            new Attack(Optional.of("TA0006"), Optional.of("T1078.004")),
            new Attack(Optional.of("TA0001"), Optional.empty()));
    assertThat(alert.observables())
        .contains(
            new Observable("evidence.dst_endpoint", "10.3.4.5"),
            new Observable("evidence.process.cmd_line", "curl drop.example"));
    assertThat(alert.attributes())
        .containsEntry("exposure_usd", "900000")
        .containsEntry("cloud_account", "111122223333")
        .doesNotContainKey("nested");
  }

  @Test
  void aClosedSecurityFindingIsResolved() throws Exception {
    Alert alert = map(SampleFiles.own("ocsf_2001_closed.json"));

    assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.rule()).isEqualTo("Policy");
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-13T00:00:00Z"));
    assertThat(alert.attacks())
        .containsExactly(new Attack(Optional.of("TA0010"), Optional.of("T1567")));
    assertThat(alert.targets()).containsExactly(new Target(TargetType.IDENTITY, "alice"));
  }

  @Test
  void stateDecidesWhetherItIsOver() throws Exception {
    Map<String, Disposition> states =
        Map.of(
            ",\"status_id\":1", Disposition.FIRING,
            ",\"status_id\":3", Disposition.RESOLVED,
            ",\"status_id\":4", Disposition.RESOLVED,
            ",\"status\":\"Resolved\"", Disposition.RESOLVED,
            ",\"activity_id\":2", Disposition.FIRING,
            ",\"activity_id\":3", Disposition.RESOLVED);
    for (Map.Entry<String, Disposition> e : states.entrySet()) {
      assertThat(map(event(e.getKey())).disposition()).as(e.getKey()).isEqualTo(e.getValue());
    }
  }

  @Test
  void severityIdsFollowTheSchema() throws Exception {
    List<Severity> byId = List.of(Severity.values());
    for (Severity s : byId) {
      assertThat(map(event(",\"severity_id\":" + s.ocsfId())).severity()).isEqualTo(s);
    }
    assertThat(map(event(",\"severity_id\":99")).severity()).isEqualTo(Severity.UNKNOWN);
    assertThat(map(event(",\"severity_id\":4294967300")).severity()).isEqualTo(Severity.UNKNOWN);
  }

  @TestFactory
  Stream<DynamicTest> whatIsWrongIsRefusedWithItsPlace() {
    Map<String, String> wrong =
        Map.of(
            "{\"class_uid\":3002}",
            "/class_uid",
            "{\"class_uid\":\"2004\"}",
            "/class_uid",
            "{\"class_uid\":2004}",
            "/finding_info/uid",
            "{\"class_uid\":2001,\"finding_info\":{\"uid\":\"u\"}}",
            "/finding/uid",
            event(",\"severity_id\":\"4\""),
            "/severity_id",
            event(",\"evidences\":{}"),
            "/evidences",
            event(",\"observables\":[{\"name\":\"a\",\"value\":\"b\"},7]"),
            "/observables/1",
            event(",\"evidences\":[{\"actor\":{\"user\":\"bob\"}}]"),
            "/evidences/0/actor/user",
            event(",\"time\":true"),
            "/time",
            "[]",
            "");
    return wrong.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getValue() + " " + e.getKey(),
                    () ->
                        assertThatThrownBy(() -> map(e.getKey()))
                            .isInstanceOfSatisfying(
                                UnusableAlert.class,
                                u -> assertThat(u.pointer()).isEqualTo(e.getValue()))));
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedEventIsAnAlert() {
    return Stream.concat(
            SampleFiles.own().stream().filter(f -> f.getFileName().toString().startsWith("ocsf")),
            SampleFiles.recorded("ocsf_detection_finding").stream())
        .map(
            f ->
                DynamicTest.dynamicTest(
                    f.getFileName().toString(),
                    () -> assertThat(map(SampleFiles.text(f)).uid()).isNotBlank()));
  }
}
