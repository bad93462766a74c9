package dev.firebreak.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.firebreak.connector.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in a case's script. */
class CaseFilesTest {
  private static Case read(String after) throws JsonProcessingException, CaseUnusable {
    return CaseFiles.of(
        "late",
        "cases/late",
        Json.parse("{\"uid\":\"u\",\"rule\":\"r\",\"title\":\"t\",\"severity\":\"high\"}"),
        Json.parse("{\"after\":{\"decide\":\"" + after + "\"}}"),
        Optional.empty());
  }

  @Test
  void aTimeThatPassesIsReadByItsNode() throws Exception {
    assertThat(read("P1DT30M").after())
        .isEqualTo(Map.of("decide", Duration.ofHours(24).plusMinutes(30)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30 minutes", "PT0S", "-PT1H", "P400D", "P1Y", "PT99999999999999H"})
  void aTimeThatCannotPassIsNamed(String after) {
    assertThatThrownBy(() -> read(after))
        .isInstanceOf(CaseUnusable.class)
        .hasMessage(
            "cases/late/script.json: after 'decide' is '"
                + after
                + "'; it must be a time such as PT30M or P1D, a year at most");
  }
}
