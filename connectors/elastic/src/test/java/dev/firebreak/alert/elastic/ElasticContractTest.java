package dev.firebreak.alert.elastic;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ElasticContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-elastic-secret-0001";

  @Override
  protected AlertSourceKind<?> kind() {
    return new ElasticKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", "canary-elastic-secret-0000", "next-secret", SECRET);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-elastic-secret-0002");
  }

  @Override
  protected List<Sample> samples() {
    String basic =
        Base64.getEncoder()
            .encodeToString(("firebreak:" + SECRET).getBytes(StandardCharsets.UTF_8));
    return List.of(
        Sample.of(
            "basic", Map.of("Authorization", "Basic " + basic), SampleFiles.own("mixed_keys.json")),
        Sample.of(
            "bearer",
            Map.of("Authorization", "Bearer " + SECRET),
            SampleFiles.own("two_nested_alerts.json")),
        Sample.of(
            "hand-made loop",
            Map.of("Authorization", "Bearer " + SECRET),
            SampleFiles.own("loop_with_trailing_commas.json")),
        Sample.of(
            "path token",
            Map.of(),
            Optional.of(SECRET),
            SampleFiles.own("other_kibana_rule_recovered.json").getBytes(StandardCharsets.UTF_8)));
  }
}
