package dev.firebreak.alert.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Settings;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import dev.firebreak.testkit.TestAuthority;
import dev.firebreak.testkit.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a source promises besides its feed. */
class KafkaSourceTest extends AlertSourceContract {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "bootstrap-servers", "b1.example.com:9093,b2.example.com:9093",
          "topic", "alerts",
          "username", "firebreak",
          "password", "canary-kafka-password-0001");

  @Override
  protected AlertSourceKind<?> kind() {
    return new KafkaKind();
  }

  @Override
  protected Map<String, String> settings() {
    return SETTINGS;
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    Map<String, String> other = new HashMap<>(SETTINGS);
    other.put("password", "canary-kafka-password-0002");
    return other;
  }

  @Override
  protected boolean takesPosts() {
    return false;
  }

  @Override
  protected List<Sample> samples() {
    return Stream.of("own.json", "ocsf.json")
        .map(name -> Sample.of(name, Map.of(), SampleFiles.own(name)))
        .toList();
  }

  private static KafkaSettings bound(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(SETTINGS);
    all.putAll(more);
    return Settings.bind("source 'x'", KafkaSettings.class, all);
  }

  private static AlertSource source() {
    return new KafkaKind().open(bound(Map.of()));
  }

  private static RawMessage message(byte[] value) {
    return new RawMessage(Map.of(), Optional.empty(), value);
  }

  private static Alert alert(String value) throws UnusableAlert {
    Parsed parsed = source().parse(message(value.getBytes(StandardCharsets.UTF_8)));
    return ((Parsed.Alerts) parsed).alerts().get(0);
  }

  @Test
  void nothingIsTakenAtTheHook() {
    RawMessage posted =
        new RawMessage(
            Map.of("authorization", List.of("Bearer canary-kafka-password-0001")),
            Optional.of("canary-kafka-password-0001"),
            SampleFiles.own("own.json").getBytes(StandardCharsets.UTF_8));

    Sender sender = source().authenticate(posted, Instant.parse("2026-01-15T12:00:00Z"));

    assertThat(((Sender.Refused) sender).reason()).contains("Kafka topic");
  }

  @Test
  void bothFormsOfAlertsAreRead() throws UnusableAlert {
    assertThat(alert(SampleFiles.own("own.json")).uid()).isEqualTo("case-7");
    assertThat(alert(SampleFiles.own("ocsf.json")).uid()).isEqualTo("nw-7");
  }

  @TestFactory
  Stream<DynamicTest> whatIsNoAlertIsUnusableAndSaysWhy() {
    Map<String, byte[]> values = new LinkedHashMap<>();
    values.put("a tombstone", new byte[0]);
    values.put("no JSON", "hello".getBytes(StandardCharsets.UTF_8));
    values.put("no object", "[1]".getBytes(StandardCharsets.UTF_8));
    values.put("an unknown field", "{\"uid\":\"1\",\"rule\":\"r\",\"x\":1}".getBytes());
    values.put("another OCSF class", "{\"class_uid\":3002}".getBytes());
    values.put("bytes that are not UTF-8", new byte[] {(byte) 0xc3, (byte) 0x28});
    values.put("two objects", "{} {}".getBytes());
    values.put("nested too deep", "[".repeat(5_000).getBytes());
    return values.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () ->
                        assertThatThrownBy(() -> source().parse(message(e.getValue())))
                            .isInstanceOf(UnusableAlert.class)
                            .message()
                            .isNotBlank()));
  }

  @Test
  void noSecretIsShown() {
    KafkaSettings settings = bound(Map.of());

    assertThat(settings.toString() + ConsumerConfiguration.of(settings))
        .doesNotContain("canary-kafka-password-0001");
  }

  @Test
  void aPasswordCannotBecomeMoreThanAPassword() {
    Map<String, Object> configuration =
        ConsumerConfiguration.of(bound(Map.of("password", "a\" debug=\"true\\")));

    assertThat(
            ((org.apache.kafka.common.config.types.Password) configuration.get("sasl.jaas.config"))
                .value())
        .isEqualTo(
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"firebreak\" password=\"a\\\" debug=\\\"true\\\\\";");
    assertThatThrownBy(() -> ConsumerConfiguration.of(bound(Map.of("password", "a\nb"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("a\nb");
  }

  @TestFactory
  Stream<DynamicTest> settingsThatCannotWorkSaySo() {
    TestAuthority authority = new TestAuthority("A");
    TestCertificate own = authority.issue("me");
    Map<String, Map<String, String>> wrong = new LinkedHashMap<>();
    wrong.put("bootstrap-servers", Map.of("bootstrap-servers", "no port"));
    wrong.put("topic", Map.of("topic", "a topic"));
    wrong.put("group-id", Map.of("group-id", " "));
    wrong.put("start", Map.of("start", "now"));
    wrong.put("security-protocol", Map.of("security-protocol", "TLS"));
    wrong.put("sasl-mechanism", Map.of("sasl-mechanism", "GSSAPI"));
    wrong.put("username is set", Map.of("security-protocol", "SSL"));
    wrong.put(
        "uses no TLS",
        Map.of("security-protocol", "SASL_PLAINTEXT", "ca-certificate", authority.pem()));
    wrong.put("client-key, both", Map.of("client-certificate", own.pem()));
    wrong.put("ca-certificate must be PEM", Map.of("ca-certificate", "canary-no-certificate"));
    wrong.put(
        "client-key must be an RSA or EC key",
        Map.of("client-certificate", own.pem(), "client-key", "canary-no-key"));
    return wrong.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () ->
                        assertThatThrownBy(() -> new KafkaKind().open(bound(e.getValue())))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining(e.getKey())
                            .hasMessageNotContaining("canary")));
  }

  @Test
  void aPasswordIsNeededWhereTheProtocolAsksForOne() {
    Map<String, String> all = new HashMap<>(SETTINGS);
    all.remove("password");

    assertThatThrownBy(() -> Settings.bind("source 'x'", KafkaSettings.class, all))
        .hasMessageContaining("set username and password, both");
  }

  @Test
  void eachTopicHasAGroupOfItsOwn() {
    assertThat(bound(Map.of()).group()).isEqualTo("firebreak-alerts");
    assertThat(bound(Map.of("group-id", "soc")).group()).isEqualTo("soc");
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedMessageIsAnAlert() {
    return SampleFiles.recorded("kafka").stream()
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> readable(f)));
  }

  private static void readable(Path file) throws UnusableAlert {
    assertThat(alert(SampleFiles.text(file)).uid()).isNotBlank();
  }
}
