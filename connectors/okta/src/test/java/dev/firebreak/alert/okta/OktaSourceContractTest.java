package dev.firebreak.alert.okta;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class OktaSourceContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-okta-hook-secret-0001";
  private static final String NEXT = "canary-okta-hook-secret-0002";

  @Override
  protected AlertSourceKind<?> kind() {
    return new OktaKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", SECRET, "next-secret", NEXT, "ignored-actors", "firebreak@example.com");
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-okta-hook-secret-0003");
  }

  @Override
  protected List<Sample> samples() {
    return List.of(
        Sample.of(
            "event hook, bare secret",
            Map.of("Authorization", SECRET),
            SampleFiles.own("hook_three_events.json")),
        Sample.of(
            "list, bearer",
            Map.of("Authorization", "Bearer " + NEXT),
            SampleFiles.own("log_list.json")),
        Sample.of(
            "log stream, path token",
            Map.of(),
            Optional.of(SECRET),
            SampleFiles.own("log_stream.json").getBytes(StandardCharsets.UTF_8)));
  }
}
