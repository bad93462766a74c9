package dev.firebreak.alert.falco;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class FalcoContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-falco-secret-0001";

  @Override
  protected AlertSourceKind<?> kind() {
    return new FalcoKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", "canary-falco-secret-0000", "next-secret", SECRET, "cluster", "prod");
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-falco-secret-0002");
  }

  @Override
  protected List<Sample> samples() {
    String basic =
        Base64.getEncoder().encodeToString(("falco:" + SECRET).getBytes(StandardCharsets.UTF_8));
    String body = SampleFiles.own("shell_in_signer_pod.json");
    List<Sample> all = new ArrayList<>();
    all.add(Sample.of("bearer", Map.of("Authorization", "Bearer " + SECRET), body));
    all.add(Sample.of("basic", Map.of("Authorization", "Basic " + basic), body));
    all.add(
        Sample.of(
            "path token",
            Map.of(),
            Optional.of(SECRET),
            SampleFiles.own("exec_by_audit_log.json").getBytes(StandardCharsets.UTF_8)));
    return all;
  }
}
