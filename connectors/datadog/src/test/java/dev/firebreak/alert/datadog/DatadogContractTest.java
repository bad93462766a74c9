package dev.firebreak.alert.datadog;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DatadogContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-datadog-secret-0001";

  @Override
  protected AlertSourceKind<?> kind() {
    return new DatadogKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", "canary-datadog-secret-0000", "next-secret", SECRET);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-datadog-secret-0002");
  }

  @Override
  protected List<Sample> samples() {
    String basic =
        Base64.getEncoder().encodeToString(("datadog:" + SECRET).getBytes(StandardCharsets.UTF_8));
    return List.of(
        bearer("monitor_triggered.json"),
        bearer("security_signal.json"),
        bearer("nested_camel_case.json"),
        Sample.of(
            "basic",
            Map.of("Authorization", "Basic " + basic),
            SampleFiles.own("default_body.json")),
        Sample.of(
            "path token",
            Map.of(),
            Optional.of(SECRET),
            SampleFiles.own("incident_resolved.json").getBytes(StandardCharsets.UTF_8)));
  }

  private static Sample bearer(String file) {
    return Sample.of(file, Map.of("Authorization", "Bearer " + SECRET), SampleFiles.own(file));
  }
}
