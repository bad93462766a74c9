package dev.firebreak.alert.sentinel;

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

class SentinelTest {
  private static List<Alert> alerts(String body) throws UnusableAlert {
    Parsed parsed =
        new SentinelKind()
            .open(new SentinelSettings(Secret.of("0123456789abcdef"), Optional.empty()))
            .parse(
                new RawMessage(Map.of(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8)));
    return ((Parsed.Alerts) parsed).alerts();
  }

  private static Alert incident(String properties) throws UnusableAlert {
    return alerts(
            "{\"object\":{\"name\":\"n\",\"properties\":{\"title\":\"t\",\"severity\":\"Low\""
                + properties
                + "}}}")
        .get(0);
  }

  private static Alert graph(String more) throws UnusableAlert {
    return alerts("{\"id\":\"i\",\"title\":\"t\",\"severity\":\"low\"" + more + "}").get(0);
  }

  @Test
  void anIncidentNamesWalletsAccountsDevicesAndPublicAddresses() throws UnusableAlert {
    Alert alert = alerts(SampleFiles.own("incident_trigger.json")).get(0);

    assertThat(alert.uid()).isEqualTo("9b3a54f1-0c62-4b55-8a6e-3d2f10c7e811");
    assertThat(alert.rule()).isEqualTo("Withdrawal approved from an unfamiliar device");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:02:13.5Z"));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.WALLET, "hot-1"),
            new Target(TargetType.WALLET, "hot-2"),
            new Target(TargetType.IDENTITY, "approver@exchange.example.com"),
            new Target(TargetType.HOST, "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"),
            new Target(TargetType.HOST, "approval-1.corp.example.com"),
            new Target(TargetType.IP, "203.0.113.50"),
            new Target(TargetType.DOMAIN, "login-exchange.example.net"));
    assertThat(alert.attacks())
        .containsExactly(
            new Attack(Optional.of("TA0001"), Optional.empty()),
            new Attack(Optional.of("TA0011"), Optional.empty()),
            new Attack(Optional.empty(), Optional.of("T1078")));
    assertThat(alert.observables())
        .contains(
            new Observable("ip", "10.9.8.7"),
            new Observable("account", "NT AUTHORITY\\SYSTEM"),
            new Observable("host", "lap-77.corp.example.com"));
    assertThat(alert.attributes())
        .containsEntry("incident_number", "4711")
        .containsEntry("ExposureUsd", "1250000")
        .containsEntry("workspace", "soc-prod")
        .containsEntry("labels", "treasury");
  }

  @Test
  void aClosedIncidentInARunHistorysBodyIsResolved() throws UnusableAlert {
    Alert alert = alerts(SampleFiles.own("incident_closed_in_body.json")).get(0);

    assertThat(alert.uid()).isEqualTo("63aa");
    assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(alert.attributes()).containsEntry("classification", "BenignPositive");
  }

  @Test
  void anUpdateKeepsTheIncidentsIdAndBringsItsNewAlertsDetails() throws UnusableAlert {
    Alert alert =
        alerts(
                "{\"objectEventType\":\"Update\",\"object\":{\"name\":\"n\",\"properties\":{\"title\":\"t\"}},"
                    + "\"incidentUpdates\":{\"alerts\":[{\"properties\":{\"tactics\":[\"Impact\"],"
                    + "\"additionalData\":{\"Custom Details\":\"{\\\"Wallet\\\":[\\\"hot-9\\\"]}\"}}}]}}")
            .get(0);

    assertThat(alert.uid()).isEqualTo("n");
    assertThat(alert.targets()).containsExactly(new Target(TargetType.WALLET, "hot-9"));
    assertThat(alert.attacks())
        .containsExactly(new Attack(Optional.of("TA0040"), Optional.empty()));
  }

  @Test
  void theAlertTriggersTextsThatHoldJsonAreRead() throws UnusableAlert {
    Alert alert = alerts(SampleFiles.own("sentinel_alert_trigger.json")).get(0);

    assertThat(alert.uid()).isEqualTo("3d9f6e1a-aaaa-bbbb-cccc-ddddeeeeffff");
    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.CREDENTIAL, "AKIAEXAMPLE000000009"),
            new Target(TargetType.IDENTITY, "svc-signer@exchange.example.com"),
            new Target(TargetType.IP, "198.51.100.9"),
            new Target(TargetType.HOST, "vm-3"));
    assertThat(alert.attacks())
        .containsExactly(
            new Attack(Optional.of("TA0006"), Optional.empty()),
            new Attack(Optional.of("TA0010"), Optional.empty()),
            new Attack(Optional.empty(), Optional.of("T1552")));
  }

  @Test
  void evidenceOfAGraphAlertNamesWhatIsGuiltyOnly() throws UnusableAlert {
    List<Alert> alerts = alerts(SampleFiles.own("graph_alerts_in_value.json"));

    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(0).uid()).isEqualTo("da639012345678901234_-1234567890");
    assertThat(alerts.get(0).targets())
        .containsExactly(
            new Target(TargetType.HOST, "73e7e2de709dff64ef64b1d0c30e67fab6320001"),
            new Target(TargetType.IDENTITY, "ops@exchange.example.com"),
            new Target(TargetType.IP, "198.51.100.33"),
            new Target(TargetType.DOMAIN, "drop.example.net"),
            new Target(TargetType.WORKLOAD, "prod-eu/custody/signer-0"));
    assertThat(alerts.get(0).attacks())
        .containsExactly(
            new Attack(Optional.empty(), Optional.of("T1552.004")),
            new Attack(Optional.empty(), Optional.of("T1003")),
            new Attack(Optional.of("TA0006"), Optional.empty()));
    assertThat(alerts.get(0).observables())
        .contains(
            new Observable("harmless.userAccount.accountName", "bystander"),
            new Observable("attacked.ip", "203.0.113.1"),
            new Observable("harmless.ipAddress", "203.0.113.2"));
    assertThat(alerts.get(1).disposition()).isEqualTo(Disposition.RESOLVED);
  }

  @Test
  void aSampleOfDefenderForCloudIsATest() throws UnusableAlert {
    assertThat(alerts(SampleFiles.own("sample_alert.json")).get(0).disposition())
        .isEqualTo(Disposition.TEST);
  }

  @Test
  void aLabelMakesAnIncidentATest() throws UnusableAlert {
    assertThat(incident(",\"labels\":[{\"labelName\":\"Firebreak-Test\"}]").disposition())
        .isEqualTo(Disposition.TEST);
  }

  @Test
  void whatPeopleFoundDecidesOverAGraphAlert() throws UnusableAlert {
    Map<String, Disposition> findings =
        Map.of(
            ",\"status\":\"new\"", Disposition.FIRING,
            ",\"classification\":\"truePositive\"", Disposition.FIRING,
            ",\"classification\":\"falsePositive\"", Disposition.RESOLVED,
            ",\"classification\":\"informationalExpectedActivity\"", Disposition.RESOLVED,
            ",\"determination\":\"securityTesting\"", Disposition.TEST,
            ",\"status\":\"resolved\"", Disposition.RESOLVED);
    for (Map.Entry<String, Disposition> e : findings.entrySet()) {
      assertThat(graph(e.getKey()).disposition()).as(e.getKey()).isEqualTo(e.getValue());
    }
  }

  @Test
  void theFirstGenerationOfGraphAlertsIsUnderstood() throws UnusableAlert {
    Alert alert = alerts(SampleFiles.own("first_generation.json")).get(0);

    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "cfo@exchange.example.com"),
            new Target(TargetType.IP, "203.0.113.88"),
            new Target(TargetType.HOST, "lap-1.corp.example.com"));
    assertThat(alert.attacks()).contains(new Attack(Optional.empty(), Optional.of("T1078")));
  }

  @Test
  void accountsThatIdentifyNobodyAreNoTargets() throws UnusableAlert {
    for (String name : List.of("SYSTEM", "administrator", "WS-7$", "Network Service")) {
      String entity =
          ",\"relatedEntities\":[{\"kind\":\"Account\",\"properties\":{\"accountName\":\""
              + name
              + "\"}}]";

      assertThat(incident(entity).targets()).as(name).isEmpty();
    }
  }

  @Test
  void detailsOfManyAlertsStayWithinTheLimitsOfAnAlert() throws UnusableAlert {
    StringBuilder alerts = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      alerts
          .append(i == 0 ? "" : ",")
          .append("{\"properties\":{\"additionalData\":{\"Custom Details\":\"{\\\"k")
          .append(i)
          .append("\\\":[\\\"v\\\"]}\"}}}");
    }

    assertThat(incident(",\"Alerts\":[" + alerts + "]").attributes().size())
        .isLessThanOrEqualTo(64);
  }

  @Test
  void whatIsWrongIsRefusedWithItsPlace() {
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("{}", ""),
            Map.entry(
                "{\"object\":{\"name\":\"n\",\"properties\":{}}}", "/object/properties/title"),
            Map.entry("{\"object\":{\"properties\":{\"title\":\"t\"}}}", "/object/id"),
            Map.entry(
                "{\"Object\":{\"name\":\"n\",\"Properties\":{\"title\":\"t\",\"Severity\":5}}}",
                "/Object/Properties/Severity"),
            Map.entry(
                "{\"object\":{\"name\":\"n\",\"properties\":{\"title\":\"t\",\"relatedEntities\":{}}}}",
                "/object/properties/relatedEntities"),
            Map.entry("{\"value\":[]}", "/value"),
            Map.entry("{\"value\":[7]}", "/value/0"),
            Map.entry("{\"value\":[{\"id\":\"a\",\"title\":\" \"}]}", "/value/0/title"),
            Map.entry("{\"id\":\"a\",\"title\":\"t\",\"status\":true}", "/status"),
            Map.entry("{\"SystemAlertId\":\"a\"}", "/AlertDisplayName"),
            Map.entry(
                "{\"value\":[{\"subscriptionId\":\"s\",\"changeType\":\"created\",\"resource\":\"security/alerts_v2/1\"}]}",
                "/value/0"));
    wrong.forEach(
        (body, place) ->
            assertThatThrownBy(() -> alerts(body))
                .as(body)
                .isInstanceOfSatisfying(
                    UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo(place)));
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedMessageIsAlerts() {
    return Stream.concat(
            SampleFiles.own().stream(),
            Stream.of("microsoft_graph_alert_v2", "sentinel", "microsoft_sentinel_incident")
                .flatMap(k -> SampleFiles.recorded(k).stream()))
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> meaningful(f)));
  }

  private static void meaningful(Path file) throws UnusableAlert {
    for (Alert alert : alerts(SampleFiles.text(file))) {
      assertThat(alert.severity()).isNotEqualTo(Severity.UNKNOWN);
      if (alert.severity() == Severity.HIGH || file.toString().contains("anonymous_login")) {
        assertThat(alert.targets(TargetType.IDENTITY)).isNotEmpty();
        assertThat(alert.attacks()).isNotEmpty();
        assertThat(alert.occurredAt()).isPresent();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> theRecordedGraphAlertsNameTheUserAndThePublicAddress() {
    return SampleFiles.recorded("microsoft_graph_alert_v2").stream()
        .filter(f -> f.toString().contains("anonymous_login"))
        .map(
            f ->
                DynamicTest.dynamicTest(
                    f.getFileName().toString(),
                    () -> {
                      Alert alert = alerts(SampleFiles.text(f)).get(0);

                      assertThat(alert.rule()).isEqualTo("Anonymous IP address");
                      assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
                      assertThat(alert.targets(TargetType.IDENTITY)).hasSize(1);
                      assertThat(alert.targets(TargetType.IP)).hasSize(1);
                    }));
  }
}
