package dev.firebreak.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumTest {
  private static final Quorum TWO_AND_TREASURY = Quorum.of("2 of approvers and 1 of treasury", 3);

  /** Each voter's groups with a slash between. */
  private static List<Set<String>> voters(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ")).map(v -> Set.of(v.split("/"))).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "approvers approvers, false",
    "approvers treasury, false",
    "approvers approvers approvers, false",
    "treasury treasury treasury, false",
    "approvers approvers treasury, true",
    "treasury approvers approvers, true",
    "approvers/treasury approvers approvers, true",
    "approvers approvers/treasury approvers/treasury, true",
    "approvers/treasury approvers/treasury, false"
  })
  void every_seat_takes_a_person_of_its_own(String voters, boolean met) {
    assertThat(TWO_AND_TREASURY.isMetBy(voters(voters))).isEqualTo(met);
  }

  @Test
  void who_fits_two_seats_leaves_the_rare_one_to_whom_it_takes() {
    // The first came as approver or treasury; the second can only be an approver, and so on.
    assertThat(TWO_AND_TREASURY.isMetBy(voters("approvers/treasury approvers treasury"))).isTrue();
  }

  @Test
  void it_says_which_seats_are_left() {
    assertThat(TWO_AND_TREASURY.missing(voters("approvers")))
        .containsExactly("1 of approvers", "1 of treasury");
  }

  @Test
  void an_empty_cell_means_any_approvers_and_a_name_its_group() {
    assertThat(Quorum.of("", 2)).hasToString("2 of approvers");
    assertThat(Quorum.of("custody", 1)).hasToString("1 of custody");
  }

  @Test
  void what_it_writes_it_reads() {
    Quorum opened = TWO_AND_TREASURY.openedTo(List.of("board"));

    assertThat(Quorum.read(opened.toString())).isEqualTo(opened);
  }

  @Test
  void escalation_opens_seats_and_takes_none_away() {
    Quorum opened = TWO_AND_TREASURY.openedTo(List.of("board"));

    assertThat(opened.total()).isEqualTo(3);
    assertThat(opened.isMetBy(voters("board board"))).isFalse();
    assertThat(opened.isMetBy(voters("board approvers board"))).isTrue();
  }

  @Test
  void more_people_are_of_the_same_kind_or_any_approvers() {
    assertThat(Quorum.of("", 2).atLeast(3)).hasToString("3 of approvers");
    assertThat(TWO_AND_TREASURY.atLeast(4))
        .hasToString("2 of approvers and 1 of treasury and 1 of approvers");
  }

  @ParameterizedTest
  @CsvSource({
    "2 of approvers and 1 of treasury, 2",
    "two of approvers, 2",
    "0 of approvers, 0",
    "1 of, 1",
    "2 of approvers und 1 of treasury, 3",
    "99 of approvers, 99"
  })
  void a_cell_that_is_unclear_is_refused(String cell, int approvals) {
    assertThatThrownBy(() -> Quorum.of(cell, approvals))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
