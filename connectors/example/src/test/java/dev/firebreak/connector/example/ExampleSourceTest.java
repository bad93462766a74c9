package dev.firebreak.connector.example;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ExampleSourceTest extends AlertSourceContract {
  private static final String SECRET = "made-up-secret-81bd22";
  private static final String BODY =
      "{\"id\":\"a-1\",\"rule\":\"odd-withdrawal\",\"severity\":\"high\",\"wallet\":\"hot-1\"}";

  @Override
  protected AlertSourceKind<?> kind() {
    return new ExampleSourceKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", SECRET);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-secret-0a41");
  }

  @Override
  protected List<Sample> samples() {
    return List.of(
        Sample.of("bearer", Map.of("Authorization", "Bearer " + SECRET), BODY),
        Sample.of(
            "path token", Map.of(), Optional.of(SECRET), BODY.getBytes(StandardCharsets.UTF_8)));
  }
}
