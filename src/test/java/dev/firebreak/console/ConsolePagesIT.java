package dev.firebreak.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.support.Answer;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.SharedFirebreak;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are the console's, and so open to everybody. */
class ConsolePagesIT {
  private final Firebreak app = SharedFirebreak.get();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/sign-in?to=%2Fruns",
        "/incidents",
        "/incidents/7fc7378f-c376-4e06-a670-375ed09a7bab",
        "/approvals/7fc7378f-c376-4e06-a670-375ed09a7bab",
        "/runs"
      })
  void anAddressOfAPageIsAnsweredWithTheDocumentToWhoeverAsks(String path) {
    Answer answer = app.http().get(path, Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("<fb-console>");
    assertThat(answer.header("cache-control")).contains("no-cache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/incidents/../q/metrics",
        "/incidents/%2e%2e/q/metrics",
        "/assets/../q/metrics",
        "/assets/%2e%2e/q/openapi",
        "/incidents;x/../q/metrics",
        "/nowhere"
      })
  void whatOnlyLooksLikeAPageIsClosed(String path) {
    Answer answer = app.http().get(path, Map.of());

    assertThat(answer.status()).isEqualTo(401);
  }
}
