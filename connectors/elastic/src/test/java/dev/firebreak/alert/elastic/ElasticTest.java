package dev.firebreak.alert.elastic;

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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ElasticTest {
  private static Parsed parsed(String body) throws UnusableAlert {
    return new ElasticKind()
        .open(new ElasticSettings(Secret.of("0123456789abcdef"), Optional.empty()))
        .parse(new RawMessage(Map.of(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Alert> alerts(String body) throws UnusableAlert {
    return ((Parsed.Alerts) parsed(body)).alerts();
  }

  private static Alert one(String fields) throws UnusableAlert {
    return alerts(
            "{\"schema\":\"firebreak.elastic.v1\",\"rule\":{\"name\":\"R\"},\"alerts\":[{"
                + "\"kibana.alert.uuid\":\"u\""
                + fields
                + "}]}")
        .get(0);
  }

  @Test
  void dottedAndNestedKeysOfOneDocumentAreTheSameFields() throws UnusableAlert {
    Alert alert = alerts(SampleFiles.own("mixed_keys.json")).get(0);

    assertThat(alert.uid()).isEqualTo("6f1e9c0b7d5a4c1e9a530b6f5a3e21d7a8c45d20");
    assertThat(alert.rule()).isEqualTo("New API key for a withdrawal account");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:19:58Z"));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.WALLET, "hot-1"),
            new Target(TargetType.CREDENTIAL, "AKIAEXAMPLE000000007"),
            new Target(TargetType.IDENTITY, "withdrawal-bot"),
            new Target(TargetType.IP, "203.0.113.77"));
    assertThat(alert.attacks())
        .containsExactly(
            new Attack(Optional.of("TA0003"), Optional.empty()),
            new Attack(Optional.empty(), Optional.of("T1098")),
            new Attack(Optional.empty(), Optional.of("T1098.001")));
    assertThat(alert.observables())
        .contains(new Observable("source.geo.country_iso_code", "NL"))
        .filteredOn(o -> o.name().equals("source.ip"))
        .hasSize(1);
    assertThat(alert.attributes())
        .containsEntry("exposure_usd", "1250000")
        .containsEntry("rule_id", "fb-iam-014")
        .containsEntry("cloud_account", "111122223333")
        .containsEntry("event_action", "CreateAccessKey");
  }

  @Test
  void eachAlertOfAMessageHasItsOwnStateAndTargets() throws UnusableAlert {
    List<Alert> alerts = alerts(SampleFiles.own("two_nested_alerts.json"));

    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(0).severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alerts.get(0).targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "dealer"),
            new Target(TargetType.HOST, "4f1d2c3b-0a9e-4c55-8d11-2f7a6b5c4d3e"),
            new Target(TargetType.IP, "198.51.100.20"),
            new Target(TargetType.DOMAIN, "drop.example.net"));
    assertThat(alerts.get(0).attributes()).containsEntry("host", "WS-042");
    assertThat(alerts.get(1).disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(alerts.get(1).targets()).containsExactly(new Target(TargetType.HOST, "WS-043"));
    assertThat(alerts.get(1).attributes()).containsEntry("os_user", "SYSTEM");
  }

  @Test
  void aLoopsTrailingCommasAddNothing() throws UnusableAlert {
    List<Alert> alerts = alerts(SampleFiles.own("loop_with_trailing_commas.json"));

    assertThat(alerts).extracting(Alert::uid).containsExactly("loop-1", "loop-2");
    assertThat(alerts).extracting(Alert::rule).containsOnly("Login from a listed address");
    assertThat(alerts).extracting(Alert::severity).containsOnly(Severity.MEDIUM);
    assertThat(alerts.get(1).targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "cfo@example.com"),
            new Target(TargetType.HOST, "vpn-1"));
  }

  @TestFactory
  Stream<DynamicTest> whatIsMoreThanOneTrailingCommaIsStillNoJson() {
    return Stream.of(
            "{\"alerts\":[{\"a\":1},,]}",
            "{\"alerts\":[,]}",
            "{\"alerts\":[{\"a\":1}]},",
            "{,}",
            "{\"alerts\":}",
            "{\"a\":1}\n{\"a\":2}",
            "{\"alerts\":[{\"_id\":\"a\",\"_id\":\"b\",},]}",
            "{\"a\":" + "[".repeat(70) + "1," + "],".repeat(69) + "]}")
        .map(
            body ->
                DynamicTest.dynamicTest(
                    body.replaceAll("\\s", " "),
                    () ->
                        assertThatThrownBy(() -> parsed(body))
                            .isInstanceOf(UnusableAlert.class)
                            .hasMessageContaining("use the body given on the page")));
  }

  @Test
  void theRecoveryOfAnotherKibanaRuleIsResolved() throws UnusableAlert {
    Alert alert = alerts(SampleFiles.own("other_kibana_rule_recovered.json")).get(0);

    assertThat(alert.uid()).isEqualTo("5d2f7c11-87b2-4d0a-8a0e-6a5a2f0d9a51");
    assertThat(alert.rule()).isEqualTo("Withdrawals per minute");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(alert.description()).contains("Withdrawals is 3, below 40.");
  }

  @Test
  void documentsOfOldVersionsAreUnderstood() throws UnusableAlert {
    Alert alert = alerts(SampleFiles.own("before_version_8.json")).get(0);

    assertThat(alert.uid()).isEqualTo("aa01");
    assertThat(alert.rule()).isEqualTo("Signer binary changed");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.targets(TargetType.WORKLOAD)).containsExactly("prod-eu/custody/signer-0");
  }

  @Test
  void whatAThresholdRuleGroupedByNamesTargets() throws UnusableAlert {
    Alert alert = alerts(SampleFiles.own("threshold.json")).get(0);

    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "dev@example.com"),
            new Target(TargetType.IP, "203.0.113.9"));
  }

  @Test
  void theScoreDecidesWhereThereIsNoWord() throws UnusableAlert {
    Map<String, Severity> scores =
        Map.of(
            "0", Severity.LOW,
            "21", Severity.LOW,
            "22", Severity.MEDIUM,
            "47", Severity.MEDIUM,
            "48", Severity.HIGH,
            "73", Severity.HIGH,
            "73.5", Severity.CRITICAL,
            "100", Severity.CRITICAL,
            "101", Severity.UNKNOWN,
            "\"high\"", Severity.UNKNOWN);
    for (Map.Entry<String, Severity> e : scores.entrySet()) {
      assertThat(one(",\"kibana.alert.risk_score\":" + e.getKey()).severity())
          .as(e.getKey())
          .isEqualTo(e.getValue());
    }
  }

  @Test
  void aPieceOfASequenceIsInformationalWhateverItsSeverity() throws UnusableAlert {
    Alert alert =
        one(
            ",\"kibana.alert.severity\":\"critical\",\"kibana.alert.building_block_type\":\"default\"");

    assertThat(alert.severity()).isEqualTo(Severity.INFORMATIONAL);
    assertThat(alert.attributes()).containsEntry("building_block", "true");
  }

  @Test
  void theOtherSideOfAConnectionIsTheTarget() throws UnusableAlert {
    String in = ",\"source.ip\":\"203.0.113.5\",\"destination.ip\":\"198.51.100.1\"";
    String out = ",\"network.direction\":\"egress\"";

    assertThat(one(in).targets(TargetType.IP)).containsExactly("203.0.113.5");
    assertThat(one(in + out).targets(TargetType.IP)).containsExactly("198.51.100.1");
    assertThat(one(",\"source.ip\":\"10.0.0.1\",\"destination.ip\":\"198.51.100.1\"").targets())
        .containsExactly(new Target(TargetType.IP, "198.51.100.1"));
    assertThat(one(",\"source.ip\":\"10.0.0.1\",\"destination.ip\":\"10.0.0.2\"").targets())
        .isEmpty();
  }

  @Test
  void theIdThatAnAgentIsIsolatedByComesBeforeItsName() throws UnusableAlert {
    Map<String, String> machines = new LinkedHashMap<>();
    machines.put("\"host.name\":\"h\"", "h");
    machines.put("\"host.name\":\"h\",\"cloud.instance.id\":\"i-0abc\"", "i-0abc");
    machines.put("\"host.name\":\"h\",\"agent\":{\"id\":\"e1\",\"type\":\"endpoint\"}", "e1");
    machines.put("\"host.name\":\"h\",\"agent\":{\"id\":\"e1\",\"type\":\"filebeat\"}", "h");
    machines.put(
        "\"host.name\":\"h\",\"event.module\":\"crowdstrike\",\"device.id\":\"cs1\"", "cs1");
    machines.put("\"host.name\":\"h\",\"sentinel_one.threat.agent.id\":\"s1\"", "s1");
    for (Map.Entry<String, String> e : machines.entrySet()) {
      assertThat(one("," + e.getKey()).targets(TargetType.HOST)).containsExactly(e.getValue());
    }
    assertThat(one(",\"host.name\":\"collector\",\"tags\":[\"forwarded\"]").targets()).isEmpty();
  }

  @Test
  void whatAnOutsiderWroteIntoARequestNamesNoWallet() throws UnusableAlert {
    Alert alert =
        one(
            ",\"http\":{\"request\":{\"wallet_id\":\"hot-1\"}},\"url.query.wallet\":\"hot-2\","
                + "\"exchange.wallet_id\":\"hot-3\"");

    assertThat(alert.targets()).containsExactly(new Target(TargetType.WALLET, "hot-3"));
  }

  @Test
  void kibanasOwnSummaryIsUnderstood() throws UnusableAlert {
    List<Alert> alerts =
        alerts(
            "{\"rule\":{\"name\":\"R\"},\"alerts\":{\"new\":{\"data\":[{\"_id\":\"a\"}]},"
                + "\"recovered\":{\"data\":[{\"_id\":\"b\",\"kibana.alert.status\":\"recovered\"}]}}}");

    assertThat(alerts).extracting(Alert::uid).containsExactly("a", "b");
    assertThat(
            alerts(
                "{\"rule\":{\"name\":\"R\"},\"alerts\":{\"new\":{\"data\":[{\"_id\":\"a\"}]},"
                    + "\"all\":{\"data\":[{\"_id\":\"a\"}]}}}"))
        .hasSize(1);
    assertThat(alerts.get(1).disposition()).isEqualTo(Disposition.RESOLVED);
  }

  @Test
  void tryingTheConnectorOutIsNoAlert() throws UnusableAlert {
    assertThat(parsed("{\"schema\":\"firebreak.elastic.v1\",\"test\":true}"))
        .isInstanceOf(Parsed.Handshake.class);
  }

  @Test
  void aTestFlagOrTagMakesATest() throws UnusableAlert {
    String flagged = "{\"test\":true,\"rule\":{\"name\":\"R\"},\"alerts\":[{\"_id\":\"a\"}]}";

    assertThat(alerts(flagged).get(0).disposition()).isEqualTo(Disposition.TEST);
    assertThat(one(",\"kibana.alert.rule.tags\":[\"firebreak-test\"]").disposition())
        .isEqualTo(Disposition.TEST);
  }

  @Test
  void withoutAnIdTheSameFindingKeepsItsOwn() throws UnusableAlert {
    String body =
        "[{\"kibana.alert.rule.name\":\"R\",\"host.name\":\"h\",\"kibana.alert.workflow_status\":\"open\"}]";

    String uid = alerts(body).get(0).uid();

    assertThat(uid).hasSize(64);
    assertThat(alerts(body.replace("open", "closed")).get(0).uid()).isEqualTo(uid);
    assertThat(alerts(body.replace("\"h\"", "\"i\"")).get(0).uid()).isNotEqualTo(uid);
  }

  @Test
  void whatIsWrongIsRefusedWithItsPlace() {
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("{\"schema\":\"firebreak.elastic.v1\",\"rule\":{\"name\":\"R\"}}", "/alerts");
    wrong.put("{\"rule\":{\"name\":\"R\"},\"alerts\":\"[{}]\"}", "/alerts");
    wrong.put("{\"rule\":{\"name\":\"R\"},\"alerts\":{}}", "/alerts");
    wrong.putAll(
        Map.of(
            "{\"schema\":\"firebreak.elastic.v2\",\"alerts\":[]}",
            "/schema",
            "{\"schema\":\"firebreak.elastic.v1\",\"alerts\":[]}",
            "/alerts",
            "{\"rule\":{\"name\":\"R\"},\"alerts\":[\"a\"]}",
            "/alerts/0",
            "{\"alerts\":[{\"host.name\":\"h\"}]}",
            "/alerts/0/kibana.alert.rule.name",
            "{\"rule\":{\"name\":\"R\"},\"alerts\":[{\"a\":null}]}",
            "/alerts/0",
            "{\"hello\":\"world\"}",
            "/kibana.alert.rule.name",
            "[]",
            "/alerts",
            "\"text\"",
            ""));
    wrong.forEach(
        (body, place) ->
            assertThatThrownBy(() -> parsed(body))
                .as(body)
                .isInstanceOfSatisfying(
                    UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo(place)));
  }

  @Test
  void aHugeDocumentStaysWithinTheLimitsOfAnAlert() throws UnusableAlert {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 4_000; i++) {
      fields.append(",\"labels.l").append(i).append("\":\"v\",\"f").append(i).append("\":[1,2]");
    }

    Alert alert = one(fields.toString());

    assertThat(alert.attributes().size()).isLessThanOrEqualTo(64);
    assertThat(alert.observables()).hasSize(150);
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedMessageIsAlerts() {
    return Stream.concat(
            SampleFiles.own().stream(),
            Stream.of("elastic", "elastic_security", "kibana")
                .flatMap(k -> SampleFiles.recorded(k).stream()))
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
