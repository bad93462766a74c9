package dev.firebreak.sandbox;

import dev.firebreak.connector.Json;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The alerts of the break-in, as their senders would send them: Falco with its bearer token, the
 * SIEM signed after Standard Webhooks
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 */
final class DemoAlerts {
  static final String FALCO = "falco";
  static final String SIEM = "siem";
  static final String ALERTMANAGER = "alertmanager";

  private final Clock clock;
  private final String siemSecret = Keys.webhookSecret();
  private final String falcoToken = Keys.token();
  private final String alertmanagerToken = Keys.token();
  private final String finding = "drain-" + UUID.randomUUID();

  DemoAlerts(Clock clock) {
    this.clock = clock;
  }

  /** A message ready to be sent. */
  @SuppressWarnings("ArrayRecordComponent")
  record Message(String source, byte[] body, Map<String, String> headers) {}

  /**
   * The {@code firebreak.sources.*} settings that let the application accept them; with secrets.
   */
  Map<String, String> properties() {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("firebreak.sources." + SIEM + ".kind", "standard-webhooks");
    out.put("firebreak.sources." + SIEM + ".critical", "true");
    out.put("firebreak.sources." + SIEM + ".settings.secret", siemSecret);
    out.put("firebreak.sources." + FALCO + ".kind", "falco");
    out.put("firebreak.sources." + FALCO + ".settings.secret", falcoToken);
    out.put("firebreak.sources." + ALERTMANAGER + ".kind", "alertmanager");
    out.put("firebreak.sources." + ALERTMANAGER + ".settings.secret", alertmanagerToken);
    return out;
  }

  /** Somebody reads the signing key from a shell in the signer's pod. */
  Message keyRead() {
    Instant now = clock.instant();
    String[] pod = Sandbox.SIGNER.split("/");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("evt.time", now.getEpochSecond() * 1_000_000_000L + now.getNano());
    fields.put("k8s.ns.name", pod[0]);
    fields.put("k8s.pod.name", pod[1]);
    fields.put("container.image.repository", "registry.exchange.example/eth-signer");
    fields.put("fd.name", "/run/keys/hot-eth-1.seed");
    fields.put("proc.cmdline", "cat /run/keys/hot-eth-1.seed");
    fields.put("proc.name", "cat");
    fields.put("user.name", "signer");
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("uuid", UUID.randomUUID().toString());
    event.put(
        "output",
        "Crypto key read by a program that is not the signer (file=/run/keys/hot-eth-1.seed"
            + " command=cat pod="
            + pod[1]
            + ")");
    event.put("priority", "Critical");
    event.put("rule", "Crypto key read on the signer");
    event.put("time", now.toString());
    event.put("source", "syscall");
    event.put("tags", List.of("custody", "container", "mitre_credential_access", "T1552.004"));
    event.put("output_fields", fields);
    return new Message(FALCO, Json.bytes(event), Map.of("Authorization", "Bearer " + falcoToken));
  }

  /** The SIEM's finding that the hot wallet is being drained; the same finding at every call. */
  Message drain(BigDecimal usdPerSecond) {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("uid", finding);
    alert.put("rule", "hot-wallet-outflow-to-new-address");
    alert.put("title", "Hot wallet " + Sandbox.HOT_WALLET + " is being drained to a new address");
    alert.put(
        "description",
        "Withdrawals every 400 ms to an address first seen today, signed by "
            + Sandbox.SIGNER
            + " in sessions of "
            + Sandbox.OPERATOR
            + ".");
    alert.put("severity", "critical");
    alert.put("occurredAt", clock.instant().toString());
    alert.put("attacks", List.of("TA0010", "T1657"));
    alert.put(
        "targets",
        List.of(
            Map.of("type", "wallet", "id", Sandbox.HOT_WALLET),
            Map.of("type", "workload", "id", Sandbox.SIGNER),
            Map.of("type", "identity", "id", Sandbox.OPERATOR)));
    alert.put(
        "attributes",
        Map.of(
            "vault_account",
            Sandbox.VAULT_ACCOUNT,
            "exposure_usd_per_second",
            usdPerSecond.toPlainString()));
    return signed(Json.bytes(alert));
  }

  private Message signed(byte[] body) {
    String id = "msg_" + UUID.randomUUID().toString().replace("-", "");
    String timestamp = String.valueOf(clock.instant().getEpochSecond());
    String content =
        id + "." + timestamp + "." + new String(body, java.nio.charset.StandardCharsets.UTF_8);
    byte[] key = Base64.getDecoder().decode(siemSecret.substring("whsec_".length()));
    String signature = Base64.getEncoder().encodeToString(Digests.hmacSha256(key, content));
    return new Message(
        SIEM,
        body,
        Map.of(
            "webhook-id", id,
            "webhook-timestamp", timestamp,
            "webhook-signature", "v1," + signature));
  }
}
