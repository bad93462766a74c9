package dev.firebreak.alert.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.connector.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The values of GitHub's own page
 * (https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries).
 */
class HubSignatureTest {
  private static final String SECRET = "It's a Secret to Everybody";
  private static final String BODY = "Hello, World!";
  private static final String SIGNATURE =
      "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

  private static Sender check(String signature, Map<String, List<String>> more) {
    Map<String, List<String>> headers = new HashMap<>(more);
    headers.put("x-hub-signature-256", List.of(signature));
    return new GitHubKind()
        .open(new GitHubSettings(Secret.of(SECRET), Optional.empty(), "{login}"))
        .authenticate(
            new RawMessage(headers, Optional.empty(), BODY.getBytes(StandardCharsets.UTF_8)),
            Instant.EPOCH);
  }

  @Test
  void thePublishedSignatureIsAcceptedWithItsDelivery() {
    String delivery = "72d3162e-cc78-11e3-81ab-4c9367dc0958";

    assertThat(check(SIGNATURE, Map.of("x-github-delivery", List.of(delivery))))
        .isEqualTo(new Sender.Authentic(Optional.of(delivery), Optional.empty()));
  }

  @Test
  void withoutAUsableDeliveryIdTheMessageHasNone() {
    for (String odd : List.of("", "a b", "x".repeat(101))) {
      assertThat(check(SIGNATURE, Map.of("x-github-delivery", List.of(odd))))
          .isEqualTo(new Sender.Authentic(Optional.empty(), Optional.empty()));
    }
  }

  @Test
  void anotherAlgorithmOrNoneIsRefused() {
    for (String wrong :
        List.of(
            SIGNATURE.substring(7),
            SIGNATURE.replace("sha256", "sha1"),
            "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59",
            SIGNATURE.substring(0, 69) + "00")) {
      assertThat(check(wrong, Map.of())).isInstanceOf(Sender.Refused.class);
    }
  }

  @Test
  void settingsThatCannotWorkAreRefusedWithTheReason() {
    for (String format : List.of("login", "{login}{login}", "x".repeat(200) + "{login}")) {
      assertThatThrownBy(() -> new GitHubSettings(Secret.of(SECRET), Optional.empty(), format))
          .hasMessageContaining("login-format");
    }
    assertThatThrownBy(
            () -> new GitHubSettings(Secret.of("short-secret"), Optional.empty(), "{login}"))
        .hasMessageContaining("16 characters")
        .hasMessageNotContaining("short-secret");
  }
}
