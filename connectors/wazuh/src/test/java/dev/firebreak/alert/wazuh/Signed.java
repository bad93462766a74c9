package dev.firebreak.alert.wazuh;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.time.Instant;
import java.util.Map;

/** Headers made by the public library, so that two implementations have to agree. */
final class Signed {
  private Signed() {}

  static Map<String, String> headers(String secret, String id, Instant at, String body) {
    try {
      return Map.of(
          "webhook-id",
          id,
          "webhook-timestamp",
          Long.toString(at.getEpochSecond()),
          "webhook-signature",
          new Webhook(secret).sign(id, at.getEpochSecond(), body));
    } catch (EmptyWebhookSecretException | WebhookSigningException e) {
      throw new IllegalStateException(e);
    }
  }
}
