package dev.firebreak.alert.standardwebhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.connector.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checks against the values of the reference libraries' own tests. */
class SignatureTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long TIMESTAMP = 1_614_265_330L;
  private static final String BODY = "{\"test\": 2432232314}";
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  private static Sender check(String signatures, long now) {
    AlertSource source =
        new StandardWebhooksKind()
            .open(new StandardWebhooksSettings(Secret.of(SECRET), Optional.empty()));
    RawMessage message =
        new RawMessage(
            Map.of(
                "webhook-id", List.of(ID),
                "webhook-timestamp", List.of(Long.toString(TIMESTAMP)),
                "webhook-signature", List.of(signatures)),
            Optional.empty(),
            BODY.getBytes(StandardCharsets.UTF_8));
    return source.authenticate(message, Instant.ofEpochSecond(now));
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
      assertThatThrownBy(
              () ->
                  new StandardWebhooksKind()
                      .open(new StandardWebhooksSettings(Secret.of(wrong), Optional.empty())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("24 to 64 bytes")
          .hasMessageNotContaining(wrong.substring(10));
    }
  }
}
