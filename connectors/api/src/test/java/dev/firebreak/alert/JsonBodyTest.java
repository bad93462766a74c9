package dev.firebreak.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonBodyTest {
  @Test
  void absentAndNullAreEmptyAndAWrongTypeIsNamedWithItsPlace() throws UnusableAlert {
    JsonBody body = JsonBody.parse("{\"a\":{\"b\":null,\"c\":[1,{\"d/e\":true}]}}");

    assertThat(body.text("/a/b", 10)).isEmpty();
    assertThat(body.text("/x/y", 10)).isEmpty();
    assertThatThrownBy(() -> body.text("/a/c", 10))
        .isInstanceOfSatisfying(
            UnusableAlert.class,
            e -> {
              assertThat(e.pointer()).isEqualTo("/a/c");
              assertThat(e).hasMessage("expected text, found a list");
            });
    assertThat(body.items("/a/c").get(1).members().get("d/e").pointer()).isEqualTo("/a/c/1/d~1e");
  }

  @Test
  void textsAreCutAndFreeOfWhatNoDatabaseTakes() throws UnusableAlert {
    JsonBody body = JsonBody.parse("{\"a\":\"x\\u0000y\\ud83dz\",\"b\":\"abc\\ud83d\\ude00\"}");

    assertThat(body.required("/a", 10)).isEqualTo("x\uFFFDy\uFFFDz");
    assertThat(body.required("/b", 4)).isEqualTo("abc");
  }

  @Test
  void whatIsNoJsonObjectIsUnusable() {
    for (String text : List.of("", "[]", "1", "{", "{}{}", "null")) {
      assertThatThrownBy(() -> JsonBody.parse(text)).isInstanceOf(UnusableAlert.class);
    }
    assertThatThrownBy(() -> JsonBody.parse(new byte[] {'{', (byte) 0xff, '}'}))
        .hasMessageContaining("UTF-8");
  }

  @Test
  void timesAreReadInTheFormsProductsWrite() {
    Instant expected = Instant.parse("2026-01-15T11:58:30Z");
    for (String text :
        List.of(
            "2026-01-15T11:58:30Z",
            "2026-01-15 11:58:30",
            "2026-01-15T12:58:30+01:00",
            "2026-01-15T12:58:30+0100")) {
      assertThat(JsonBody.instant(text)).as(text).contains(expected);
    }
    assertThat(JsonBody.instant("0001-01-01T00:00:00Z")).isEmpty();
    assertThat(JsonBody.instant("yesterday")).isEmpty();
  }

  @Test
  void addressesAreReadWithoutAResolver() {
    assertThat(IpAddress.parse(" 192.0.2.7 ")).contains("192.0.2.7");
    assertThat(IpAddress.parse("2001:db8::1")).contains("2001:db8::1");
    for (String text : List.of("example.com", "1.2.3", "256.1.1.1", "1.2.3.4.5", "::g", "")) {
      assertThat(IpAddress.parse(text)).as(text).isEmpty();
    }
    for (String text : List.of("10.0.0.1", "127.0.0.1", "169.254.169.254", "fd00::1", "::1")) {
      assertThat(IpAddress.parsePublic(text)).as(text).isEmpty();
    }
  }

  @Test
  void aFingerprintDependsOnWhereOnePartEnds() {
    assertThat(Fingerprint.of(List.of("ab", "c")))
        .matches("[0-9a-f]{64}")
        .isEqualTo(Fingerprint.of(List.of("ab", "c")))
        .isNotEqualTo(Fingerprint.of(List.of("a", "bc")));
  }
}
