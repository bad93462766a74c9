package dev.firebreak.alert.hypernative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Settings;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final Instant AROSE = Instant.parse("2026-01-15T11:58:20Z");
  private static final FakeHypernative VENDOR = new FakeHypernative();
  private static final FakeHypernative NEXT = new FakeHypernative();
  private static final String INSIGHT = SampleFiles.own("drain_of_a_pool.json");

  private static AlertSource source(Map<String, String> settings) {
    return new HypernativeKind()
        .open(Settings.bind("source 'x'", HypernativeSettings.class, settings));
  }

  private final AlertSource source = source(Map.of("public-key", VENDOR.pem()));

  private static RawMessage message(String body) {
    return new RawMessage(Map.of(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static String messageId(Sender sender) {
    return ((Sender.Authentic) sender).messageId().orElseThrow();
  }

  private static String reason(Sender sender) {
    return ((Sender.Refused) sender).reason();
  }

  @Test
  void aSignedInsightGivesItsTimeAndAnIdOfWhatIsSigned() {
    Sender sender = source.authenticate(message(VENDOR.body("d-1", INSIGHT)), NOW);

    assertThat(((Sender.Authentic) sender).signedAt()).contains(AROSE);
    assertThat(messageId(sender)).matches("Q7TWZ30KD1LM/[0-9a-f]{64}");
  }

  @Test
  void aReplayUnderAnotherIdIsStillTheSameMessage() {
    String first = messageId(source.authenticate(message(VENDOR.body("d-1", INSIGHT)), NOW));

    String second = messageId(source.authenticate(message(VENDOR.body("d-2", INSIGHT)), NOW));

    assertThat(second).isEqualTo(first);
  }

  @Test
  void anUpdateOfAnInsightIsAnotherMessage() {
    String first = messageId(source.authenticate(message(VENDOR.body("d", INSIGHT)), NOW));
    String updated = INSIGHT.replace("\"severity\": \"High\"", "\"severity\": \"Critical\"");

    String second = messageId(source.authenticate(message(VENDOR.body("d", updated)), NOW));

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void anyAlteredByteOfTheSignedTextIsRefused() {
    String signature = VENDOR.sign(INSIGHT);
    byte[] text = INSIGHT.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length; i += 7) {
      byte[] altered = text.clone();
      altered[i] ^= 1;
      String body =
          Json.write(
              Map.of(
                  "id",
                  "d-1",
                  "data",
                  new String(altered, StandardCharsets.UTF_8),
                  "digitalSignature",
                  signature));

      Sender sender = source.authenticate(message(body), NOW);

      assertThat(sender).as("byte " + i).isInstanceOf(Sender.Refused.class);
    }
  }

  @Test
  void theSameJsonWrittenInAnotherWayIsNotWhatWasSigned() {
    String other = INSIGHT.replaceAll("\\s*\\R\\s*", "");
    String body =
        Json.write(Map.of("id", "d", "data", other, "digitalSignature", VENDOR.sign(INSIGHT)));

    assertThat(source.authenticate(message(body), NOW)).isInstanceOf(Sender.Refused.class);
  }

  @Test
  void dataAsAnObjectIsRefused() {
    String body = "{\"id\":\"d\",\"data\":" + INSIGHT + ",\"digitalSignature\":\"eA==\"}";

    assertThat(reason(source.authenticate(message(body), NOW))).contains("/data: expected text");
  }

  @Test
  void severalKeysAndTheNextOneAreAccepted() {
    FakeHypernative third = new FakeHypernative();
    AlertSource source =
        source(Map.of("public-key", VENDOR.pem() + NEXT.pem(), "next-public-key", third.bareKey()));
    for (FakeHypernative vendor : List.of(VENDOR, NEXT, third)) {
      Sender sender = source.authenticate(message(vendor.body("d", INSIGHT)), NOW);

      assertThat(sender).isInstanceOf(Sender.Authentic.class);
    }
  }

  @Test
  void anInsightOverAnHourOldOrFromTheFutureIsRefused() {
    RawMessage message = message(VENDOR.body("d", INSIGHT));

    Instant late = AROSE.plus(Duration.ofHours(1)).plusMillis(1);
    Instant early = AROSE.minus(Duration.ofMinutes(5)).minusMillis(1);

    assertThat(source.authenticate(message, late.minusMillis(1)))
        .isInstanceOf(Sender.Authentic.class);
    assertThat(source.authenticate(message, early.plusMillis(1)))
        .isInstanceOf(Sender.Authentic.class);
    assertThat(reason(source.authenticate(message, late))).contains("PT1H");
    assertThat(reason(source.authenticate(message, early))).contains("future");
  }

  @Test
  void theAgeIsASetting() {
    AlertSource strict = source(Map.of("public-key", VENDOR.pem(), "max-age", "PT1M"));

    assertThat(strict.authenticate(message(VENDOR.body("d", INSIGHT)), NOW))
        .isInstanceOf(Sender.Refused.class);
  }

  @Test
  void anInsightWithoutATimeIsRefused() {
    String timeless = INSIGHT.replace("\"timestamp\": \"2026-01-15T11:58:20.000Z\",", "");

    assertThat(reason(source.authenticate(message(VENDOR.body("d", timeless)), NOW)))
        .contains("timestamp");
  }

  @Test
  void aChannelTestPassesAtAnyAgeAndAgain() {
    String test = SampleFiles.own("channel_test.json");

    Sender first = source.authenticate(message(VENDOR.body("d-1", test)), NOW);
    Sender second = source.authenticate(message(VENDOR.body("d-2", test)), NOW);

    assertThat(messageId(first)).isEqualTo("d-1");
    assertThat(messageId(second)).isEqualTo("d-2");
  }

  @Test
  void somethingSignedThatIsNoInsightIsAuthenticAndUnusable() {
    RawMessage message = message(VENDOR.body("d", "{\"somethingNew\":1}"));

    assertThat(source.authenticate(message, NOW)).isInstanceOf(Sender.Authentic.class);
    assertThatThrownBy(() -> source.parse(message))
        .hasMessage("inside this text, at /riskInsight: is missing; expected a risk insight");
  }

  @Test
  void withASecretASignatureAloneIsNotEnough() {
    AlertSource source = source(Map.of("public-key", VENDOR.pem(), "secret", "0123456789abcdef"));

    assertThat(reason(source.authenticate(message(VENDOR.body("d", INSIGHT)), NOW)))
        .contains("bearer");
  }

  @Test
  void settingsSayWhatIsWrong() {
    String p384 = FakeHypernative.pem(FakeHypernative.keys("secp384r1"));
    for (Map<String, String> wrong :
        List.of(
            Map.<String, String>of(),
            Map.of("public-key", "no key"),
            Map.of("public-key", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
            Map.of("public-key", p384),
            Map.of("public-key", VENDOR.pem(), "max-age", "PT0S"),
            Map.of("public-key", VENDOR.pem(), "secret", "short"),
            Map.of("public-key", VENDOR.pem(), "next-secret", "0123456789abcdef"))) {
      assertThatThrownBy(() -> source(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .isNotBlank();
    }
  }
}
