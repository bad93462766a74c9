package dev.firebreak.alert.wazuh;

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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WazuhTest {
  private static Alert alert(String body) throws UnusableAlert {
    return alert(body, "name");
  }

  private static Alert alert(String body, String hostIs) throws UnusableAlert {
    Parsed parsed =
        new WazuhKind()
            .open(
                new WazuhSettings(
                    Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Optional.empty(), hostIs))
            .parse(
                new RawMessage(Map.of(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8)));
    return ((Parsed.Alerts) parsed).alerts().get(0);
  }

  private static String with(String rule, String more) {
    return "{\"id\":\"1.1\",\"rule\":{\"id\":\"7\"," + rule + "}" + more + "}";
  }

  @Test
  void aLoginNamesAccountAgentAndPublicSource() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("ssh_login_after_failures.json"));

    assertThat(alert.uid()).isEqualTo("worker-2/1768384500.998877");
    assertThat(alert.rule()).isEqualTo("100512");
    assertThat(alert.title()).isEqualTo("sshd: login after many failures.");
    assertThat(alert.description().orElse("")).startsWith("Jan 14 09:55:00 signer-3");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:55:00.123Z"));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "dealer"),
            new Target(TargetType.HOST, "signer-3"),
            new Target(TargetType.IP, "203.0.113.21"));
    assertThat(alert.attacks())
        .containsExactly(
            new Attack(Optional.empty(), Optional.of("T1078")),
            new Attack(Optional.empty(), Optional.of("T1110")),
            new Attack(Optional.of("TA0005"), Optional.empty()),
            new Attack(Optional.of("TA0006"), Optional.empty()));
    assertThat(alert.observables()).contains(new Observable("data.srcport", "51000"));
    assertThat(alert.attributes())
        .containsEntry("groups", "syslog, sshd, authentication_success")
        .containsEntry("team", "custody")
        .containsEntry("agent_id", "017");
  }

  @Test
  void anAgentIsNamedByItsIdWhereThatIsWanted() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("ssh_login_after_failures.json"), "id");

    assertThat(alert.targets(TargetType.HOST)).containsExactly("017");
  }

  @Test
  void aWindowsEventNamesTheUserWithoutDomainAndWhereItConnectsTo() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("windows_process.json"));

    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:00:00Z"));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "dealer"),
            new Target(TargetType.HOST, "WS-042"),
            new Target(TargetType.IP, "198.51.100.20"));
  }

  @Test
  void whatAModuleFetchedNamesTheKeyAndNotTheManager() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("cloudtrail_by_module.json"));

    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.CREDENTIAL, "AKIAEXAMPLE000000011"),
            new Target(TargetType.IDENTITY, "withdrawal-bot"),
            new Target(TargetType.IP, "203.0.113.90"));
    assertThat(alert.attributes()).containsEntry("aws_account", "111122223333");
  }

  @Test
  void aDeviceThatSpokeToTheManagerIsTheHost() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("withdrawal_by_own_decoder.json"));

    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.WALLET, "hot-1"),
            new Target(TargetType.ADDRESS, "bc1qexample"),
            new Target(TargetType.HOST, "ledger-2"));
    assertThat(alert.attributes()).containsEntry("exposure_usd", "3400000");
  }

  @Test
  void aChangedFileIsEvidenceOnItsHost() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("file_changed.json"));

    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.targets()).containsExactly(new Target(TargetType.HOST, "signer-4"));
    assertThat(alert.attributes()).containsEntry("file", "/opt/signer/signer.jar");
    assertThat(alert.observables()).contains(new Observable("syscheck.sha256_after", "bb"));
  }

  @Test
  void aSolvedVulnerabilityIsResolvedAlsoWhenItComesFromTheIndex() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("vulnerability_solved_from_index.json"));

    assertThat(alert.uid()).isEqualTo("wazuh-1/1768389600.9");
    assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
  }

  @Test
  void levelsBecomeSeverities() throws UnusableAlert {
    Map<String, Severity> levels = new LinkedHashMap<>();
    levels.put("0", Severity.INFORMATIONAL);
    levels.put("3", Severity.INFORMATIONAL);
    levels.put("4", Severity.LOW);
    levels.put("6", Severity.LOW);
    levels.put("7", Severity.MEDIUM);
    levels.put("11", Severity.MEDIUM);
    levels.put("12", Severity.HIGH);
    levels.put("14", Severity.HIGH);
    levels.put("15", Severity.CRITICAL);
    levels.put("16", Severity.CRITICAL);
    levels.put("17", Severity.UNKNOWN);
    levels.put("-1", Severity.UNKNOWN);
    levels.put("\"12\"", Severity.HIGH);
    levels.put("\"critical\"", Severity.CRITICAL);
    for (Map.Entry<String, Severity> e : levels.entrySet()) {
      assertThat(alert(with("\"level\":" + e.getKey(), "")).severity())
          .as(e.getKey())
          .isEqualTo(e.getValue());
    }
  }

  @Test
  void aGroupMakesATest() throws UnusableAlert {
    assertThat(alert(with("\"groups\":[\"firebreak_test\"]", "")).disposition())
        .isEqualTo(Disposition.TEST);
  }

  @Test
  void namesThatAnAttackerInventedOrEveryMachineHasAreNoTargets() throws UnusableAlert {
    String user = ",\"data\":{\"srcuser\":\"ceo\"}";

    assertThat(alert(with("\"groups\":[\"invalid_login\"]", user)).targets()).isEmpty();
    assertThat(alert(with("\"groups\":[\"sshd\"]", user)).targets())
        .containsExactly(new Target(TargetType.IDENTITY, "ceo"));
    assertThat(alert(with("\"level\":5", ",\"data\":{\"dstuser\":\"root\"}")).targets()).isEmpty();
  }

  @Test
  void whatAnOutsiderWroteIntoARequestNamesNoWallet() throws UnusableAlert {
    String data =
        ",\"data\":{\"http\":{\"wallet_id\":\"hot-1\"},\"request\":{\"body\":{\"wallet\":\"hot-2\"}}}";

    assertThat(alert(with("\"level\":5", data)).targets()).isEmpty();
  }

  @Test
  void mappedAddressesAndPortsAreTakenOff() throws UnusableAlert {
    for (String ip : new String[] {"203.0.113.5", "::ffff:203.0.113.5", "203.0.113.5:50123"}) {
      assertThat(alert(with("\"level\":5", ",\"data\":{\"srcip\":\"" + ip + "\"}")).targets())
          .containsExactly(new Target(TargetType.IP, "203.0.113.5"));
    }
  }

  @Test
  void anArchivedEventWithoutARuleIsRefused() {
    assertThatThrownBy(
            () ->
                alert(
                    "{\"timestamp\":\"2026-01-14T11:20:00.000+0000\",\"id\":\"1.2\",\"full_log\":\"x\"}"))
        .isInstanceOfSatisfying(
            UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo("/rule"))
        .hasMessageContaining("custom-firebreak");
  }

  @Test
  void whatIdentifiesAnAlertMustBeThere() {
    Map<String, String> wrong =
        Map.of(
            "{\"id\":\"1\",\"rule\":{}}", "/rule/id",
            "{\"id\":\"1\",\"rule\":\"text\"}", "/rule/id",
            "{\"rule\":{\"id\":\"5\"}}", "/id",
            "{\"id\":{},\"rule\":{\"id\":\"5\"}}", "/id",
            "{\"_source\":{\"rule\":{\"id\":\"5\"}}}", "/_source/id");
    wrong.forEach(
        (body, place) ->
            assertThatThrownBy(() -> alert(body))
                .as(body)
                .isInstanceOfSatisfying(
                    UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo(place)));
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedAlertIsAnAlert() {
    return Stream.concat(SampleFiles.own().stream(), SampleFiles.recorded("wazuh").stream())
        .map(
            f ->
                DynamicTest.dynamicTest(
                    f.getFileName().toString(),
                    () -> {
                      Alert alert = alert(SampleFiles.text(f));

                      assertThat(alert.severity()).isNotEqualTo(Severity.UNKNOWN);
                      assertThat(alert.occurredAt()).isPresent();
                      assertThat(alert.title()).doesNotStartWith("Rule ");
                    }));
  }
}
