package dev.firebreak.alert.wazuh;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.util.List;
import java.util.Map;

class WazuhContractTest extends AlertSourceContract {
  private static final String SECRET = "whsec_Y2FuYXJ5LXdhenVoLWN1cnJlbnQta2V5LTAwMDE=";
  private static final String NEXT = "whsec_Y2FuYXJ5LXdhenVoLW5leHQta2V5LTAwMDAwMDI=";

  @Override
  protected AlertSourceKind<?> kind() {
    return new WazuhKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", SECRET, "next-secret", NEXT, "host-is", "id");
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "whsec_YW5vdGhlci1zaWduaW5nLWtleS0wMDAwMDAwMDM=");
  }

  @Override
  protected List<String> authenticatingHeaders() {
    return List.of("webhook-id", "webhook-timestamp", "webhook-signature");
  }

  @Override
  protected boolean signsBody() {
    return true;
  }

  @Override
  protected List<Sample> samples() {
    return List.of(
        sample(SECRET, "ssh_login_after_failures.json"),
        sample(NEXT, "windows_process.json"),
        sample(SECRET, "cloudtrail_by_module.json"),
        sample(NEXT, "vulnerability_solved_from_index.json"));
  }

  private Sample sample(String secret, String file) {
    String body = SampleFiles.own(file);
    return Sample.of(file, Signed.headers(secret, "wazuh_" + file, now(), body), body);
  }
}
