package dev.firebreak.alert.splunk;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SplunkContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-splunk-secret-0001";

  @Override
  protected AlertSourceKind<?> kind() {
    return new SplunkKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", "canary-splunk-secret-0000", "next-secret", SECRET);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-splunk-secret-0002");
  }

  @Override
  protected List<Sample> samples() {
    String basic =
        Base64.getEncoder().encodeToString(("splunk:" + SECRET).getBytes(StandardCharsets.UTF_8));
    String body = SampleFiles.own("notable.json");
    List<Sample> all = new ArrayList<>();
    all.add(Sample.of("bearer", Map.of("Authorization", "Bearer " + SECRET), body));
    all.add(Sample.of("basic", Map.of("Authorization", "Basic " + basic), body));
    all.add(
        Sample.of(
            "path token",
            Map.of(),
            Optional.of(SECRET),
            SampleFiles.own("saved_search.json").getBytes(StandardCharsets.UTF_8)));
    return all;
  }
}
