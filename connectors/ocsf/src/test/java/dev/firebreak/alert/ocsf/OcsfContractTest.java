package dev.firebreak.alert.ocsf;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class OcsfContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-ocsf-secret-0001";

  @Override
  protected AlertSourceKind<?> kind() {
    return new OcsfKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", "canary-ocsf-secret-0000", "next-secret", SECRET);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-ocsf-secret-0002");
  }

  @Override
  protected List<Sample> samples() {
    String basic =
        Base64.getEncoder().encodeToString(("pipe:" + SECRET).getBytes(StandardCharsets.UTF_8));
    String lines =
        SampleFiles.own("detection_host_iso_times.json").replaceAll("\\s*\\R\\s*", " ")
            + "\n"
            + SampleFiles.own("sample_finding.json").replaceAll("\\s*\\R\\s*", " ")
            + "\n";
    return List.of(
        Sample.of(
            "one event, bearer",
            Map.of("Authorization", "Bearer " + SECRET, "Content-Type", "application/json"),
            SampleFiles.own("detection_stolen_key.json")),
        Sample.of(
            "an array, basic",
            Map.of("Authorization", "Basic " + basic),
            SampleFiles.own("batch_with_a_stranger.json")),
        Sample.of(
            "one a line, token in the URL",
            Map.of("Content-Type", "application/x-ndjson"),
            Optional.of(SECRET),
            lines.getBytes(StandardCharsets.UTF_8)),
        Sample.of(
            "the deprecated class",
            Map.of("Authorization", "Bearer " + SECRET),
            SampleFiles.own("security_finding_2001_closed.json")));
  }
}
