package dev.firebreak.alert.crowdstrike;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class CrowdStrikeByForwarderContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-forwarder-secret-0001";

  @Override
  protected AlertSourceKind<?> kind() {
    return new CrowdStrikeKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("forwarder-secret", SECRET);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("forwarder-secret", "another-forwarder-secret-0002");
  }

  @Override
  protected List<Sample> samples() {
    String basic =
        Base64.getEncoder().encodeToString(("falcon:" + SECRET).getBytes(StandardCharsets.UTF_8));
    return List.of(
        Sample.of(
            "identity detection, bearer",
            Map.of("Authorization", "Bearer " + SECRET),
            SampleFiles.own("idp_detection.json")),
        Sample.of(
            "audit event, basic",
            Map.of("Authorization", "Basic " + basic),
            SampleFiles.own("audit_api_client.json")),
        Sample.of(
            "incident, bearer",
            Map.of("Authorization", "Bearer " + SECRET),
            SampleFiles.own("incident.json")),
        Sample.of(
            "list, path token",
            Map.of(),
            Optional.of(SECRET),
            SampleFiles.own("batch_with_noise.json").getBytes(StandardCharsets.UTF_8)));
  }
}
