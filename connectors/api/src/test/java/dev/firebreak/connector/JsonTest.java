package dev.firebreak.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void bytesThatLookLikeUtf32AreNoJson() {
    byte[] bytes = {0, 0, 0, 0x7b, 0x7f, 0x7f, 0x7f, 0x7f};

    assertThatThrownBy(() -> Json.parse(bytes)).isInstanceOf(JsonProcessingException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999999999", "-1E-99999999999", "[0.1e+12345678901]"})
  void anExponentThatNoNumberHasIsRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void otherEncodingsAreRefused() {
    for (var charset :
        List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16)) {
      byte[] bytes = "{\"a\":1}".getBytes(charset);

      assertThatThrownBy(() -> Json.parse(bytes))
          .as("%s", charset)
          .isInstanceOf(JsonProcessingException.class);
    }
  }

  @Test
  void malformedUtf8IsRefusedWithItsPlace() {
    byte[] bytes = "{\n\"ab\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
    bytes[8] = (byte) 0xc3;

    assertThatThrownBy(() -> Json.parse(bytes))
        .isInstanceOfSatisfying(
            JsonProcessingException.class,
            e -> {
              assertThat(e.getOriginalMessage()).isEqualTo("not UTF-8");
              assertThat(e.getLocation().getLineNr()).isEqualTo(2);
              assertThat(e.getLocation().getColumnNr()).isEqualTo(7);
              assertThat(e.getLocation().getByteOffset()).isEqualTo(8);
            });
  }

  @Test
  void halfASequenceAtTheEndIsRefused() {
    byte[] bytes = {'"', 'a', (byte) 0xe2, (byte) 0x82};

    assertThatThrownBy(() -> Json.parse(bytes))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void aByteOrderMarkIsSkippedAndTextIsRead() throws JsonProcessingException {
    assertThat(Json.parse("\uFEFF{\"a\":\"gr\u00fc\u00df \uD83D\uDE00\"}").path("a").asText())
        .isEqualTo("gr\u00fc\u00df \uD83D\uDE00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{} {}", "{\"a\":1,\"a\":2}", "{\"a\":}", "{'a':1}", "[1,]", "NaN", "{\"a\":1"})
  void whatIsNotOneStrictDocumentIsRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void theLimitsOfDepthLengthAndNumbersHold() {
    List<String> tooMuch =
        List.of(
            "[".repeat(65) + "]".repeat(65),
            '"' + "x".repeat(256 * 1024 + 1) + '"',
            "9".repeat(101),
            "[" + "1,".repeat(2 * 1024 * 1024 + 1) + "1]");
    for (String text : tooMuch) {
      assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonProcessingException.class);
    }
  }
}
