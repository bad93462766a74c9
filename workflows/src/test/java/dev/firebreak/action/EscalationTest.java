package dev.firebreak.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscalationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "escalate | again",
        "escalate for PT10M | again for PT10M",
        "Escalate to leads | to leads",
        "escalate to leads or board for PT30M | to leads or board for PT30M",
        "escalate to leads for PT30M, then to board for PT1H | to leads for PT30M, then to board"
            + " for PT1H",
        "escalate, then to board for PT1H | again, then to board for PT1H"
      })
  void a_cell_is_kept_in_words_that_mean_the_same(String cell, String kept) {
    Escalation read = Escalation.of(cell);

    assertThat(read.toString()).isEqualTo(kept);
    assertThat(Escalation.read(kept)).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "escalate leads",
        "escalate to",
        "escalate to leads for 30 minutes",
        "escalate to leads for PT30M, then to board",
        "escalate to leads then board",
        "escalate to a for PT1M, then to b for PT1M, then to c for PT1M, then to d for PT1M, then"
            + " to e for PT1M, then to f for PT1M"
      })
  void what_cannot_be_read_is_told(String cell) {
    assertThatThrownBy(() -> Escalation.of(cell)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void seats_stay_open_to_whom_was_called_before() {
    Escalation chain = Escalation.of("escalate to leads for PT30M, then to board for PT1H");

    assertThat(chain.called(0)).isEmpty();
    assertThat(chain.called(2)).containsExactly("leads", "board");
    assertThat(chain.after(2)).isEmpty();
  }
}
