package dev.firebreak.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignInTriesTest {
  @Test
  void an_account_has_four_tries_without_a_wait_and_then_twice_the_wait_each_time() {
    assertThat(
            IntStream.rangeClosed(1, 8)
                .mapToObj(SignInTries.ACCOUNT::after)
                .map(Duration::toSeconds))
        .containsExactly(0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L);
  }

  @Test
  void nobody_is_kept_out_for_long_however_often_others_guess() {
    assertThat(SignInTries.ACCOUNT.after(1_000_000)).isEqualTo(Duration.ofMinutes(5));
    assertThat(SignInTries.ADDRESS.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
  }
}
