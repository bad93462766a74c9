package dev.firebreak.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The alert of CONTAIN4 as it goes over the wire: about 1.5 KB in Firebreak's own alert format,
 * with a uid, wallet, workload and credential of its own, signed as Standard Webhooks 1.0.0 says
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 */
record AlertPost(String body, Map<String, String> headers) {
  private static final String TEMPLATE =
      """
      {"uid":"@ID@","rule":"signer-key-read-by-shell",\
      "title":"A shell read the signing key of a hot wallet",\
      "description":"Process /usr/bin/xxd, started by /bin/bash in pod signer-@ID@, opened the key file of \
      wallet hot-@ID@. Nothing but the signer may read that file; the withdrawal queue of the wallet is not empty.",\
      "severity":"critical","disposition":"firing","occurredAt":"2026-03-14T09:26:53Z",\
      "attacks":["TA0006","T1552.004","TA0010"],\
      "targets":[{"type":"wallet","id":"hot-@ID@"},{"type":"workload","id":"prod-eu/custody/signer-@ID@"},\
      {"type":"credential","id":"key-@ID@"}],\
      "observables":[{"name":"proc.cmdline","value":"xxd /run/keys/hot-@ID@.seed"},\
      {"name":"proc.pcmdline","value":"bash -i"},{"name":"proc.exepath","value":"/usr/bin/xxd"},\
      {"name":"fd.name","value":"/run/keys/hot-@ID@.seed"},{"name":"user.name","value":"signer"},\
      {"name":"container.image","value":"registry.internal/custody/signer:4.11.2"},\
      {"name":"k8s.node","value":"node-eu-17"},{"name":"net.peer","value":"203.0.113.77:443"}],\
      "attributes":{"cluster":"prod-eu","namespace":"custody","chain":"ethereum","asset":"USDC",\
      "exposure_usd":"2150000","pending_withdrawals":"3","detector":"runtime-7","policy":"key-files-v9",\
      "region":"eu-central","on_call":"custody-responders","runbook":"contain-hot-wallet","evidence":"@PAD@"}}\
      """;

  private static final String PAD = "5f".repeat(90);

  /**
   * @param key the decoded signing key
   */
  static AlertPost of(String alertId, byte[] key, Instant now) {
    String body = TEMPLATE.replace("@ID@", alertId).replace("@PAD@", PAD);
    String messageId = "msg_" + alertId;
    String timestamp = Long.toString(now.getEpochSecond());
    return new AlertPost(
        body,
        Map.of(
            "content-type",
            "application/json",
            "webhook-id",
            messageId,
            "webhook-timestamp",
            timestamp,
            "webhook-signature",
            "v1," + sign(key, messageId + "." + timestamp + "." + body)));
  }

  private static String sign(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] mark = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mark);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }
}
