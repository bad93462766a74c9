package dev.firebreak.alert.hypernative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Observable;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Settings;
import dev.firebreak.connector.TargetType;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RiskInsightTest {
  private static final AlertSource SOURCE =
      new HypernativeKind()
          .open(
              Settings.bind(
                  "source 'x'",
                  HypernativeSettings.class,
                  Map.of("public-key", new FakeHypernative().pem())));

  private static Alert posted(byte[] body) throws UnusableAlert {
    Parsed parsed = SOURCE.parse(new RawMessage(Map.of(), Optional.empty(), body));
    return ((Parsed.Alerts) parsed).alerts().get(0);
  }

  private static Alert alert(String data) throws UnusableAlert {
    return posted(Json.bytes(Map.of("id", "d", "data", data, "digitalSignature", "eA==")));
  }

  @Test
  void hostileAddressesComeFirstThenWatchedOnesAndBystandersNever() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("drain_of_a_pool.json"));

    assertThat(alert.targets(TargetType.ADDRESS))
        .containsExactly("0x" + "a".repeat(40), "0x" + "1".repeat(40), "0x" + "5".repeat(40));
    assertThat(alert.targets()).hasSize(3);
    assertThat(alert.attributes())
        .containsEntry("hostile_addresses", "0x" + "a".repeat(40))
        .containsEntry("watched_addresses", "0x" + "1".repeat(40));
    assertThat(alert.observables())
        .contains(
            new Observable(
                "involved_asset",
                "Contract 0x2222222222222222222222222222222222222222 (Made-up Dollar) on ethereum:"
                    + " token, destination"))
        .contains(
            new Observable("involved_asset", "Protocol (Made-up Swap) on ethereum: protocol"));
  }

  @Test
  void noAddressIsTakenOutOfProse() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("drain_of_a_pool.json"));

    assertThat(alert.description().orElseThrow()).contains("0x" + "9".repeat(40));
    assertThat(alert.targets().toString())
        .doesNotContain("9".repeat(40))
        .doesNotContain("8".repeat(40));
  }

  @Test
  void anInsightSaysWhatWhereAndWhy() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("drain_of_a_pool.json"));

    assertThat(alert.uid()).isEqualTo("Q7TWZ30KD1LM");
    assertThat(alert.rule()).isEqualTo("A-20031");
    assertThat(alert.title()).isEqualTo("Suspicious contract drains a watched pool");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-15T11:58:20Z"));
    assertThat(alert.attributes())
        .containsEntry("chain", "ethereum")
        .containsEntry("category", "Security")
        .containsEntry("watchlists", "Own liquidity")
        .containsEntry("custom_agents", "Pool watcher")
        .containsEntry("threat_review", "Reviewed");
    assertThat(alert.observables()).contains(new Observable("Amount In Usd", "3400000"));
  }

  @Test
  void aChannelTestIsATest() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("channel_test.json"));

    assertThat(alert.disposition()).isEqualTo(Disposition.TEST);
    assertThat(alert.targets(TargetType.ADDRESS)).containsExactly("0x" + "6".repeat(40));
  }

  @Test
  void theEndOfAStateResolvesWhatBeganIt() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("end_of_a_state.json"));

    assertThat(alert.uid()).isEqualTo("B1");
    assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(alert.severity()).isEqualTo(Severity.INFORMATIONAL);
    assertThat(alert.targets(TargetType.ADDRESS))
        .containsExactly("7Vbmv1jt4vyuqBZcpYPpnVhrqVe5e6ZPb6JxDcffRHUM");
  }

  @Test
  void aReminderKeepsFiringUnderTheFirstId() throws UnusableAlert {
    Alert alert =
        alert(
            SampleFiles.own("end_of_a_state.json")
                .replace("\"stage\":\"End\"", "\"stage\":\"Reminder\""));

    assertThat(alert.uid()).isEqualTo("B1");
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
  }

  @Test
  void anInsightItsReviewersDismissedIsResolved() throws UnusableAlert {
    Alert alert =
        alert(SampleFiles.own("drain_of_a_pool.json").replace("\"Reviewed\"", "\"Dismissed\""));

    assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
  }

  @TestFactory
  Stream<DynamicTest> severitiesGoByTheirWord() {
    Map<String, Severity> words = new LinkedHashMap<>();
    words.put("Critical", Severity.CRITICAL);
    words.put("high", Severity.HIGH);
    words.put("Medium", Severity.MEDIUM);
    words.put("LOW", Severity.LOW);
    words.put("Info", Severity.INFORMATIONAL);
    words.put("Strange", Severity.UNKNOWN);
    return words.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () ->
                        assertThat(
                                alert(
                                        "{\"riskInsight\":{\"id\":\"1\",\"severity\":\""
                                            + e.getKey()
                                            + "\"}}")
                                    .severity())
                            .isEqualTo(e.getValue())));
  }

  @Test
  void aFaultInsideTheTextIsPlacedAtTheText() {
    assertThatThrownBy(() -> alert("{\"riskInsight\":{\"id\":7}}"))
        .isInstanceOfSatisfying(
            UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo("/data"))
        .hasMessage("inside this text, at /riskInsight/id: expected text, found a number");
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedMessageIsAnAlert() {
    return SampleFiles.recorded("hypernative_webhook").stream()
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> readable(f)));
  }

  private static void readable(Path file) throws UnusableAlert {
    Alert alert = posted(SampleFiles.text(file).getBytes(StandardCharsets.UTF_8));

    assertThat(alert.severity()).isNotEqualTo(Severity.UNKNOWN);
    assertThat(alert.occurredAt()).isPresent();
    assertThat(alert.attributes()).containsKeys("chain", "risk_insight");
  }
}
