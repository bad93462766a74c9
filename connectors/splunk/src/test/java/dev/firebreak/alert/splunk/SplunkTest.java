package dev.firebreak.alert.splunk;

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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SplunkTest {
  private static Alert alert(String body) throws UnusableAlert {
    AlertSource source =
        new SplunkKind().open(new SplunkSettings(Secret.of("0123456789abcdef"), Optional.empty()));
    Parsed parsed =
        source.parse(
            new RawMessage(Map.of(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8)));
    return ((Parsed.Alerts) parsed).alerts().get(0);
  }

  private static String row(String row) {
    return "{\"sid\":\"1768383000.5\",\"search_name\":\"s\",\"result\":" + row + "}";
  }

  @Test
  void aRowOfASavedSearchNamesWhatItIsAbout() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("saved_search.json"));

    assertThat(alert.rule()).isEqualTo("Withdrawal burst from one account");
    assertThat(alert.uid()).startsWith("scheduler__admin__search__RMD5a1b2c3_at_1768383000_4711/");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-14T09:30:00.250Z"));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.WALLET, "hot-7"),
            new Target(TargetType.IDENTITY, "mallory@example.com"),
            new Target(TargetType.IP, "203.0.113.9"),
            new Target(TargetType.HOST, "10.1.2.3"));
    assertThat(alert.attributes()).containsEntry("exposure_usd", "2500000");
  }

  @Test
  void aNotableKeepsItsOwnIdAndRanksByUrgency() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("notable.json"));

    assertThat(alert.uid())
        .isEqualTo(
            "0A1B2C3D-1111-2222-3333-444455556666@@notable@@00112233445566778899aabbccddeeff");
    assertThat(alert.rule()).isEqualTo("Threat - Key Store Access - Rule");
    assertThat(alert.title()).isEqualTo("Key store of $dest$ read");
    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.attacks())
        .containsExactly(
            new Attack(Optional.empty(), Optional.of("T1552.004")),
            new Attack(Optional.of("TA0006"), Optional.empty()),
            new Attack(Optional.empty(), Optional.of("T1005")));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.IP, "198.51.100.4"), new Target(TargetType.HOST, "vault-2"));
  }

  @Test
  void aClosedNotableIsResolved() throws UnusableAlert {
    String closed =
        SampleFiles.own("notable.json")
            .replace("\"status_label\": \"New\"", "\"status_label\": \"Closed\"");

    assertThat(alert(closed).disposition()).isEqualTo(Disposition.RESOLVED);
  }

  @Test
  void anotherRowOfTheSameJobIsAnotherFinding() throws UnusableAlert {
    String uid = alert(row("{\"user\":\"a\",\"src\":\"b\"}")).uid();

    assertThat(alert(row("{\"src\":\"b\",\"user\":\"a\"}")).uid()).isEqualTo(uid);
    assertThat(alert(row("{\"user\":\"ab\",\"src\":\"\"}")).uid()).isNotEqualTo(uid);
    assertThat(alert(row("{\"user\":[\"a\",\"c\"],\"src\":\"b\"}")).uid()).isNotEqualTo(uid);
  }

  @Test
  void variablesThatWereNotFilledInNameNothing() throws UnusableAlert {
    Alert alert = alert(row("{\"user\":\"$user$\",\"severity\":\"$severity$\",\"dest\":\"-\"}"));

    assertThat(alert.targets()).isEmpty();
    assertThat(alert.severity()).isEqualTo(Severity.UNKNOWN);
  }

  @Test
  void whatIsWrongIsRefusedWithItsPlace() {
    Map<String, String> wrong =
        Map.of(
            "{\"sid\":\"1\"}",
            "/result",
            row("{}"),
            "/result",
            row("[]"),
            "/result",
            row("{\"a\":{\"b\":1}}"),
            "/result/a",
            row("{\"a\":[\"x\",[]]}"),
            "/result/a/1",
            "{\"sid\":5,\"result\":{\"a\":\"b\"}}",
            "/sid");
    wrong.forEach(
        (body, place) ->
            assertThatThrownBy(() -> alert(body))
                .isInstanceOfSatisfying(
                    UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo(place)));
  }

  @Test
  void aWideRowStaysWithinTheLimitsOfAnAlert() throws UnusableAlert {
    StringBuilder fields = new StringBuilder("{\"a\":\"b\"");
    for (int i = 0; i < 400; i++) {
      fields.append(",\"field_").append(i).append("\":\"").append("v".repeat(300)).append('"');
    }

    assertThat(alert(row(fields.append('}').toString())).attributes().size())
        .isLessThanOrEqualTo(64);
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedMessageIsAnAlert() {
    return Stream.concat(SampleFiles.own().stream(), SampleFiles.recorded("splunk").stream())
        .map(
            f ->
                DynamicTest.dynamicTest(
                    f.getFileName().toString(),
                    () -> assertThat(alert(SampleFiles.text(f)).occurredAt()).isPresent()));
  }
}
