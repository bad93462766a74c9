package dev.firebreak.alert.datadog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Attack;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.testkit.ConnectorDocs;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DatadogTest {
  private static Alert alert(String body) throws UnusableAlert {
    Parsed parsed =
        new DatadogKind()
            .open(new DatadogSettings(Secret.of("0123456789abcdef"), Optional.empty()))
            .parse(
                new RawMessage(Map.of(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8)));
    return ((Parsed.Alerts) parsed).alerts().get(0);
  }

  private static Alert monitor(String more) throws UnusableAlert {
    return alert("{\"title\":\"Name\",\"alert_id\":\"1\"" + more + "}");
  }

  @Test
  void aMonitorNamesTheWalletOfItsScopeAndTheWorkloadOfItsTags() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("monitor_triggered.json"));

    assertThat(alert.uid()).isEqualTo("4242/9bd4ac313a4d1e8f");
    assertThat(alert.rule()).isEqualTo("Outflow of a hot wallet");
    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.ofEpochMilli(1_768_381_500_123L));
    assertThat(alert.description()).contains("1.25m USD left hot-1 within 5 minutes");
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.WORKLOAD, "prod-eu/custody/signer-0"),
            new Target(TargetType.WALLET, "hot-1"));
    assertThat(alert.attacks())
        .containsExactly(
            new Attack(Optional.of("TA0040"), Optional.empty()),
            new Attack(Optional.empty(), Optional.of("T1657")));
    assertThat(alert.attributes())
        .containsEntry("exposure_usd", "1250000")
        .containsEntry("env", "prod")
        .containsEntry("monitor_id", "4242")
        .doesNotContainKey("signal_id");
    assertThat(alert.toString()).doesNotContain("$");
  }

  @Test
  void theRecoveryHasTheIdOfWhatItEnds() throws UnusableAlert {
    Alert recovered = alert(SampleFiles.own("monitor_recovered.json"));

    assertThat(recovered.disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(recovered.uid()).isEqualTo(alert(SampleFiles.own("monitor_triggered.json")).uid());
    assertThat(recovered.rule()).isEqualTo("Outflow of a hot wallet");
  }

  @Test
  void theDefaultBodyIsIdentifiedByNameAndScopeSoThatItsRecoveryFits() throws UnusableAlert {
    String body = SampleFiles.own("default_body.json");

    Alert alert = alert(body);

    assertThat(alert.uid()).hasSize(64);
    assertThat(alert.rule()).isEqualTo("Agent does not report");
    assertThat(alert.targets()).containsExactly(new Target(TargetType.HOST, "signer-3"));
    Alert recovered =
        alert(body.replace("Triggered", "Recovered").replace("7654321009", "7654321999"));
    assertThat(recovered.uid()).isEqualTo(alert.uid());
    assertThat(recovered.disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(alert(body.replace("signer-3", "signer-4")).uid()).isNotEqualTo(alert.uid());
  }

  @Test
  void aWarningIsAtMostMediumAndBracketsOfTheNameStay() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("ilert_filled_in.json"));

    assertThat(alert.uid()).isEqualTo("99/*");
    assertThat(alert.rule()).isEqualTo("[Many failed approvals]");
    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(monitor(",\"alert_transition\":\"Re-Warn\",\"alert_priority\":\"P4\"").severity())
        .isEqualTo(Severity.LOW);
  }

  @Test
  void aSignalNamesTheKeyTheUserAndThePublicAddress() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("security_signal.json"));

    assertThat(alert.uid()).isEqualTo("AQAAAY-signal-0001");
    assertThat(alert.rule()).isEqualTo("AWS access key used from a new country");
    assertThat(alert.title()).isEqualTo("AWS access key used from a new country: withdrawal-bot");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.CREDENTIAL, "AKIAEXAMPLE000000021"),
            new Target(TargetType.IDENTITY, "withdrawal-bot"),
            new Target(TargetType.IP, "203.0.113.71"));
    assertThat(alert.attacks())
        .containsExactly(
            new Attack(Optional.of("TA0006"), Optional.empty()),
            new Attack(Optional.empty(), Optional.of("T1078")));
  }

  @Test
  void namesInAnyCaseAndNestingAreTheSame() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("nested_camel_case.json"));

    assertThat(alert.uid()).isEqualTo("77/c-1");
    assertThat(alert.severity()).isEqualTo(Severity.LOW);
    assertThat(alert.attributes()).containsEntry("no_data", "true").containsEntry("org", "11023");
    assertThat(alert.targets()).containsExactly(new Target(TargetType.HOST, "i-0abc1234"));
  }

  @Test
  void aResolvedIncidentIsResolved() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("incident_resolved.json"));

    assertThat(alert.uid()).isEqualTo("incident/01c03111-172a-50c7-8df3-d61e64b0e74b");
    assertThat(alert.rule()).isEqualTo("Datadog incident");
    assertThat(alert.title()).isEqualTo("Withdrawals halted");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
  }

  @Test
  void theStateIsReadFromTransitionTitleOrType() throws UnusableAlert {
    Map<String, Disposition> states = new LinkedHashMap<>();
    states.put("{\"title\":\"n\",\"alert_transition\":\"Triggered\"}", Disposition.FIRING);
    states.put("{\"title\":\"n\",\"alert_transition\":\"Re-No Data\"}", Disposition.FIRING);
    states.put("{\"title\":\"n\",\"alert_transition\":\"Renotify\"}", Disposition.FIRING);
    states.put("{\"title\":\"n\",\"alert_transition\":\"something new\"}", Disposition.FIRING);
    states.put("{\"title\":\"n\",\"alertTransition\":\"RECOVERED\"}", Disposition.RESOLVED);
    states.put("{\"title\":\"[Recovered] n\"}", Disposition.RESOLVED);
    states.put(
        "{\"title\":\"[Recovered] n\",\"alert_transition\":\"$ALERT_TRANSITION\"}",
        Disposition.RESOLVED);
    states.put("{\"title\":\"n\",\"alert_type\":\"success\"}", Disposition.RESOLVED);
    states.put("{\"title\":\"[TEST] [Triggered] n\"}", Disposition.TEST);
    states.put(
        "{\"title\":\"[P2] [TEST] n\",\"alert_transition\":\"Triggered\"}", Disposition.TEST);
    states.put("{\"title\":\"[Warning lights] n\"}", Disposition.FIRING);
    for (Map.Entry<String, Disposition> e : states.entrySet()) {
      assertThat(alert(e.getKey()).disposition()).as(e.getKey()).isEqualTo(e.getValue());
    }
  }

  @Test
  void severityIsWhatSomebodySaidBeforeTheEventsType() throws UnusableAlert {
    Map<String, Severity> severities = new LinkedHashMap<>();
    severities.put(",\"alert_priority\":\"P1\"", Severity.CRITICAL);
    severities.put(",\"alert_priority\":\"P2\"", Severity.HIGH);
    severities.put(",\"alert_priority\":\"P5\"", Severity.INFORMATIONAL);
    severities.put(",\"alert_priority\":\"P1\",\"tags\":\"severity:low\"", Severity.LOW);
    severities.put(",\"severity\":\"$TAGS[severity]\",\"alert_priority\":\"P3\"", Severity.MEDIUM);
    severities.put(",\"security_signal_severity\":\"info\"", Severity.INFORMATIONAL);
    severities.put(",\"priority\":\"low\",\"alert_type\":\"error\"", Severity.MEDIUM);
    severities.put(",\"alert_type\":\"warning\"", Severity.LOW);
    severities.put("", Severity.UNKNOWN);
    for (Map.Entry<String, Severity> e : severities.entrySet()) {
      assertThat(monitor(e.getKey()).severity()).as(e.getKey()).isEqualTo(e.getValue());
    }
  }

  @Test
  void withoutACycleTheMonitorAndItsGroupAreTheFinding() throws UnusableAlert {
    assertThat(monitor(",\"aggreg_key\":\"g\",\"id\":\"5\"").uid()).isEqualTo("1/g");
    assertThat(monitor(",\"alert_scope\":\"host:a\"").uid()).isEqualTo("1/host:a");
    assertThat(alert("{\"title\":\"deploy\",\"id\":\"5\"}").uid()).isEqualTo("5");
  }

  @Test
  void whatIsWrongIsRefusedWithItsPlace() {
    Map<String, String> wrong =
        Map.of(
            "{\"schema\":\"firebreak.datadog.v2\",\"title\":\"t\"}", "/schema",
            "{\"schema\":7}", "/schema",
            "{}", "",
            "{\"title\":\"$EVENT_TITLE\",\"alert_id\":\"$ALERT_ID\",\"id\":\"$ID\"}", "",
            "[]", "");
    wrong.forEach(
        (body, place) ->
            assertThatThrownBy(() -> alert(body))
                .as(body)
                .isInstanceOfSatisfying(
                    UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo(place)));
  }

  @Test
  void whatAnOutsiderWroteIntoARequestNamesNoWallet() throws UnusableAlert {
    Alert alert =
        monitor(
            ",\"security_signal_attributes\":{\"http\":{\"url_details\":{\"queryString\":"
                + "{\"wallet_id\":\"hot-1\"}}},\"evt\":{\"wallet_id\":\"hot-2\"}}");

    assertThat(alert.targets()).containsExactly(new Target(TargetType.WALLET, "hot-2"));
  }

  @Test
  void manyTagsStayWithinTheLimitsOfAnAlert() throws UnusableAlert {
    StringBuilder tags = new StringBuilder("a:b");
    for (int i = 0; i < 2_000; i++) {
      tags.append(",key").append(i).append(":value");
    }

    assertThat(monitor(",\"tags\":\"" + tags + "\"").attributes().size()).isLessThanOrEqualTo(64);
  }

  @TestFactory
  Stream<DynamicTest> aDocumentedPayloadIsUnderstoodFilledInOrNot() {
    Map<String, String> values =
        Map.of(
            "EVENT_TITLE", "[Triggered] N",
            "ALERT_ID", "8",
            "ALERT_CYCLE_KEY", "c",
            "ALERT_TRANSITION", "Triggered",
            "SECURITY_SIGNAL_ID", "s-1",
            "SECURITY_SIGNAL_TITLE", "T",
            "SECURITY_SIGNAL_SEVERITY", "critical");
    List<String> payloads =
        Pattern.compile("```json\\n(\\s*\\{\\s*\"schema\".*?)```", Pattern.DOTALL)
            .matcher(SampleFiles.text(ConnectorDocs.readme()))
            .results()
            .map(r -> r.group(1))
            .toList();
    assertThat(payloads).hasSize(2);
    return payloads.stream()
        .map(
            p ->
                DynamicTest.dynamicTest(
                    p.substring(0, 80).replaceAll("\\s+", " "),
                    () -> {
                      String sent =
                          Pattern.compile("\\$([A-Z_]+)(\\[[a-z]+])?")
                              .matcher(p)
                              .replaceAll(
                                  (MatchResult r) ->
                                      Matcher.quoteReplacement(
                                          values.getOrDefault(r.group(1), r.group())));

                      assertThat(alert(sent).uid()).isIn("8/c", "s-1");
                      assertThatThrownBy(() -> alert(p)).isInstanceOf(UnusableAlert.class);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyMessageOfOurOwnIsAnAlert() {
    return SampleFiles.own().stream()
        .map(
            f ->
                DynamicTest.dynamicTest(
                    f.getFileName().toString(),
                    () -> {
                      Alert alert = alert(SampleFiles.text(f));

                      assertThat(alert.rule()).doesNotContain("$", "Triggered");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedMessageIsAnAlertOrSaysThatNothingWasFilledIn() {
    return SampleFiles.recorded("datadog_webhook").stream()
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> check(f)));
  }

  private static void check(Path file) throws UnusableAlert {
    String body = SampleFiles.text(file);
    if (body.contains("$EVENT_TITLE")) {
      assertThatThrownBy(() -> alert(body))
          .isInstanceOf(UnusableAlert.class)
          .hasMessageContaining("filled in none of its variables");
      return;
    }
    assertThat(alert(body).title()).isNotBlank();
  }
}
