package dev.firebreak.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {
  @ParameterizedTest
  @CsvSource({
    "evil.example, evil.example",
    "Evil.EXAMPLE., evil.example",
    "Bücher.example., xn--bcher-kva.example",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "_dmarc.evil.example, _dmarc.evil.example",
    "a.b-c.example, a.b-c.example",
    "com, com",
    "1inch.example, 1inch.example"
  })
  void aNameHasOneSpelling(String written, String spelled) {
    assertThat(DomainName.spelled(written)).isEqualTo(spelled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "evil..example",
        ".evil.example",
        "evil.example..",
        "*.evil.example",
        "evil example",
        "evil.example\n",
        "-evil.example",
        "evil-.example",
        "evil.example/path",
        "evil.example:443",
        "user@evil.example",
        "203.0.113.9",
        "2001:db8::1",
        "evil.123",
        "1.2.3",
        "evil.exa_mple",
        "straße.example",
        "faς.example",
        "a\u200db.example"
      })
  void whatIsNoNameIsSaid(String text) {
    assertThatThrownBy(() -> DomainName.spelled(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lengthsAreThoseOfTheDns() {
    String label = "a".repeat(63);
    String longest = label + "." + label + "." + label + "." + "b".repeat(61);

    assertThat(DomainName.spelled(longest)).hasSize(253);
    assertThatThrownBy(() -> DomainName.spelled(longest + "b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DomainName.spelled(label + "a.example"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMessageQuotesTextInOneShortLine() {
    assertThatThrownBy(() -> DomainName.spelled("a\nb\u202e/" + "c".repeat(300)))
        .message()
        .hasSizeLessThan(200)
        .doesNotContain("\n", "\u202e");
  }

  @ParameterizedTest
  @CsvSource({
    "exchange.example, exchange.example, true",
    "www.exchange.example, exchange.example, true",
    "exchange.example, www.exchange.example, false",
    "notexchange.example, exchange.example, false"
  })
  void aNameIsWithinItselfAndThoseAboveIt(String name, String other, boolean within) {
    assertThat(DomainName.isWithin(name, other)).isEqualTo(within);
  }
}
