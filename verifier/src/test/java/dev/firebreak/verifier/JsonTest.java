package dev.firebreak.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void canonical_text_is_read() throws Exception {
    Map<?, ?> read =
        Json.object(
            "{\"a\":[1,-2.5,1e+30,true,false,null],\"b\":{\"c\":\"x\\n\\u000f€\"},\"c\":{}}");

    assertThat(read.get("a"))
        .isEqualTo(
            List.of(
                new Json.Number("1"),
                new Json.Number("-2.5"),
                new Json.Number("1e+30"),
                true,
                false,
                Json.NULL));
    assertThat(read.get("b")).isEqualTo(Map.of("c", "x\n\u000f€"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}x",
        "{} ",
        "[]",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"a\":2}",
        "{\"a\": 1}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":1.0}",
        "{\"a\":-0}",
        "{\"a\":1E5}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":\"\\u0041\"}",
        "{\"a\":\"\\u000F\"}",
        "{\"a\":\"\\u000a\"}",
        "{\"a\":\"\\/\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"x}",
        "{\"a\":nul}",
        "{a:1}"
      })
  void text_that_is_not_canonical_is_refused(String text) {
    assertThatThrownBy(() -> Json.object(text)).isInstanceOf(Json.Malformed.class);
  }

  @Test
  void nesting_that_would_break_the_reader_is_refused() {
    String deep = "{\"a\":" + "[".repeat(100_000);

    assertThatThrownBy(() -> Json.object(deep))
        .isInstanceOf(Json.Malformed.class)
        .hasMessageContaining("deeply");
  }

  @Test
  void any_form_is_read_where_nothing_is_hashed() throws Exception {
    Map<?, ?> read = Json.anyObject(" { \"b\" : 1.0 ,\n \"a\" : [ \"\\u0041\\/\" , 1E5 ] } ");

    assertThat(read.get("a")).isEqualTo(List.of("A/", new Json.Number("1E5")));
    assertThatThrownBy(() -> Json.anyObject("{\"a\":1, \"a\":2}"))
        .isInstanceOf(Json.Malformed.class);
  }
}
