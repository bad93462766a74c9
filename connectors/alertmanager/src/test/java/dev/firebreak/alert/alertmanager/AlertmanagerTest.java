package dev.firebreak.alert.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Attack;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AlertmanagerTest {
  private static List<Alert> alerts(String body) throws UnusableAlert {
    AlertSource source =
        new AlertmanagerKind()
            .open(
                new AlertmanagerSettings(
                    Secret.of("0123456789abcdef"), Optional.empty(), Optional.of("prod")));
    Parsed parsed =
        source.parse(
            new RawMessage(Map.of(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8)));
    return ((Parsed.Alerts) parsed).alerts();
  }

  private static String one(String labels, String more) {
    return "{\"version\":\"4\",\"status\":\"firing\",\"alerts\":[{\"labels\":"
        + labels
        + more
        + "}]}";
  }

  @Test
  void eachAlertOfAGroupHasItsOwnStateAndTargets() throws UnusableAlert {
    List<Alert> alerts = alerts(SampleFiles.own("hot_wallet_group.json"));

    assertThat(alerts).hasSize(2);
    Alert first = alerts.get(0);
    assertThat(first.uid()).isEqualTo("9f1c2d3e4a5b6c7d/2026-01-14T08:00:05.123456789+01:00");
    assertThat(first.rule()).isEqualTo("HotWalletOutflow");
    assertThat(first.title()).isEqualTo("Outflow of hot-1 over the limit");
    assertThat(first.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(first.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(first.occurredAt()).contains(Instant.parse("2026-01-14T07:00:05.123456789Z"));
    assertThat(first.targets())
        .containsExactly(
            new Target(TargetType.WORKLOAD, "prod-eu/custody/signer-0"),
            new Target(TargetType.WALLET, "hot-1"),
            new Target(TargetType.IDENTITY, "ops@example.com"),
            new Target(TargetType.HOST, "10.20.7.4"));
    assertThat(first.attacks())
        .containsExactly(
            new Attack(Optional.of("TA0040"), Optional.empty()),
            new Attack(Optional.empty(), Optional.of("T1657")));
    assertThat(first.attributes()).containsEntry("exposure_usd", "1250000");
    assertThat(alerts.get(1).disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(alerts.get(1).targets(TargetType.WALLET)).containsExactly("hot-2");
  }

  @Test
  void theWatchdogIsATest() throws UnusableAlert {
    assertThat(alerts(SampleFiles.own("watchdog.json")))
        .extracting(Alert::disposition)
        .containsExactly(Disposition.TEST);
  }

  @Test
  void leftOutAlertsAreAnAlertOfTheirOwn() throws UnusableAlert {
    List<Alert> alerts = alerts(SampleFiles.own("old_version_truncated.json"));

    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(0).attributes()).containsEntry("truncated_alerts", "17");
    Alert leftOut = alerts.get(1);
    assertThat(leftOut.rule()).isEqualTo("AlertmanagerTruncatedAlerts");
    assertThat(leftOut.severity()).isEqualTo(Severity.LOW);
    assertThat(leftOut.title()).contains("17");
    assertThat(leftOut.targets()).isEmpty();
  }

  @Test
  void anExporterThatReportsOnOthersIsNoTarget() throws UnusableAlert {
    Alert alert = alerts(SampleFiles.own("old_version_truncated.json")).get(0);

    assertThat(alert.targets())
        .containsExactly(new Target(TargetType.WORKLOAD, "prod/wallets/watcher-1"));
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.title()).isEqualTo("Pod restarts");
  }

  @Test
  void withoutFingerprintTheLabelsIdentifyAnAlert() throws UnusableAlert {
    String ab = one("{\"alertname\":\"A\",\"b\":\"c\"}", ",\"startsAt\":\"2026-01-14T09:00:00Z\"");
    String ba = one("{\"b\":\"c\",\"alertname\":\"A\"}", ",\"startsAt\":\"2026-01-14T09:00:00Z\"");
    String other =
        one("{\"alertname\":\"Ab\",\"\":\"c\"}", ",\"startsAt\":\"2026-01-14T09:00:00Z\"");

    String uid = alerts(ab).get(0).uid();

    assertThat(uid).endsWith("/2026-01-14T09:00:00Z").isEqualTo(alerts(ba).get(0).uid());
    assertThat(alerts(other).get(0).uid()).isNotEqualTo(uid);
  }

  @Test
  void portsAndUrlsAreTakenOffAnInstance() throws UnusableAlert {
    Map<String, String> hosts =
        Map.of(
            "db-1.example.com:9187", "db-1.example.com",
            "https://shop.example.com/health?x=1", "shop.example.com",
            "[2001:db8::7]:9100", "2001:db8::7",
            "node-1", "node-1");
    for (Map.Entry<String, String> e : hosts.entrySet()) {
      Alert alert =
          alerts(one("{\"alertname\":\"A\",\"instance\":\"" + e.getKey() + "\"}", "")).get(0);

      assertThat(alert.targets(TargetType.HOST)).containsExactly(e.getValue());
    }
  }

  @Test
  void whatIsWrongIsRefusedWithItsPlace() {
    Map<String, String> wrong =
        Map.of(
            "{\"version\":\"3\",\"alerts\":[]}",
            "/version",
            "{\"version\":\"4\",\"alerts\":[]}",
            "/alerts",
            "{\"version\":\"4\",\"alerts\":{}}",
            "/alerts",
            one("{}", ""),
            "/alerts/0/labels",
            one("{\"alertname\":\"A\",\"a~/b\":1}", ""),
            "/alerts/0/labels/a~0~1b",
            one("{\"alertname\":\"A\"}", ",\"status\":\"suppressed\""),
            "/alerts/0/status");
    wrong.forEach(
        (body, place) ->
            assertThatThrownBy(() -> alerts(body))
                .isInstanceOfSatisfying(
                    UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo(place)));
  }

  @Test
  void manyLongLabelsStayWithinTheLimitsOfAnAlert() throws UnusableAlert {
    StringBuilder labels = new StringBuilder("{\"alertname\":\"A\"");
    for (int i = 0; i < 300; i++) {
      labels.append(",\"label_").append(i).append("\":\"").append("v".repeat(500)).append('"');
    }

    Alert alert = alerts(one(labels.append('}').toString(), "")).get(0);

    assertThat(alert.attributes().size()).isLessThanOrEqualTo(64);
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedNotificationIsAlerts() {
    return Stream.concat(SampleFiles.own().stream(), SampleFiles.recorded("alertmanager").stream())
        .map(
            f ->
                DynamicTest.dynamicTest(
                    f.getFileName().toString(),
                    () ->
                        assertThat(alerts(SampleFiles.text(f)))
                            .isNotEmpty()
                            .noneMatch(a -> a.severity() == Severity.UNKNOWN)));
  }
}
