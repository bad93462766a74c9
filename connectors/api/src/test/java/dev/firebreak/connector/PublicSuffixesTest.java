package dev.firebreak.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicSuffixesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "com",
        "co.uk",
        "github.io", // of the list's private section
        "anything.ck", // *.ck
        "xn--55qx5d.cn", // written in Chinese in the list
        "madeuptld"
      })
  void namesBelowWhichStrangersRegisterAreSuffixes(String name) {
    assertThat(PublicSuffixes.contain(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.com",
        "evil.co.uk",
        "www.github.io",
        "evil.anything.ck",
        "www.ck", // !www.ck
        "evil.madeuptld"
      })
  void registeredNamesAreNone(String name) {
    assertThat(PublicSuffixes.contain(name)).isFalse();
  }
}
