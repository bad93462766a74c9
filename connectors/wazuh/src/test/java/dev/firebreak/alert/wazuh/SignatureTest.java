package dev.firebreak.alert.wazuh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.connector.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checks against the values of the scheme's reference libraries' own tests. */
class SignatureTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long TIMESTAMP = 1_614_265_330L;
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  private static WazuhSettings settings(String secret, String hostIs) {
    return new WazuhSettings(Secret.of(secret), Optional.empty(), hostIs);
  }

  private static Sender check(String signature, long now) {
    RawMessage message =
        new RawMessage(
            Map.of(
                "webhook-id", List.of(ID),
                "webhook-timestamp", List.of(Long.toString(TIMESTAMP)),
                "webhook-signature", List.of(signature)),
            Optional.empty(),
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
    return new WazuhKind()
        .open(settings(SECRET, "name"))
        .authenticate(message, Instant.ofEpochSecond(now));
  }

  @Test
  void thePublishedSignatureIsAcceptedWithItsIdAndTime() {
    assertThat(check(SIGNATURE, TIMESTAMP))
        .isEqualTo(
            new Sender.Authentic(Optional.of(ID), Optional.of(Instant.ofEpochSecond(TIMESTAMP))));
  }

  @Test
  void anyOtherSignatureIsRefused() {
    for (String other : List.of("", "v1,", "v1,!!!", SIGNATURE.replace("v1", "v2"), "v1,AAAA")) {
      assertThat(check(other, TIMESTAMP)).as(other).isInstanceOf(Sender.Refused.class);
    }
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
        List.of("0123456789abcdef0123456789abcdef", "whsec_not*base64", "whsec_QUJD")) {
      assertThatThrownBy(() -> new WazuhKind().open(settings(wrong, "name")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("secret must be whsec_")
          .hasMessageNotContaining(wrong);
    }
  }

  @Test
  void aHostIsAnAgentsNameOrIdAndNothingElse() {
    assertThatThrownBy(() -> settings(SECRET, "ip"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host-is");
  }
}
