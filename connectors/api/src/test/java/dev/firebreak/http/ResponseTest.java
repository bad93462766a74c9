package dev.firebreak.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {
  private static Response answered(boolean toRead, int status, String body) {
    return new Response(toRead, status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void xmlIsRead() throws ActionFailure {
    String root = answered(true, 200, "<a><b>1</b></a>").xml().getDocumentElement().getTagName();

    assertThat(root).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<a>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>",
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>"
      })
  void whatIsNoPlainXmlIsUnavailable(String body) {
    assertThatThrownBy(() -> answered(true, 200, body).xml())
        .isInstanceOfSatisfying(
            ActionFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  @Test
  void anUnreadableAnswerToAChangeLeavesItUnknown() {
    assertThatThrownBy(() -> answered(false, 200, "<a>").xml())
        .isInstanceOfSatisfying(
            ActionFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.UNKNOWN));
  }

  @Test
  void clockAndRateLimitAreKeptFromTheNewestAnswerThatNamesThem() {
    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    Response first =
        new Response(
            true,
            200,
            Map.of(
                "date", List.of("Sun, 01 Mar 2026 10:00:30 GMT"),
                "x-rate-limit-remaining", List.of("7"),
                "x-rate-limit-limit", List.of("600")),
            new byte[0]);

    Vitals seen = Vitals.NONE.after(first, now).after(answered(true, 500, ""), now.plusSeconds(1));

    assertThat(seen.skew()).contains(Duration.ofSeconds(30));
    assertThat(seen.rateLimitRemaining()).contains(7L);
    assertThat(seen.rateLimit()).contains(600L);
    assertThat(seen.lastSuccess()).contains(now);
    assertThat(seen.lastAnswer()).contains(now.plusSeconds(1));
  }
}
