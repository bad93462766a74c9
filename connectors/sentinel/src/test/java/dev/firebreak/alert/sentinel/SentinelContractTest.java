package dev.firebreak.alert.sentinel;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SentinelContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-sentinel-secret-0001";

  @Override
  protected AlertSourceKind<?> kind() {
    return new SentinelKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", "canary-sentinel-secret-0000", "next-secret", SECRET);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-sentinel-secret-0002");
  }

  @Override
  protected List<Sample> samples() {
    String basic =
        Base64.getEncoder().encodeToString(("logic:" + SECRET).getBytes(StandardCharsets.UTF_8));
    return List.of(
        bearer("incident_trigger.json"),
        bearer("incident_closed_in_body.json"),
        bearer("sentinel_alert_trigger.json"),
        bearer("first_generation.json"),
        Sample.of(
            "basic",
            Map.of("Authorization", "Basic " + basic),
            SampleFiles.own("graph_alerts_in_value.json")),
        Sample.of(
            "path token",
            Map.of(),
            Optional.of(SECRET),
            SampleFiles.own("sample_alert.json").getBytes(StandardCharsets.UTF_8)));
  }

  private static Sample bearer(String file) {
    return Sample.of(file, Map.of("Authorization", "Bearer " + SECRET), SampleFiles.own(file));
  }
}
