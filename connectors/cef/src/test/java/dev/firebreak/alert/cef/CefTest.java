package dev.firebreak.alert.cef;

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
import dev.firebreak.connector.Settings;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CefTest {
  private static final AlertSource SOURCE =
      new CefKind()
          .open(
              Settings.bind("source 'x'", CefSettings.class, Map.of("secret", "0123456789abcdef")));

  private static List<Alert> alerts(RawMessage message) throws UnusableAlert {
    return ((Parsed.Alerts) SOURCE.parse(message)).alerts();
  }

  private static List<Alert> posted(String body) throws UnusableAlert {
    return alerts(
        new RawMessage(Map.of(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8)));
  }

  private static Alert alert(String line) throws UnusableAlert {
    List<Alert> all = posted(line);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static Alert event(String extension) throws UnusableAlert {
    return alert("CEF:0|V|P|1|s|n|5|" + extension);
  }

  @Test
  void anOutboundConnectionNamesItsHostAndTheFarEnd() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("firewall_outbound.cef"));

    assertThat(alert.rule()).isEqualTo("Example Networks/Edge Wall/THREAT-88");
    assertThat(alert.title()).isEqualTo("C2 | beacon seen");
    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-15T09:12:00Z"));
    assertThat(alert.description())
        .contains("Beacon of 60 s\nsecond line with \\ and a trailing blank");
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "svc-signer"),
            new Target(TargetType.HOST, "signer-07"),
            new Target(TargetType.IP, "203.0.113.77"),
            new Target(TargetType.DOMAIN, "c2.bad.example"));
    assertThat(alert.attacks())
        .containsExactly(
            new Attack(Optional.of("TA0011"), Optional.empty()),
            new Attack(Optional.empty(), Optional.of("T1071.001")));
    assertThat(alert.attributes())
        .containsEntry("rule_name", "egress deny all")
        .containsEntry("bytes_out", "9812")
        .containsEntry("device", "fw-edge-1")
        .containsEntry("action", "alert");
    assertThat(alert.observables())
        .contains(new Observable("request", "https://c2.bad.example/a?x=1&y=2"));
  }

  @Test
  void anAgentsEventNamesItsOwnHostByTheIdToolsKnow() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("endpoint_agent.cef"));

    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.occurredAt()).contains(Instant.ofEpochMilli(1768471920250L));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.HOST, "agent-77"),
            new Target(TargetType.IDENTITY, "EXAMPLE\\alice"),
            new Target(TargetType.HOST, "signer-07"));
    assertThat(alert.observables()).contains(new Observable("fname", "C:\\Windows\\Temp\\out.dmp"));
  }

  @Test
  void anInboundAttackNamesTheAttackerAndNeverOnesOwnServer() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("waf_inbound_rfc5424.cef"));

    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "bob@example.com"),
            new Target(TargetType.IP, "198.51.100.20"));
    assertThat(alert.occurredAt()).contains(Instant.parse("2026-01-15T10:13:00.003Z"));
    assertThat(alert.attributes()).containsEntry("device", "waf-2.example.com");
  }

  @Test
  void ownToolsNameWalletsKeysAndPodsByTheirLabels() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("own_tool_wallet.cef"));

    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.WALLET, "hot-1"),
            new Target(TargetType.CREDENTIAL, "AKIAEXAMPLE0SIGNER01"),
            new Target(TargetType.ADDRESS, "bc1qexample"),
            new Target(TargetType.WORKLOAD, "prod-eu/custody/signer-0"));
    assertThat(alert.occurredAt()).contains(Instant.ofEpochSecond(1768471920L));
  }

  @TestFactory
  Stream<DynamicTest> whichEndIsFarDecides() {
    Map<String, List<String>> cases = new LinkedHashMap<>();
    cases.put(
        "src=10.0.0.1 dst=203.0.113.5 shost=a dhost=b.example",
        List.of("host:a", "ip:203.0.113.5", "domain:b.example"));
    cases.put(
        "src=203.0.113.5 dst=10.0.0.1 shost=x.example dhost=b",
        List.of("host:b", "ip:203.0.113.5"));
    cases.put(
        "src=203.0.113.5 dst=198.51.100.1 shost=x dhost=y.example", List.of("ip:203.0.113.5"));
    cases.put(
        "src=203.0.113.5 dst=198.51.100.1 dhost=y deviceDirection=0",
        List.of("host:y", "ip:203.0.113.5"));
    cases.put(
        "src=203.0.113.5 dst=198.51.100.1 shost=x dhost=y.example deviceDirection=1",
        List.of("host:x", "ip:198.51.100.1", "domain:y.example"));
    cases.put("src=10.0.0.1 dst=10.0.0.2 shost=a dhost=b dvchost=fw", List.of("host:a", "host:b"));
    cases.put("dvchost=agent", List.of("host:agent"));
    cases.put("dhost=target", List.of("host:target"));
    cases.put(
        "cs1Label=Remote IP cs1=203.0.113.9 cs2Label=C2 IP cs2=10.1.1.1",
        List.of("ip:203.0.113.9"));
    cases.put("suser=- duser=N/A shost=unknown src=0.0.0.0", List.of());
    cases.put("sourceUserName=eve destinationHostName=db1", List.of("identity:eve", "host:db1"));
    return cases.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () ->
                        assertThat(event(e.getKey()).targets().stream().map(Target::toString))
                            .containsExactlyElementsOf(e.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> extensionsAreTakenApart() {
    Map<String, Map<String, String>> cases = new LinkedHashMap<>();
    cases.put("a=1 b=two words c=3", Map.of("a", "1", "b", "two words", "c", "3"));
    cases.put("a=x\\=y b=z", Map.of("a", "x=y", "b", "z"));
    cases.put("a=1\\\\ b=2", Map.of("a", "1\\", "b", "2"));
    cases.put("a=1\\n2\\r3\\|4", Map.of("a", "1\n2\r3|4"));
    cases.put("a=C:\\Users\\x b=1", Map.of("a", "C:\\Users\\x", "b", "1"));
    cases.put("a=h?x=1&y=2 b=3", Map.of("a", "h?x=1&y=2", "b", "3"));
    cases.put("a= b=2", Map.of("b", "2"));
    cases.put("a=1 a=2", Map.of("a", "1"));
    cases.put("a=1\tb=2", Map.of("a", "1", "b", "2"));
    cases.put("  a=1   b=2  ", Map.of("a", "1", "b", "2"));
    cases.put("ad.x[0]=1 b_c-d=2", Map.of("ad.x[0]", "1", "b_c-d", "2"));
    cases.put("no pairs at all", Map.of());
    cases.put("", Map.of());
    cases.put("=1 ==2", Map.of());
    cases.put("a=1 | 2 b=3", Map.of("a", "1 | 2", "b", "3"));
    return cases.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    "'" + e.getKey() + "'",
                    () ->
                        assertThat(CefExtension.pairs(e.getKey(), false)).isEqualTo(e.getValue())));
  }

  @Test
  void theLastPairOfATruncatedMessageIsNotReliedOn() throws UnusableAlert {
    RawMessage message =
        SyslogMessage.of(
            "CEF:0|V|P|1|s|n|5|suser=eve src=203.0.113.2".getBytes(StandardCharsets.UTF_8),
            "fw",
            true);

    Alert alert = alerts(message).get(0);

    assertThat(alert.targets()).containsExactly(new Target(TargetType.IDENTITY, "eve"));
    assertThat(alert.attributes()).containsEntry("truncated", "true");
  }

  @Test
  void aSyslogMessageIsOneEventAlsoWithLineFeeds() throws UnusableAlert {
    RawMessage message =
        SyslogMessage.of(
            "<13>CEF:0|V|P|1|s|n|5|msg=one\ntwo suser=eve".getBytes(StandardCharsets.UTF_8),
            "fw",
            false);

    List<Alert> alerts = alerts(message);

    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).description()).contains("one\ntwo");
  }

  @TestFactory
  Stream<DynamicTest> headersBeforeCefAreUnderstood() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("", "");
    headers.put("<13>", "");
    headers.put("<134>Jan  5 01:02:03 old-host ", "old-host");
    headers.put("Jan 15 2026 01:02:03 year-host ", "year-host");
    headers.put("<134>Jan 15 01:02:03 old-host app[12]: ", "old-host");
    headers.put("<134>2026-01-15T01:02:03+01:00 iso-host ", "iso-host");
    headers.put(
        "<134>1 2026-01-15T01:02:03Z new-host app 1 ID1 [a b=\"c\\]\"][d] \uFEFF", "new-host");
    headers.put("<134>Jan 15 01:02:03 UTC zone-host ", "zone-host");
    headers.put("<134>Jan 15 01:02:03 relay Jan 15 2026 01:02:02 device ", "device");
    headers.put("<134>2026-01-15T01:02:03Z relay <13>Jan 15 01:02:02 device tag: ", "device");
    headers.put("<134>1 - - - - - - ", "");
    return headers.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    "'" + e.getKey() + "'",
                    () -> {
                      Alert alert = alert(e.getKey() + "CEF:0|V|P|1|s|n|5|suser=eve");

                      assertThat(alert.targets(TargetType.IDENTITY)).containsExactly("eve");
                      assertThat(alert.attributes().getOrDefault("device", ""))
                          .isEqualTo(e.getValue());
                    }));
  }

  @Test
  void whatARelayTookApartIsPutTogetherAgain() throws UnusableAlert {
    Alert alert = alert("<134>1 2026-01-15T10:12:01Z fw-1 CEF - - - 0|V|P|1|s|n|5|suser=eve");

    assertThat(alert.rule()).isEqualTo("V/P/s");
    assertThat(alert.targets(TargetType.IDENTITY)).containsExactly("eve");
    assertThat(alert.attributes()).containsEntry("device", "fw-1");
  }

  @TestFactory
  Stream<DynamicTest> aLogLineThatQuotesCefIsNoEvent() {
    String quoted = "CEF:0|V|P|1|s|n|10|suser=ceo";
    return Stream.of(
            "<38>Jan 15 01:02:03 host sshd[812]: Invalid user ",
            "<38>1 2026-01-15T01:02:03Z host sshd 812 - - Invalid user ",
            "Invalid user ",
            "user=",
            "<38>1 2026-01-15T01:02:03Z host app 1 - [" + "x".repeat(3_000) + "] ",
            "x".repeat(3_000))
        .map(
            before ->
                DynamicTest.dynamicTest(
                    before.substring(0, Math.min(60, before.length())),
                    () ->
                        assertThatThrownBy(() -> alert(before + quoted))
                            .isInstanceOf(UnusableAlert.class)
                            .hasMessageContaining("something else than a syslog header")));
  }

  @Test
  void aHostileHeaderIsReadInNoTime() throws UnusableAlert {
    for (String part : List.of("[", "\\\\", "<1>1 ", "Jan 15 01:02:03 ", " ")) {
      String line = "<1>1 - - - - - [" + part.repeat(1_800 / part.length()) + " CEF:0|V|P|1|s|n|5|";

      assertThatThrownBy(() -> alert(line)).as(part).isInstanceOf(UnusableAlert.class);
    }
    assertThat(alert("<1>1 - - - - - " + "[a]".repeat(600) + " CEF:0|V|P|1|s|n|5|").rule())
        .isEqualTo("V/P/s");
  }

  @Test
  void labelsInAnySpellingMeanTheSame() throws UnusableAlert {
    for (String label : List.of("Agent ID", "agentId", "AgentID", "agent_id", "AGENT-ID")) {
      assertThat(event("cs1Label=" + label + " cs1=a-1").targets(TargetType.HOST))
          .as(label)
          .containsExactly("a-1");
    }
  }

  @TestFactory
  Stream<DynamicTest> timesAreRead() {
    Map<String, String> times = new LinkedHashMap<>();
    times.put("rt=1768471920250", "2026-01-15T10:12:00.250Z");
    times.put("rt=1768471920", "2026-01-15T10:12:00Z");
    times.put("rt=1768471920250123", "2026-01-15T10:12:00.250123Z");
    times.put("rt=1768471920250123456", "2026-01-15T10:12:00.250123450Z");
    times.put("rt=Jan 15 2026 10:12:00", "2026-01-15T10:12:00Z");
    times.put("rt=Jan  5 2026 10:12:00 dtz=UTC", "2026-01-05T10:12:00Z");
    times.put("rt=Jan 15 2026 10:12:00.250 dtz=-05:00", "2026-01-15T15:12:00.250Z");
    times.put("rt=Jul 15 2026 10:12:00 dtz=Europe/Berlin", "2026-07-15T08:12:00Z");
    times.put("rt=Jan 15 2026 10:12:00 EST dtz=UTC", "2026-01-15T15:12:00Z");
    times.put("rt=Jan 15 2026 10:12:00 GMT+3", "2026-01-15T07:12:00Z");
    times.put("rt=Jan 15 2026 10:12:00 dtz=nowhere", "2026-01-15T10:12:00Z");
    times.put("rt=2026-01-15T10:12:00+01:00", "2026-01-15T09:12:00Z");
    times.put("rt=2026-01-15 10:12:00 dtz=+01:00", "2026-01-15T09:12:00Z");
    times.put("deviceReceiptTime=1768471920250", "2026-01-15T10:12:00.250Z");
    times.put("start=1768471000000 end=1768471920250 rt=1", "2026-01-15T10:12:00.250Z");
    return times.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () ->
                        assertThat(event(e.getKey()).occurredAt())
                            .contains(Instant.parse(e.getValue()))));
  }

  @Test
  void aTimeWithoutAYearIsNone() throws UnusableAlert {
    for (String none : List.of("Jan 15 10:12:00", "yesterday", "0", "Feb 31 2026 10:12:00", "99")) {
      assertThat(event("rt=" + none).occurredAt()).as(none).isEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> severitiesAreRead() {
    Map<String, Severity> severities = new LinkedHashMap<>();
    severities.put("0", Severity.INFORMATIONAL);
    severities.put("1", Severity.LOW);
    severities.put("3", Severity.LOW);
    severities.put("4", Severity.MEDIUM);
    severities.put("6", Severity.MEDIUM);
    severities.put("7", Severity.HIGH);
    severities.put("8.9", Severity.HIGH);
    severities.put("9", Severity.CRITICAL);
    severities.put("10", Severity.CRITICAL);
    severities.put("11", Severity.UNKNOWN);
    severities.put("Low", Severity.LOW);
    severities.put("medium", Severity.MEDIUM);
    severities.put("HIGH", Severity.HIGH);
    severities.put("Very-High", Severity.CRITICAL);
    severities.put("very high", Severity.CRITICAL);
    severities.put("Unknown", Severity.UNKNOWN);
    severities.put("", Severity.UNKNOWN);
    severities.put("informational", Severity.INFORMATIONAL);
    return severities.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    "'" + e.getKey() + "'",
                    () ->
                        assertThat(alert("CEF:0|V|P|1|s|n|" + e.getKey() + "|a=b").severity())
                            .isEqualTo(e.getValue())));
  }

  @Test
  void theHeaderUnescapesBarsAndBackslashes() throws UnusableAlert {
    Alert alert = alert("CEF:0|V\\|X|P\\\\|1|s|a \\| b \\\\| 5 |");

    assertThat(alert.attributes())
        .containsEntry("vendor", "V|X")
        .containsEntry("product", "P\\")
        .containsEntry("cef_severity", "5");
    assertThat(alert.title()).isEqualTo("a | b \\");
  }

  @Test
  void aLineWithoutExtensionIsAnAlertToo() throws UnusableAlert {
    assertThat(alert("CEF:0|V|P|1|s|n|5").severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert("CEF: 0|V|P|1||n|5|").rule()).isEqualTo("V/P/n");
  }

  @Test
  void aRepeatKeepsItsIdAndAnotherEventGetsAnother() throws UnusableAlert {
    String line = "CEF:0|V|P|1|s|n|5|rt=1768471920250 suser=eve";
    String uid = alert("<1>Jan 15 10:00:00 a " + line).uid();

    assertThat(alert("<1>Jan 15 10:00:09 a " + line).uid()).isEqualTo(uid);
    assertThat(alert(line.replace("eve", "bob")).uid()).isNotEqualTo(uid);
  }

  @Test
  void anUpdateOfANumberedEventKeepsItsIdAndAnotherHostGetsAnother() throws UnusableAlert {
    String line = "CEF:0|V|P|1|4625|n|5|externalId=4625 dvchost=a rt=1768471920250 cnt=1";
    String uid = alert(line).uid();

    assertThat(alert(line.replace("cnt=1", "cnt=2")).uid()).isEqualTo(uid);
    assertThat(alert(line.replace("dvchost=a", "dvchost=b")).uid()).isNotEqualTo(uid);
  }

  @Test
  void closedAndTestEventsStartNothing() throws UnusableAlert {
    assertThat(event("cs1Label=Status cs1=Resolved").disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(event("status=closed").disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(alert("CEF:0|V|P|1|9|Test Alert|5|").disposition()).isEqualTo(Disposition.TEST);
    assertThat(alert("CEF:0|V|P|1|9|Pentest seen|5|").disposition()).isEqualTo(Disposition.FIRING);
  }

  @Test
  void aLabelCannotTakeTheNameOfAFact() throws UnusableAlert {
    Alert alert = event("cs1Label=Vendor cs1=Other cs2Label=Operational cs2=true");

    assertThat(alert.attributes()).containsEntry("vendor", "V").doesNotContainKey("operational");
  }

  @Test
  void aLineOfAnotherFormatLeavesTheOthersAndIsTold() throws UnusableAlert {
    List<Alert> alerts =
        posted("CEF:0|V|P|1|s|n|5|suser=a\r\n\nsomething else\nCEF:0|V|P|1|s|n|9|suser=b\n");

    assertThat(alerts).extracting(Alert::rule).containsExactly("V/P/s", "V/P/s", "CefLinesLeftOut");
    assertThat(alerts.get(2).severity()).isEqualTo(Severity.LOW);
    assertThat(alerts.get(2).description().orElseThrow()).contains("/1: is no CEF line");
  }

  @TestFactory
  Stream<DynamicTest> whatIsNoCefIsRefusedWithTheRemedy() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("", "holds no line");
    lines.put("<13>Jan 15 10:00:00 host sshd: hello", "is no CEF line; set the sender's format");
    lines.put("LEEF:2.0|V|P|1|x|", "is no CEF line");
    lines.put("CEF:x|V|P|1|s|n|5|", "is no CEF line");
    lines.put("CEF:0|V|P|1|s", "has 4 of the 7 header fields");
    lines.put("CEF:0|V|P|1|||5|a=b", "neither a signature nor a name");
    return lines.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    "'" + e.getKey() + "'",
                    () ->
                        assertThatThrownBy(() -> posted(e.getKey()))
                            .isInstanceOf(UnusableAlert.class)
                            .hasMessageContaining(e.getValue())));
  }

  @Test
  void aVeryLongHostileLineIsReadInNoTime() throws UnusableAlert {
    for (String part : List.of("a=", "=", "\\", "a ", "cs1Label=x ", "aaaaaaaaaa", "|")) {
      Alert alert = event(part.repeat(200_000 / part.length()));

      assertThat(alert.rule()).isEqualTo("V/P/s");
    }
  }

  @Test
  void manyFieldsAreBounded() throws UnusableAlert {
    StringBuilder extension = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      for (String kind :
          List.of("cs", "cn", "cfp", "c6a", "flexString", "flexNumber", "flexDate")) {
        extension.append(kind).append(i).append("=v ").append(kind).append(i);
        extension.append("Label=l").append(kind).append(i).append(' ');
      }
    }
    extension.append("x=1 ".repeat(5_000));

    assertThat(event(extension.toString()).attributes()).hasSizeLessThanOrEqualTo(64);
  }

  @Test
  void lettersThatAreNotUtf8DoNotCostTheAlert() throws UnusableAlert {
    byte[] line = "CEF:0|V|P|1|s|caf\u00e9|5|suser=eve".getBytes(StandardCharsets.ISO_8859_1);

    Alert alert = alerts(new RawMessage(Map.of(), Optional.empty(), line)).get(0);

    assertThat(alert.title()).isEqualTo("caf\uFFFD");
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedEventIsAnAlert() {
    return SampleFiles.recorded("cef").stream()
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> readable(f)));
  }

  private static void readable(Path file) throws UnusableAlert {
    assertThat(posted(SampleFiles.text(file)))
        .allSatisfy(a -> assertThat(a.rule()).isNotEqualTo("CefLinesLeftOut"));
  }
}
