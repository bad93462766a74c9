package dev.firebreak.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.intake.Inbox;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RawMessagesTest {
  private static final Inbox.Sized FIRST = new Inbox.Sized(new UUID(0, 1), 60);
  private static final Inbox.Sized LARGE = new Inbox.Sized(new UUID(0, 2), 50);
  private static final Inbox.Sized LAST = new Inbox.Sized(new UUID(0, 3), 10);

  @Test
  void all_are_in_it_while_there_is_room() {
    RawMessages kept = RawMessages.within(120, List.of(FIRST, LARGE, LAST));

    assertThat(kept.ids()).containsExactly(FIRST.id(), LARGE.id(), LAST.id());
    assertThat(kept.leftOut()).isZero();
  }

  @Test
  void from_the_first_that_does_not_fit_on_they_are_left_out_and_counted() {
    RawMessages kept = RawMessages.within(100, List.of(FIRST, LARGE, LAST));

    assertThat(kept.ids()).containsExactly(FIRST.id());
    assertThat(kept.words()).contains("Of 3 raw messages the oldest 1 are", "2 would have");
  }
}
