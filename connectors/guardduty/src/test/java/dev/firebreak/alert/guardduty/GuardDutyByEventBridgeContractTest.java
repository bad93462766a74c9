package dev.firebreak.alert.guardduty;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

class GuardDutyByEventBridgeContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-guardduty-secret-0001";

  @Override
  protected AlertSourceKind<?> kind() {
    return new GuardDutyKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", SECRET);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-guardduty-secret-0002");
  }

  @Override
  protected List<Sample> samples() {
    String basic =
        Base64.getEncoder().encodeToString(("aws:" + SECRET).getBytes(StandardCharsets.UTF_8));
    return List.of(
        Sample.of(
            "event, bearer",
            Map.of("Authorization", "Bearer " + SECRET),
            SampleFiles.own("event_access_key.json")),
        Sample.of(
            "bare finding, basic",
            Map.of("Authorization", "Basic " + basic),
            SampleFiles.own("bare_pascal_case_miner.json")),
        Sample.of(
            "attack sequence",
            Map.of("Authorization", "Bearer " + SECRET),
            SampleFiles.own("attack_sequence.json")));
  }
}
