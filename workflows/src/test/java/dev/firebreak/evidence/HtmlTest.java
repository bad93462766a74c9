package dev.firebreak.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' style='position:fixed",
        "&lt;b&gt;",
        "]]><x/>"
      })
  void text_stays_text_wherever_it_stands(String hostile) {
    String page =
        new Html()
            .heading(1, hostile)
            .paragraph("note", Html.plain(hostile))
            .table(
                "t",
                List.of(hostile),
                List.of(
                    List.of(Html.note(Html.code(hostile), hostile), Html.badge("alarm", hostile))),
                hostile)
            .page(hostile, "");

    assertThat(page)
        .doesNotContain(hostile, "<script", "<img", "<x/>")
        .contains(Html.escaped(hostile));
  }

  @Test
  void characters_that_xml_forbids_or_that_turn_text_round_are_replaced() {
    assertThat(Html.escaped("a\u0000b\u0007c\u202Ed\uFFFEe\uD800f\u200Bg"))
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg");
    assertThat(Html.escaped("tab\tline\n\u00e4\u20ac\uD83D\uDE00"))
        .isEqualTo("tab\tline\n\u00e4\u20ac\uD83D\uDE00");
  }
}
