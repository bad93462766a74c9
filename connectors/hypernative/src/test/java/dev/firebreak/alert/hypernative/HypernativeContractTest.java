package dev.firebreak.alert.hypernative;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** With a secret, as the README asks for; {@link SignatureTest} goes without. */
class HypernativeContractTest extends AlertSourceContract {
  private static final FakeHypernative VENDOR = new FakeHypernative();
  private static final FakeHypernative ANOTHER = new FakeHypernative();
  private static final String SECRET = "canary-hypernative-secret-0001";

  @Override
  protected AlertSourceKind<?> kind() {
    return new HypernativeKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("public-key", VENDOR.pem(), "secret", SECRET);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("public-key", ANOTHER.pem(), "secret", SECRET);
  }

  @Override
  protected List<Sample> samples() {
    return List.of(
        Sample.of(
            "an insight",
            Map.of("Authorization", "Bearer " + SECRET),
            VENDOR.body("d-1", SampleFiles.own("drain_of_a_pool.json"))),
        Sample.of(
            "a channel test, token in the URL",
            Map.of(),
            Optional.of(SECRET),
            VENDOR
                .body("d-2", SampleFiles.own("channel_test.json"))
                .getBytes(StandardCharsets.UTF_8)),
        Sample.of(
            "the end of a state",
            Map.of("Authorization", "Bearer " + SECRET),
            VENDOR.body("d-3", SampleFiles.own("end_of_a_state.json"))));
  }
}
