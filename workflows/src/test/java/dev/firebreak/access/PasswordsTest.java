package dev.firebreak.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @ParameterizedTest
  @ValueSource(strings = {"correct horse battery", "ümläut and 🔥 are characters", " "})
  void a_password_fits_its_own_hash_and_no_other(String password) throws TooManyTries {
    String hash = passwords.hash(password);

    assertThat(passwords.isRight(password, Optional.of(hash))).isTrue();
    assertThat(passwords.isRight(password + "x", Optional.of(hash))).isFalse();
    assertThat(passwords.isRight(password, Optional.of(passwords.hash("other")))).isFalse();
  }

  @Test
  void the_same_password_never_has_the_same_hash() {
    assertThat(passwords.hash("twice")).isNotEqualTo(passwords.hash("twice"));
  }

  @Test
  void nothing_fits_an_account_without_a_password() throws TooManyTries {
    assertThat(passwords.isRight("", Optional.empty())).isFalse();
  }

  @Test
  void a_password_has_a_least_and_a_longest_length() {
    assertThatThrownBy(() -> Passwords.check("x".repeat(11))).isInstanceOf(AccessRefused.class);
    assertThatThrownBy(() -> Passwords.check("x".repeat(201))).isInstanceOf(AccessRefused.class);
    Passwords.check("x".repeat(12));
  }
}
