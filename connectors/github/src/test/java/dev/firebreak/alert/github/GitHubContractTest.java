package dev.firebreak.alert.github;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class GitHubContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-github-secret-0001";
  private static final String NEXT = "canary-github-secret-0002";

  @Override
  protected AlertSourceKind<?> kind() {
    return new GitHubKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", SECRET, "next-secret", NEXT);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-github-secret-0003");
  }

  @Override
  protected List<String> authenticatingHeaders() {
    return List.of("x-hub-signature-256");
  }

  @Override
  protected boolean signsBody() {
    return true;
  }

  @Override
  protected List<Sample> samples() {
    return List.of(
        sample("secret_scanning_alert", SECRET, "secret_scanning_leaked.json"),
        sample("code_scanning_alert", NEXT, "code_scanning_fixed.json"),
        sample("dependabot_alert", SECRET, "dependabot_created.json"),
        sample("personal_access_token_request", SECRET, "token_request_approved.json"),
        sample("pull_request", SECRET, "pull_request_title.json"));
  }

  private static Sample sample(String event, String secret, String file) {
    String body = SampleFiles.own(file);
    return Sample.of(
        event,
        Map.of(
            "X-GitHub-Event",
            event,
            "X-GitHub-Delivery",
            "72d3162e-cc78-11e3-81ab-4c9367dc0958",
            "X-Hub-Signature-256",
            "sha256=" + sign(secret, body)),
        body);
  }

  private static String sign(String secret, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
