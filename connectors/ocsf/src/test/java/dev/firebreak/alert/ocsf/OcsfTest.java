package dev.firebreak.alert.ocsf;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OcsfTest {
  private static final AlertSource SOURCE =
      new OcsfKind().open(new OcsfSettings(Secret.of("0123456789abcdef"), Optional.empty()));

  private static List<Alert> alerts(String contentType, byte[] body) throws UnusableAlert {
    RawMessage message =
        new RawMessage(Map.of("content-type", List.of(contentType)), Optional.empty(), body);
    return ((Parsed.Alerts) SOURCE.parse(message)).alerts();
  }

  private static List<Alert> json(String body) throws UnusableAlert {
    return alerts("application/json; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Alert> lines(String body) throws UnusableAlert {
    return alerts("Application/X-NDJSON", body.getBytes(StandardCharsets.UTF_8));
  }

  private static String finding(String uid) {
    return "{\"class_uid\":2004,\"finding_info\":{\"uid\":\"" + uid + "\"}}";
  }

  @Test
  void aFindingNamesKeyUserAddressAndTechnique() throws UnusableAlert {
    Alert alert = json(SampleFiles.own("detection_stolen_key.json")).get(0);

    assertThat(alert.uid()).isEqualTo("nw-2026-000481");
    assertThat(alert.rule()).isEqualTo("Credential from anonymiser");
    assertThat(alert.title()).isEqualTo("Stolen access key in use");
    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.ofEpochMilli(1768471140000L));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.CREDENTIAL, "AKIAEXAMPLE0SIGNER01"),
            new Target(TargetType.IDENTITY, "signer-batch"),
            new Target(TargetType.IP, "185.220.100.240"));
    assertThat(alert.attacks())
        .containsExactly(new Attack(Optional.of("TA0006"), Optional.of("T1078.004")));
    assertThat(alert.attributes()).containsEntry("playbook_hint", "revoke");
  }

  @Test
  void otherSeverityGoesByItsWordAndIsoTimesAreRead() throws UnusableAlert {
    Alert alert = json(SampleFiles.own("detection_host_iso_times.json")).get(0);

    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-15T10:12:00.250Z"));
    assertThat(alert.targets(TargetType.HOST)).containsExactly("signer-07");
  }

  @Test
  void theDeprecatedClassIsReadAndAClosedOneIsResolved() throws UnusableAlert {
    Alert alert = json(SampleFiles.own("security_finding_2001_closed.json")).get(0);

    assertThat(alert.uid()).isEqualTo("op-5");
    assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(alert.targets(TargetType.IDENTITY)).containsExactly("alice@example.com");
  }

  @Test
  void aSampleFindingIsATest() throws UnusableAlert {
    assertThat(json(SampleFiles.own("sample_finding.json")).get(0).disposition())
        .isEqualTo(Disposition.TEST);
    assertThat(
            json("{\"class_uid\":2004,\"finding_info\":{\"uid\":\"1\",\"title\":\"[SAMPLE FINDING] x\"}}")
                .get(0)
                .disposition())
        .isEqualTo(Disposition.TEST);
  }

  @Test
  void aFindingThatOnlyTalksOfTestsIsNone() throws UnusableAlert {
    String body =
        "{\"class_uid\":2004,\"finding_info\":{\"uid\":\"1\",\"title\":\"a [SAMPLE\"},"
            + "\"unmapped\":{\"sample\":\"false\",\"load_test\":true,\"test\":\"true\"}}";

    assertThat(json(body).get(0).disposition()).isEqualTo(Disposition.FIRING);
  }

  @Test
  void aBatchGivesItsFindingsAndOneAlertForWhatWasLeftOut() throws UnusableAlert {
    List<Alert> alerts = json(SampleFiles.own("batch_with_a_stranger.json"));

    assertThat(alerts)
        .extracting(Alert::rule)
        .containsExactly("First", "Second", "OcsfEventsLeftOut");
    Alert leftOut = alerts.get(2);
    assertThat(leftOut.severity()).isEqualTo(Severity.LOW);
    assertThat(leftOut.targets()).isEmpty();
    assertThat(leftOut.attributes()).containsEntry("left_out_events", "1");
    assertThat(leftOut.description().orElseThrow())
        .contains("/1/class_uid: is 3002 (Authentication), which is no detection");
  }

  @Test
  void linesAreReadOneByOne() throws UnusableAlert {
    List<Alert> alerts = lines("\uFEFF" + finding("a") + "\r\n\n" + finding("b"));

    assertThat(alerts).extracting(Alert::uid).containsExactly("a", "b");
  }

  @Test
  void aBrokenLineLeavesTheOthersAndIsTold() throws UnusableAlert {
    List<Alert> alerts = lines(finding("a") + "\n{\"class_uid\":\n" + finding("b") + "\n[]");

    assertThat(alerts).extracting(Alert::uid).startsWith("a", "b").hasSize(3);
    assertThat(alerts.get(2).description().orElseThrow())
        .contains("/1: the line is no JSON document")
        .contains("/3: expected an OCSF event as an object, found a list");
  }

  @Test
  void severalDocumentsAsPlainJsonAreRefusedWithTheRemedy() {
    assertThatThrownBy(() -> json(finding("a") + "\n" + finding("b")))
        .isInstanceOf(UnusableAlert.class)
        .hasMessageContaining("application/x-ndjson");
  }

  @TestFactory
  Stream<DynamicTest> otherClassesAreRefusedByName() {
    Map<String, String> classes = new LinkedHashMap<>();
    classes.put("{\"class_uid\":3002}", "is 3002 (Authentication), which is no detection");
    classes.put("{\"class_uid\":2002}", "is 2002 (Vulnerability Finding), which is no detection");
    classes.put("{\"class_uid\":2003}", "is 2003 (Compliance Finding), which is no detection");
    classes.put("{\"class_uid\":1007}", "is 1007 (Process Activity), which is no detection");
    classes.put("{\"class_uid\":4003}", "is 4003 (DNS Activity), which is no detection");
    classes.put("{\"class_uid\":6003}", "is 6003 (API Activity), which is no detection");
    classes.put("{\"class_uid\":-7}", "is -7 (an unknown class), which is no detection");
    classes.put("{\"class_uid\":0}", "is 0 (Base Event), which is no detection");
    classes.put(
        "{\"class_uid\":990001,\"class_name\":\"Own\\n Thing\"}",
        "is 990001 (Own Thing), which is no detection");
    return classes.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getValue(),
                    () ->
                        assertThatThrownBy(() -> json(e.getKey()))
                            .isInstanceOfSatisfying(
                                UnusableAlert.class,
                                u -> assertThat(u.pointer()).isEqualTo("/class_uid"))
                            .hasMessageStartingWith(e.getValue())));
  }

  @Test
  void anEventWithoutClassIsRefused() {
    assertThatThrownBy(() -> json("{\"finding_info\":{\"uid\":\"1\"}}"))
        .isInstanceOf(UnusableAlert.class)
        .hasMessageContaining("class_uid 2004");
  }

  @Test
  void aCompressedBodyIsRefusedAndNamed() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(finding("a").getBytes(StandardCharsets.UTF_8));
    }

    assertThatThrownBy(() -> alerts("application/json", out.toByteArray()))
        .isInstanceOf(UnusableAlert.class)
        .hasMessageContaining("gzip");
  }

  @Test
  void moreThanAThousandEventsAreRefused() {
    String body =
        IntStream.range(0, 1_001).mapToObj(i -> finding("u" + i)).collect(Collectors.joining("\n"));

    assertThatThrownBy(() -> lines(body))
        .isInstanceOf(UnusableAlert.class)
        .hasMessageContaining("has 1001 events");
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedEventIsAnAlertOrRefusedWithAReason() {
    return SampleFiles.recorded("ocsf").stream()
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> readable(f)));
  }

  private static void readable(Path file) throws UnusableAlert {
    assertThat(json(SampleFiles.text(file)))
        .allSatisfy(a -> assertThat(a.rule()).isNotEqualTo("OcsfEventsLeftOut"));
  }
}
