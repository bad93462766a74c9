package dev.firebreak.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {
  private record Holder(String name, Secret token) {}

  private final Secret secret = Secret.of("s3cr3t-value");

  @Test
  void itHasNoTextFormAndDoesNotSerialise() {
    assertThat(secret).hasToString("(secret)");
    assertThat(new Holder("x", secret).toString()).doesNotContain("s3cr3t");
    assertThatThrownBy(() -> Json.write(new Holder("x", secret)))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(
            e -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(String.valueOf(t.getMessage())).doesNotContain("s3cr3t");
              }
            });
  }

  @Test
  void itMatchesItsValueAlone() {
    assertThat(secret.matches("s3cr3t-value")).isTrue();
    assertThat(secret.matches("s3cr3t-valu")).isFalse();
    assertThat(secret.matches("")).isFalse();
  }

  @Test
  void itEqualsOneOfTheSameValueAndItsHashTellsNothing() {
    assertThat(secret).isEqualTo(Secret.of("s3cr3t-value")).isNotEqualTo(Secret.of("other"));
    assertThat(secret).hasSameHashCodeAs(Secret.of("other"));
  }

  @Test
  void anEmptyOneIsRefused() {
    assertThatThrownBy(() -> Secret.of("")).isInstanceOf(IllegalArgumentException.class);
  }
}
