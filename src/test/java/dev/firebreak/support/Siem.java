package dev.firebreak.support;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.firebreak.connector.Json;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A sender that signs with the public library of Standard Webhooks
 * (https://github.com/standard-webhooks/standard-webhooks), not with code of ours.
 */
public final class Siem {
  private final Http http;
  private final String path;
  private final Webhook webhook;

  Siem(Http http, String source, String secret) {
    this.http = http;
    this.path = "/hooks/" + source;
    try {
      this.webhook = new Webhook(secret);
    } catch (EmptyWebhookSecretException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A fresh secret as Standard Webhooks writes it. */
  public static String newSecret() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return "whsec_" + Base64.getEncoder().encodeToString(key);
  }

  /** Sends with an id of its own and the time of now. */
  public Answer send(String json) {
    return send("msg_" + UUID.randomUUID(), json);
  }

  /** Sends an alert in Firebreak's own format. */
  public Answer send(Map<String, ?> alert) {
    return send(Json.write(alert));
  }

  /** Sends with a given id and the time of now. */
  public Answer send(String messageId, String json) {
    return http.post(
        path, headers(messageId, Instant.now(), json), json.getBytes(StandardCharsets.UTF_8));
  }

  /** The headers that make a body authentic, to be sent or spoiled. */
  public Map<String, String> headers(String messageId, Instant at, String json) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("webhook-id", messageId);
    headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
    try {
      headers.put("webhook-signature", webhook.sign(messageId, at.getEpochSecond(), json));
    } catch (WebhookSigningException e) {
      throw new IllegalStateException(e);
    }
    return headers;
  }
}
