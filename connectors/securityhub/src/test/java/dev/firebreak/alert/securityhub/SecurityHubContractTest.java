package dev.firebreak.alert.securityhub;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

class SecurityHubContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-securityhub-secret-0001";
  private static final String NEXT = "canary-securityhub-secret-0002";

  @Override
  protected AlertSourceKind<?> kind() {
    return new SecurityHubKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", SECRET, "next-secret", NEXT);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-securityhub-secret-0003");
  }

  @Override
  protected List<Sample> samples() {
    String basic =
        Base64.getEncoder().encodeToString(("aws:" + NEXT).getBytes(StandardCharsets.UTF_8));
    Map<String, String> bearer = Map.of("Authorization", "Bearer " + SECRET);
    return List.of(
        Sample.of("event, bearer", bearer, SampleFiles.own("event_access_key.json")),
        Sample.of(
            "one finding, basic",
            Map.of("Authorization", "Basic " + basic),
            SampleFiles.own("camel_case_instance.json")),
        Sample.of("answer with two", bearer, SampleFiles.own("findings_of_two_controls.json")),
        Sample.of("OCSF", bearer, SampleFiles.own("event_ocsf.json")));
  }
}
