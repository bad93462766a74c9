package dev.firebreak.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final String WHAT = "connector 'x'";

  private record All(
      String text,
      URI url,
      Secret apiToken,
      Duration timeout,
      int count,
      long size,
      boolean enabled,
      List<String> names,
      Optional<Integer> most,
      Optional<Secret> key) {}

  private record Defaulted(
      @Describe(value = "How many.", byDefault = "7") int count,
      @Describe("No default.") Optional<String> note,
      @Describe("Empty where missing.") List<String> names) {}

  private record Token(Secret token) {}

  private record OptionalToken(Optional<Secret> token) {}

  private record Checked(int count) {
    private Checked {
      if (count < 0) {
        throw new IllegalArgumentException("count must not be negative, got " + count);
      }
    }
  }

  private record Unsupported(double rate) {}

  private static Map<String, String> all() {
    Map<String, String> values = new HashMap<>();
    values.put("text", " as it is ");
    values.put("url", "https://vendor.example/api");
    values.put("api-token", "t0ken");
    values.put("timeout", "PT10S");
    values.put("count", "3");
    values.put("size", "5000000000");
    values.put("enabled", "TRUE");
    values.put("names", "a, b,,c ");
    values.put("most", "9");
    values.put("key", "k3y");
    return values;
  }

  @Test
  void everyTypeIsRead() {
    assertThat(Settings.bind(WHAT, All.class, all()))
        .isEqualTo(
            new All(
                " as it is ",
                URI.create("https://vendor.example/api"),
                Secret.of("t0ken"),
                Duration.ofSeconds(10),
                3,
                5_000_000_000L,
                true,
                List.of("a", "b", "c"),
                Optional.of(9),
                Optional.of(Secret.of("k3y"))));
  }

  @Test
  void whatIsMissingHasItsDefaultOrIsEmpty() {
    assertThat(Settings.bind(WHAT, Defaulted.class, Map.of()))
        .isEqualTo(new Defaulted(7, Optional.empty(), List.of()));
    assertThat(Settings.bind(WHAT, Defaulted.class, Map.of("count", "8")).count()).isEqualTo(8);
  }

  @Test
  void anUnknownKeyIsNamedWithTheKnownOnes() {
    Map<String, String> values = all();
    values.put("apitoken", "t0ken");

    assertThatThrownBy(() -> Settings.bind(WHAT, All.class, values))
        .hasMessageContaining(WHAT)
        .hasMessageContaining("'apitoken'")
        .hasMessageContaining("api-token")
        .hasMessageNotContaining("t0ken");
  }

  @Test
  void aMissingKeyIsNamed() {
    Map<String, String> values = all();
    values.remove("timeout");

    assertThatThrownBy(() -> Settings.bind(WHAT, All.class, values))
        .hasMessage("connector 'x': setting 'timeout' is missing");
  }

  @Test
  void aValueOfAnotherTypeIsQuotedWithItsKey() {
    Map<String, String> wrong =
        Map.of(
            "url",
            "https://a b",
            "timeout",
            "10s",
            "count",
            "3.5",
            "size",
            "1e9",
            "enabled",
            "yes",
            "most",
            "many");
    wrong.forEach(
        (key, value) -> {
          Map<String, String> values = all();
          values.put(key, value);

          assertThatThrownBy(() -> Settings.bind(WHAT, All.class, values))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("'" + key + "'")
              .hasMessageContaining("'" + value + "'");
        });
  }

  @Test
  void aSecretIsReadFromItsFileWithoutTheLastLineBreak(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "t0ken\n");

    assertThat(Settings.bind(WHAT, Token.class, Map.of("token", "file:" + file)).token().reveal())
        .isEqualTo("t0ken");
  }

  @Test
  void aSecretIsReadFromTheEnvironment() {
    Map.Entry<String, String> set =
        System.getenv().entrySet().stream()
            .filter(e -> !e.getValue().isEmpty())
            .findFirst()
            .orElseThrow();

    assertThat(
            Settings.bind(WHAT, Token.class, Map.of("token", "env:" + set.getKey()))
                .token()
                .matches(set.getValue()))
        .isTrue();
  }

  @Test
  void aSecretThatIsNotThereIsNamed(@TempDir Path folder) {
    assertThatThrownBy(
            () -> Settings.bind(WHAT, Token.class, Map.of("token", "env:NO_SUCH_VARIABLE_HERE")))
        .hasMessageContaining("'token'")
        .hasMessageContaining("NO_SUCH_VARIABLE_HERE");
    assertThatThrownBy(
            () ->
                Settings.bind(
                    WHAT, Token.class, Map.of("token", "file:" + folder.resolve("missing"))))
        .hasMessageContaining("'token'")
        .hasMessageContaining("missing");
  }

  @Test
  void noSecretIsShownInAnyMessage(@TempDir Path folder) throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    Map<String, String> unknown = new HashMap<>(Map.of("token", "t0psecret", "tokn", "t0psecret"));

    List<Throwable> failures =
        List.of(
            catchThrowable(() -> Settings.bind(WHAT, Token.class, unknown)),
            catchThrowable(() -> Settings.bind(WHAT, Token.class, Map.of("token", ""))),
            catchThrowable(
                () -> Settings.bind(WHAT, OptionalToken.class, Map.of("token", "file:" + empty))));

    for (Throwable failure : failures) {
      for (Throwable t = failure; t != null; t = t.getCause()) {
        assertThat(String.valueOf(t.getMessage())).doesNotContain("t0psecret");
      }
    }
    assertThat(Settings.bind(WHAT, Token.class, Map.of("token", "t0psecret")).toString())
        .doesNotContain("t0psecret");
  }

  private record Measured(Secret token) {
    Measured {
      if (token.reveal().length() < 4) {
        throw new IllegalArgumentException("too short");
      }
    }
  }

  @Test
  void aSecretThatIsNotThereYetIsNoFaultOfTheSettings() {
    Map<String, String> given = Map.of("token", "vault:secret/data/x#token");

    assertThatThrownBy(() -> Settings.bind(WHAT, Measured.class, given, r -> Secret.absent()))
        .isInstanceOf(Secret.NotThere.class);
  }

  @Test
  void theRecordsOwnComplaintIsHandedOn() {
    assertThatThrownBy(() -> Settings.bind(WHAT, Checked.class, Map.of("count", "-1")))
        .hasMessage("connector 'x': count must not be negative, got -1");
  }

  @Test
  void aTypeThatIsNotSupportedIsNamed() {
    assertThatThrownBy(() -> Settings.bind(WHAT, Unsupported.class, Map.of("rate", "1.5")))
        .hasMessageContaining("'rate'")
        .hasMessageContaining("double");
  }
}
