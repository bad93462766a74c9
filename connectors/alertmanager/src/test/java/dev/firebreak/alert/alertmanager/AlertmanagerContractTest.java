package dev.firebreak.alert.alertmanager;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AlertmanagerContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-alertmanager-secret-0001";

  @Override
  protected AlertSourceKind<?> kind() {
    return new AlertmanagerKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "secret", "canary-alertmanager-secret-0000", "next-secret", SECRET, "cluster", "prod");
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-alertmanager-secret-0002");
  }

  @Override
  protected List<Sample> samples() {
    String basic =
        Base64.getEncoder()
            .encodeToString(("alertmanager:" + SECRET).getBytes(StandardCharsets.UTF_8));
    String body = SampleFiles.own("hot_wallet_group.json");
    List<Sample> all = new ArrayList<>();
    all.add(Sample.of("bearer", Map.of("Authorization", "Bearer " + SECRET), body));
    all.add(Sample.of("basic", Map.of("Authorization", "Basic " + basic), body));
    all.add(
        Sample.of(
            "path token",
            Map.of(),
            Optional.of(SECRET),
            SampleFiles.own("old_version_truncated.json").getBytes(StandardCharsets.UTF_8)));
    return all;
  }
}
