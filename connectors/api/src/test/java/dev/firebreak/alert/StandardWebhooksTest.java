package dev.firebreak.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checks against the values of the reference libraries' own tests. */
class StandardWebhooksTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long TIMESTAMP = 1_614_265_330L;
  private static final String BODY = "{\"test\": 2432232314}";
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  private static StandardWebhooks signature() {
    return new StandardWebhooks(Secret.of(SECRET), Optional.empty());
  }

  private static RawMessage message(Map<String, List<String>> other) {
    Map<String, List<String>> headers =
        new HashMap<>(
            Map.of(
                "webhook-id", List.of(ID),
                "webhook-timestamp", List.of(Long.toString(TIMESTAMP)),
                "webhook-signature", List.of(SIGNATURE)));
    headers.putAll(other);
    return new RawMessage(headers, Optional.empty(), BODY.getBytes(StandardCharsets.UTF_8));
  }

  private static Sender check(String signatures, long now) {
    return signature()
        .authenticate(
            message(Map.of("webhook-signature", List.of(signatures))), Instant.ofEpochSecond(now));
  }

  @Test
  void thePublishedSignatureIsAcceptedWithItsIdAndTime() {
    assertThat(check(SIGNATURE, TIMESTAMP))
        .isEqualTo(
            new Sender.Authentic(Optional.of(ID), Optional.of(Instant.ofEpochSecond(TIMESTAMP))));
  }

  @Test
  void oneFittingSignatureAmongOthersIsEnough() {
    String others = "v2,abc v1,!!! v1, v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    assertThat(check(others + " v1,AAAA " + SIGNATURE, TIMESTAMP))
        .isInstanceOf(Sender.Authentic.class);
    assertThat(check(others, TIMESTAMP)).isInstanceOf(Sender.Refused.class);
  }

  @Test
  void theClockMayDifferByFiveMinutesEitherWay() {
    assertThat(check(SIGNATURE, TIMESTAMP + 300)).isInstanceOf(Sender.Authentic.class);
    assertThat(check(SIGNATURE, TIMESTAMP - 300)).isInstanceOf(Sender.Authentic.class);
    assertThat(check(SIGNATURE, TIMESTAMP + 301)).isInstanceOf(Sender.Refused.class);
    assertThat(check(SIGNATURE, TIMESTAMP - 301)).isInstanceOf(Sender.Refused.class);
  }

  @Test
  void aSecretOfAnotherFormIsRefusedAndNotQuoted() {
    for (String wrong :
        List.of(
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_not*base64*at*all*whatever",
            "whsec_" + Base64.getEncoder().encodeToString(new byte[23]),
            "whsec_" + Base64.getEncoder().encodeToString(new byte[65]))) {
      assertThatThrownBy(() -> new StandardWebhooks(Secret.of(wrong), Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("24 to 64 bytes")
          .hasMessageNotContaining(wrong.substring(10));
    }
  }

  @Test
  void theSecretThatIsToComeIsAcceptedToo() {
    String other = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    RawMessage message = message(Map.of("webhook-signature", List.of(SIGNATURE)));

    Sender sender =
        new StandardWebhooks(Secret.of(other), Optional.of(Secret.of(SECRET)))
            .authenticate(message, Instant.ofEpochSecond(TIMESTAMP));

    assertThat(sender).isInstanceOf(Sender.Authentic.class);
  }

  @Test
  void aMissingRepeatedOrMalformedHeaderIsRefused() {
    String time = Long.toString(TIMESTAMP);
    for (Map<String, List<String>> wrong :
        List.of(
            Map.of("webhook-id", List.<String>of()),
            Map.of("webhook-id", List.of(ID, ID)),
            Map.of("webhook-id", List.of(ID + " ")),
            Map.of("webhook-id", List.of("")),
            Map.of("webhook-timestamp", List.<String>of()),
            Map.of("webhook-timestamp", List.of(time, time)),
            Map.of("webhook-timestamp", List.of("-" + time)),
            Map.of("webhook-timestamp", List.of(time + ".0")),
            Map.of("webhook-timestamp", List.of("9999999999999")),
            Map.of("webhook-signature", List.<String>of()),
            Map.of("webhook-signature", List.of(SIGNATURE, SIGNATURE)))) {
      assertThat(signature().authenticate(message(wrong), Instant.ofEpochSecond(TIMESTAMP)))
          .as(wrong.toString())
          .isInstanceOf(Sender.Refused.class);
    }
  }

  @Test
  void anotherBodyIdOrTimeIsNotWhatWasSigned() {
    for (RawMessage other :
        List.of(
            message(Map.of("webhook-id", List.of("msg_other"))),
            message(Map.of("webhook-timestamp", List.of(Long.toString(TIMESTAMP + 1)))),
            new RawMessage(
                message(Map.of()).headers(),
                Optional.empty(),
                "{}".getBytes(StandardCharsets.UTF_8)))) {
      assertThat(signature().authenticate(other, Instant.ofEpochSecond(TIMESTAMP)))
          .isInstanceOf(Sender.Refused.class);
    }
  }

  @Test
  void noMoreThanTwentySignaturesAreLookedAt() {
    assertThat(check("v1,AAAA ".repeat(19) + SIGNATURE, TIMESTAMP))
        .isInstanceOf(Sender.Authentic.class);
    assertThat(check("v1,AAAA ".repeat(20) + SIGNATURE, TIMESTAMP))
        .isInstanceOf(Sender.Refused.class);
  }
}
