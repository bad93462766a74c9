package dev.firebreak.alert.crowdstrike;

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

/** The fixed values are those of a public receiver's test, computed with its scheme. */
class WebhookSignatureTest {
  private static final String SECRET = "Caprice_of_the_Leaves";
  private static final String TIME = "2024-01-01T00:00:00Z";
  private static final String BODY = "{\"foo\":\"bar\"}";
  private static final String SIGNATURE = "/lEYLGRxqTenjeCfnlHiUBcTAa2viOctvPmAjlHiFec=";

  /** HMAC-SHA256 of timestamp and body, by openssl. */
  private static final String HEX =
      "f1519e0b8dd67c4e3dcedeb2e3ac0917abfd96918c1e452b7b055128e41d161f";

  private static Sender check(
      SignedContent content, Map<String, List<String>> headers, String now) {
    return new WebhookSignature(Secret.of(SECRET), Optional.empty(), content)
        .check(
            new RawMessage(headers, Optional.empty(), BODY.getBytes(StandardCharsets.UTF_8)),
            Instant.parse(now));
  }

  private static Map<String, List<String>> headers(String signature, String time) {
    return Map.of(
        "x-cs-primary-signature", List.of(signature), "x-cs-delivery-timestamp", List.of(time));
  }

  @Test
  void bodyThenTimestampInBase64IsAcceptedWithItsTime() {
    Sender sender = check(SignedContent.BODY_TIMESTAMP, headers(SIGNATURE, TIME), TIME);

    assertThat(sender)
        .isInstanceOfSatisfying(
            Sender.Authentic.class,
            a -> {
              assertThat(a.signedAt()).contains(Instant.parse(TIME));
              assertThat(a.messageId()).hasValueSatisfying(id -> assertThat(id).hasSize(64));
            });
  }

  @Test
  void theOtherOrderIsAcceptedOnlyWhereItIsConfigured() {
    assertThat(check(SignedContent.TIMESTAMP_BODY, headers(HEX, TIME), TIME))
        .isInstanceOf(Sender.Authentic.class);
    assertThat(check(SignedContent.BODY_TIMESTAMP, headers(HEX, TIME), TIME))
        .isInstanceOf(Sender.Refused.class);
    assertThat(check(SignedContent.TIMESTAMP_BODY, headers(SIGNATURE, TIME), TIME))
        .isInstanceOf(Sender.Refused.class);
  }

  @Test
  void theSecondarySignatureIsAsGoodAsThePrimary() {
    Map<String, List<String>> both =
        Map.of(
            "x-cs-primary-signature", List.of("AAAA"),
            "x-cs-secondary-signature", List.of(SIGNATURE),
            "x-cs-delivery-timestamp", List.of(TIME));

    assertThat(check(SignedContent.BODY_TIMESTAMP, both, TIME))
        .isInstanceOf(Sender.Authentic.class);
  }

  @Test
  void theClockMayDifferByFiveMinutesEitherWay() {
    for (String near : List.of("2024-01-01T00:05:00Z", "2023-12-31T23:55:00Z")) {
      assertThat(check(SignedContent.BODY_TIMESTAMP, headers(SIGNATURE, TIME), near))
          .isInstanceOf(Sender.Authentic.class);
    }
    for (String far : List.of("2024-01-01T00:05:01Z", "2023-12-31T23:54:59Z")) {
      assertThat(check(SignedContent.BODY_TIMESTAMP, headers(SIGNATURE, TIME), far))
          .isInstanceOf(Sender.Refused.class);
    }
  }

  @Test
  void aTimestampInSecondsOrMillisecondsIsUnderstood() {
    for (String time : List.of("1704067200", "1704067200000")) {
      String signature = CrowdStrikeByWebhookContractTest.sign(SECRET, BODY + time);

      assertThat(check(SignedContent.BODY_TIMESTAMP, headers(signature, time), TIME))
          .isInstanceOf(Sender.Authentic.class);
    }
  }

  @Test
  void settingsThatCannotWorkAreRefusedWithTheReason() {
    assertThatThrownBy(() -> settings(Optional.of("too-short"), Optional.empty(), "body-timestamp"))
        .hasMessageContaining("at least 32 characters")
        .hasMessageNotContaining("too-short");
    assertThatThrownBy(() -> settings(Optional.empty(), Optional.empty(), "body-timestamp"))
        .hasMessageContaining("set secret");
    assertThatThrownBy(
            () -> settings(Optional.of("x".repeat(32)), Optional.empty(), "something-else"))
        .hasMessageContaining("timestamp-body");
    assertThatThrownBy(
            () -> settings(Optional.of("x".repeat(32)), Optional.of("no domain"), "body-timestamp"))
        .hasMessageContaining("login-domain");
  }

  private static CrowdStrikeSettings settings(
      Optional<String> secret, Optional<String> domain, String content) {
    return new CrowdStrikeSettings(
        secret.map(Secret::of),
        Optional.empty(),
        content,
        Optional.empty(),
        Optional.empty(),
        domain,
        List.of());
  }
}
