package dev.firebreak.alert.falco;

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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FalcoTest {
  private static Alert alert(String body) throws UnusableAlert {
    return alert(body, Optional.empty());
  }

  private static Alert alert(String body, Optional<String> cluster) throws UnusableAlert {
    AlertSource source =
        new FalcoKind()
            .open(new FalcoSettings(Secret.of("0123456789abcdef"), Optional.empty(), cluster));
    Parsed parsed =
        source.parse(
            new RawMessage(Map.of(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8)));
    return ((Parsed.Alerts) parsed).alerts().get(0);
  }

  @Test
  void aShellInAPodNamesPodNodeAndTechnique() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("shell_in_signer_pod.json"), Optional.of("prod-eu"));

    assertThat(alert.uid()).isEqualTo("5f0c2a9e-7d5b-4c1a-9a53-0b6f5a3e21d7");
    assertThat(alert.rule()).isEqualTo("Terminal shell in container");
    assertThat(alert.severity()).isEqualTo(Severity.LOW);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:14:22.118340921Z"));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.WORKLOAD, "prod-eu/custody/signer-5d8f7c9b6-x2x7q"),
            new Target(TargetType.HOST, "ip-10-20-4-17"));
    assertThat(alert.attacks())
        .containsExactly(
            new Attack(Optional.empty(), Optional.of("T1059")),
            new Attack(Optional.of("TA0002"), Optional.empty()));
    assertThat(alert.observables()).contains(new Observable("evt.time", "1768382062118340921"));
    assertThat(alert.attributes()).containsEntry("namespace", "custody");
  }

  @Test
  void aConnectionNamesItsPublicEndOnly() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("outbound_connection_no_metadata.json"));

    assertThat(alert.targets()).containsExactly(new Target(TargetType.IP, "203.0.113.77"));
    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:15:00.000000001Z"));
  }

  @Test
  void keysWithReplacedDotsAreUnderstoodAndTheEventsClusterWins() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("underscored_keys.json"), Optional.of("other"));

    assertThat(alert.targets(TargetType.WORKLOAD)).containsExactly("prod-eu/wallets/hot-0");
    assertThat(alert.targets(TargetType.IP)).containsExactly("2001:4860:4860::8888");
  }

  @Test
  void falcosOwnTroubleIsInformationalWhateverItsPriority() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("dropped_events.json"));

    assertThat(alert.severity()).isEqualTo(Severity.INFORMATIONAL);
    assertThat(alert.attributes()).containsEntry("operational", "true");
  }

  @Test
  void falcosidekicksTestEventIsATest() throws UnusableAlert {
    assertThat(alert(SampleFiles.own("falcosidekick_test.json")).disposition())
        .isEqualTo(Disposition.TEST);
  }

  @Test
  void anAuditEventNamesPodUserAndPublicSource() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("exec_by_audit_log.json"));

    assertThat(alert.severity()).isEqualTo(Severity.FATAL);
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.WORKLOAD, "custody/signer-0"),
            new Target(TargetType.IDENTITY, "dev@example.com"),
            new Target(TargetType.IP, "198.51.100.20"));
  }

  @Test
  void withoutUuidTheSameEventKeepsItsIdAndAnotherGetsAnother() throws UnusableAlert {
    String body = SampleFiles.own("dropped_events.json");

    String uid = alert(body).uid();

    assertThat(uid).hasSize(64).isEqualTo(alert(body).uid());
    assertThat(alert(body.replace("node-3", "node-4")).uid()).isNotEqualTo(uid);
  }

  @Test
  void aWrongTypeIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> alert("{\"rule\":\"r\",\"output\":\"o\",\"tags\":[\"a\",7]}"))
        .isInstanceOfSatisfying(
            UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo("/tags/1"))
        .hasMessage("expected text, found a number");
  }

  @Test
  void aBodyThatLooksLikeAnotherEncodingIsRefused() {
    for (String text : new String[] {"\0\0\0{", "\0{\0\"", "\uFEFF\0\0"}) {
      assertThatThrownBy(() -> alert(text)).isInstanceOf(UnusableAlert.class);
    }
  }

  @Test
  void halfCharactersNeverReachTheAlert() throws UnusableAlert {
    String emoji = "\uD83D\uDE00".repeat(400);
    Alert alert =
        alert(
            "{\"rule\":\"x"
                + emoji
                + "\",\"output\":\"\\u0000 \\ud800\",\"output_fields\":{\"k\":\""
                + "y"
                + emoji.repeat(4)
                + "\"}}");

    String all = alert.toString();
    assertThat(new String(all.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(all)
        .doesNotContain("\0");
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedEventIsAnAlert() {
    return Stream.concat(SampleFiles.own().stream(), SampleFiles.recorded("falco").stream())
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> readable(f)));
  }

  private static void readable(Path file) throws UnusableAlert {
    Alert alert = alert(SampleFiles.text(file));

    assertThat(alert.severity()).isNotEqualTo(Severity.UNKNOWN);
    assertThat(alert.occurredAt()).isPresent();
    boolean test =
        alert.rule().equals("Test rule") || file.toString().contains("falcosidekick_test");
    assertThat(alert.disposition()).isEqualTo(test ? Disposition.TEST : Disposition.FIRING);
  }
}
