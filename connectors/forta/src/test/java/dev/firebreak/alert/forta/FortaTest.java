package dev.firebreak.alert.forta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Attack;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Observable;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.TargetType;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FortaTest {
  private static List<Alert> alerts(String body, String... ignored) throws UnusableAlert {
    return Delivery.alerts(
        body.getBytes(StandardCharsets.UTF_8), new KnownAddresses(List.of(ignored)));
  }

  private static Alert alert(String body) throws UnusableAlert {
    return alerts(body).get(0);
  }

  private static String address(char digit) {
    return "0x" + String.valueOf(digit).repeat(40);
  }

  @Test
  void anExploitNamesTheAttackersFirstAndTheTransaction() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("batch_exploit.json"));

    assertThat(alert.uid()).isEqualTo("0x" + "1".repeat(64));
    assertThat(alert.rule()).isEqualTo("DRAIN-OF-POOL");
    assertThat(alert.title()).isEqualTo("Forta: Pool drained");
    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:41:12Z"));
    assertThat(alert.targets(TargetType.ADDRESS))
        .containsExactly(address('d'), address('f'), address('a'), address('b'), address('c'));
    assertThat(alert.attacks())
        .containsExactly(
            new Attack(Optional.of("TA0040"), Optional.empty()),
            new Attack(Optional.empty(), Optional.of("T1657")));
    assertThat(alert.attributes())
        .containsEntry("transaction", "0x" + "3".repeat(64))
        .containsEntry("protocol", "madeup-swap")
        .containsEntry("chain_id", "1")
        .containsEntry("block", "21000000")
        .containsEntry("metadata.lossUsd", "1200000")
        .containsEntry("bot", "0x" + "5".repeat(64));
    assertThat(alert.observables())
        .contains(
            new Observable("label.victim", address('b')),
            new Observable("transaction", "0x" + "3".repeat(64)),
            new Observable("related_alert", "0x" + "2".repeat(64)));
  }

  @Test
  void severalAlertsOfABatchAreSeveralAndOlderFieldsAreRead() throws UnusableAlert {
    Alert second = alerts(SampleFiles.own("batch_exploit.json")).get(1);

    assertThat(second.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(second.attacks()).isEmpty();
    assertThat(second.targets(TargetType.ADDRESS)).containsExactly(address('b'));
    assertThat(second.observables()).contains(new Observable("address", "not-an-address"));
    assertThat(second.attributes())
        .containsEntry("bot", "0x77")
        .containsEntry("chain_id", "137")
        .containsEntry("transaction", "0x88");
  }

  @Test
  void whatEverybodyUsesIsNoTarget() throws UnusableAlert {
    String ignored = "0xBBBBbbbbBBBBbbbbBBBBbbbbBBBBbbbbBBBBbbbb";

    Alert alert = alerts(SampleFiles.own("batch_exploit.json"), ignored).get(0);

    assertThat(alert.targets(TargetType.ADDRESS)).doesNotContain(address('b'));
    assertThat(
            alert(
                    "{\"alertId\":\"a\",\"addresses\":[\"0x0000000000000000000000000000000000000001\","
                        + "\"0x000000000000000000000000000000000000dEaD\"]}")
                .targets())
        .isEmpty();
  }

  @Test
  void ofManyAddressesOnlySomeAreTargets() throws UnusableAlert {
    String many =
        IntStream.range(0, 150)
            .mapToObj(i -> "\"0x" + "a".repeat(37) + String.format("%03d", i) + "\"")
            .collect(Collectors.joining(","));

    Alert alert = alert("{\"alertId\":\"a\",\"addresses\":[" + many + "]}");

    assertThat(alert.targets()).hasSize(20);
    assertThat(alert.observables()).hasSize(100);
    assertThat(alert.attributes()).containsEntry("addresses", "150");
  }

  @Test
  void severitiesKeepTheirWords() throws UnusableAlert {
    Map<String, Severity> words =
        Map.of(
            "CRITICAL", Severity.CRITICAL,
            "HIGH", Severity.HIGH,
            "MEDIUM", Severity.MEDIUM,
            "LOW", Severity.LOW,
            "INFO", Severity.INFORMATIONAL,
            "UNKNOWN", Severity.UNKNOWN,
            "severe", Severity.UNKNOWN);
    for (Map.Entry<String, Severity> e : words.entrySet()) {
      assertThat(alert("{\"alertId\":\"a\",\"severity\":\"" + e.getKey() + "\"}").severity())
          .as(e.getKey())
          .isEqualTo(e.getValue());
    }
  }

  @Test
  void withoutHashTheSameAlertKeepsItsIdAndAnotherBlockIsAnother() throws UnusableAlert {
    String body = SampleFiles.own("single_info.json");

    String uid = alert(body).uid();

    assertThat(uid).hasSize(64).isEqualTo(alert(body).uid());
    assertThat(alert(body.replace("55", "56")).uid()).isNotEqualTo(uid);
  }

  @Test
  void oddShapesCostADetailNotTheAlert() throws UnusableAlert {
    Alert alert =
        alert(
            "{\"name\":\"n\",\"severity\":{},\"addresses\":{\"a\":1},\"labels\":[[],7,\"x\"],"
                + "\"metadata\":[1],\"source\":\"x\",\"relatedAlerts\":[{}],\"createdAt\":7}");

    assertThat(alert.rule()).isEqualTo("n");
    assertThat(alert.targets()).isEmpty();
  }

  @Test
  void aListAndANestedListAreRead() throws UnusableAlert {
    assertThat(alerts("[{\"alertId\":\"a\"},{\"alertId\":\"b\"}]")).hasSize(2);
    assertThat(alerts("{\"alerts\":{\"alerts\":[{\"alertId\":\"a\"}]}}")).hasSize(1);
  }

  @Test
  void whatIsNoAlertIsRefusedWithItsPlace() {
    Map<String, String> wrong =
        Map.of(
            "{\"alerts\":[]}", "/alerts",
            "{\"metrics\":[{}]}", "/metrics",
            "{\"alerts\":[{\"hash\":\"0x1\"}]}", "/alerts/0/alertId",
            "{\"alerts\":[7]}", "/alerts/0",
            "{\"alerts\":\"x\"}", "/alerts",
            "{\"foo\":1}", "/alertId");
    wrong.forEach(
        (body, place) ->
            assertThatThrownBy(() -> alert(body))
                .as(body)
                .isInstanceOfSatisfying(
                    UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo(place)));
  }

  @Test
  void settingsThatCannotWorkAreRefusedWithTheReason() {
    assertThatThrownBy(
            () ->
                new FortaSettings(
                    Secret.of("0123456789abcdef"), Optional.empty(), List.of("0x123")))
        .hasMessageContaining("ignored-addresses");
    assertThatThrownBy(
            () -> new FortaSettings(Secret.of("a secret with blanks"), Optional.empty(), List.of()))
        .hasMessageContaining("blanks")
        .hasMessageNotContaining("a secret");
  }
}
