package dev.firebreak.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {
  /** https://www.rfc-editor.org/rfc/rfc8785#section-3.2.2, without its one inexact number. */
  @Test
  void data_is_written_as_the_rfc_has_it() {
    String text =
        "{\n \"numbers\": [1E30, 4.50, 2e-3, 0.000000000000000000000000001],\n"
            + " \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n"
            + " \"literals\": [null, true, false]\n}";

    assertThat(Canonical.data(text))
        .isEqualTo(
            "{\"literals\":[null,true,false],\"numbers\":[1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void keys_are_in_the_order_of_their_utf_16_units() {
    assertThat(
            Canonical.data("{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"\\u20ac\":3,\"\\r\":4,\"1\":5}"))
        .isEqualTo("{\"\\r\":4,\"1\":5,\"\u20ac\":3,\"\ud83d\ude00\":2,\"\ufb33\":1}");
  }

  @ParameterizedTest
  @CsvSource({
    "9007199254740991,9007199254740991",
    "9007199254740993,'\"9007199254740993\"'",
    "1234567890123456789012,'\"1234567890123456789012\"'",
    "333333333.33333329,'\"333333333.33333329\"'",
    "1E999999999,'\"1E+999999999\"'",
    "0.1,0.1",
    "-0.0,0"
  })
  void a_number_that_a_double_would_round_keeps_its_digits_as_text(String written, String kept) {
    assertThat(Canonical.data("{\"n\":" + written + "}")).isEqualTo("{\"n\":" + kept + "}");
  }

  @Test
  void half_a_surrogate_pair_is_replaced_since_no_bytes_could_hold_it() {
    assertThat(Canonical.data("{\"a\ud800\":\"b\udc00c\"}"))
        .isEqualTo("{\"a\uFFFD\":\"b\uFFFDc\"}");
  }

  @Test
  void an_entry_is_one_line_whose_fields_are_in_order() {
    UUID incident = new UUID(0, 7);

    String line =
        Canonical.line(
            3,
            Instant.parse("2026-03-01T10:00:00.000120Z"),
            "person:\"x\"\n",
            "alert.accepted",
            Optional.of(incident),
            "{\"a\":1}");

    assertThat(line)
        .isEqualTo(
            "{\"actor\":\"person:\\\"x\\\"\\n"
                + "\",\"at\":\"2026-03-01T10:00:00.000120Z\",\"data\":{\"a\":1},"
                + "\"incident\":\"00000000-0000-0000-0000-000000000007\",\"kind\":\"alert.accepted\",\"seq\":3}");
  }

  /** Text in the data column must not stand in for the columns after it. */
  @Test
  void data_that_runs_on_into_another_field_makes_an_entry_broken() {
    UUID incident = new UUID(0, 7);
    Entry honest =
        Entry.sealed(1, Instant.EPOCH, "system", "run.started", Optional.of(incident), "{}");

    Entry moved =
        new Entry(
            1,
            Instant.EPOCH,
            "system",
            "run.started",
            Optional.empty(),
            "{},\"incident\":\"" + incident + "\"",
            honest.hash());

    assertThat(moved.line()).isEqualTo(honest.line());
    assertThat(honest.intact()).isTrue();
    assertThat(moved.intact()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{} {}", "{\"a\":1,\"a\":2}", ""})
  void what_is_no_json_is_refused(String text) {
    assertThatThrownBy(() -> Canonical.data(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
