package dev.firebreak.alert.crowdstrike;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class CrowdStrikeByWebhookContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-crowdstrike-hmac-secret-0001";
  private static final String NEXT = "canary-crowdstrike-hmac-secret-0002";
  private static final String TIME = "2026-01-15T12:00:00Z";

  @Override
  protected AlertSourceKind<?> kind() {
    return new CrowdStrikeKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", SECRET, "next-secret", NEXT, "login-domain", "example.com");
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-crowdstrike-hmac-secret-0003");
  }

  @Override
  protected List<String> authenticatingHeaders() {
    return List.of("x-cs-primary-signature", "x-cs-delivery-timestamp");
  }

  @Override
  protected boolean signsBody() {
    return true;
  }

  @Override
  protected List<Sample> samples() {
    return List.of(
        sample("template", SECRET, "workflow_template.json"),
        sample("dotted names", NEXT, "workflow_dotted.json"),
        sample("detection", SECRET, "epp_detection.json"));
  }

  private static Sample sample(String name, String secret, String file) {
    String body = SampleFiles.own(file);
    return Sample.of(
        name,
        Map.of(
            "X-Cs-Primary-Signature", sign(secret, body + TIME), "X-Cs-Delivery-Timestamp", TIME),
        body);
  }

  static String sign(String secret, String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
