package dev.firebreak.alert.forta;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class FortaContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-forta-secret-0001";
  private static final String NEXT = "canary-forta-secret-0002";

  @Override
  protected AlertSourceKind<?> kind() {
    return new FortaKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "secret",
        SECRET,
        "next-secret",
        NEXT,
        "ignored-addresses",
        "0xcccccccccccccccccccccccccccccccccccccccc");
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-forta-secret-0003");
  }

  @Override
  protected List<Sample> samples() {
    return List.of(
        Sample.of(
            "batch, path token",
            Map.of(),
            Optional.of(SECRET),
            SampleFiles.own("batch_exploit.json").getBytes(StandardCharsets.UTF_8)),
        Sample.of(
            "one alert, bare secret",
            Map.of("Authorization", NEXT),
            SampleFiles.own("single_info.json")),
        Sample.of(
            "batch, bearer",
            Map.of("Authorization", "Bearer " + SECRET),
            SampleFiles.own("batch_exploit.json")));
  }
}
