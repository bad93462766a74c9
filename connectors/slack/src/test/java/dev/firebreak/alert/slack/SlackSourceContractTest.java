package dev.firebreak.alert.slack;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.util.List;
import java.util.Map;

class SlackSourceContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-signing-secret-0001";
  private static final String NEXT = "canary-signing-secret-0002";

  @Override
  protected AlertSourceKind<?> kind() {
    return new SlackKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", SECRET, "next-secret", NEXT);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-signing-secret-0003");
  }

  @Override
  protected List<String> authenticatingHeaders() {
    return List.of("x-slack-signature", "x-slack-request-timestamp");
  }

  @Override
  protected boolean signsBody() {
    return true;
  }

  @Override
  protected List<Sample> samples() {
    return List.of(
        sample("app_uninstalled", SECRET, Signed.JSON, SampleFiles.own("app_uninstalled.json")),
        sample("tokens_revoked", NEXT, Signed.JSON, SampleFiles.own("tokens_revoked.json")),
        sample("url_verification", SECRET, Signed.JSON, SampleFiles.own("url_verification.json")),
        sample(
            "block_actions",
            SECRET,
            Signed.FORM,
            Signed.form("payload", SampleFiles.own("block_actions.json"))),
        sample(
            "slash command",
            NEXT,
            Signed.FORM,
            Signed.form("command", "/firebreak", "text", "approve 7", "user_id", "U0ANA00001")));
  }

  private Sample sample(String name, String secret, String type, String body) {
    return Sample.of(name, Signed.headers(secret, now().minusSeconds(3), type, body), body);
  }
}
