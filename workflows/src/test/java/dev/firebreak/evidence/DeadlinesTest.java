package dev.firebreak.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final Instant ALERT = Instant.parse("2026-01-31T10:00:00Z");

  private static final Deadlines DORA =
      new Deadlines(
          List.of(
              new Regulation(
                  "DORA",
                  "somebody",
                  "somewhere",
                  List.of(
                      report("initial", limit("PT4H", "classified"), limit("PT24H", "aware")),
                      report("intermediate", limit("PT72H", "initial")),
                      report("final", limit("P1M", "intermediate"))))));

  private static Regulation.Report report(String id, Regulation.Limit... limits) {
    return new Regulation.Report(id, id + " report", "the authority", "a law", List.of(limits));
  }

  private static Regulation.Limit limit(String within, String from) {
    return new Regulation.Limit(Within.of(within), from);
  }

  private static RegulatorClock clock(String name, String now, Map<String, Instant> marks) {
    return DORA.at(Instant.parse(now), ALERT, marks).stream()
        .filter(c -> c.clock().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Instant at(String time) {
    return Instant.parse(time);
  }

  @Test
  void an_incident_that_nobody_classified_is_due_a_day_after_its_first_alert() {
    RegulatorClock initial = clock("initial", "2026-01-31T12:00:00Z", Map.of());

    assertThat(initial.dueAt()).contains(at("2026-02-01T10:00:00Z"));
    assertThat(initial.state()).isEqualTo(RegulatorClock.State.RUNNING);
    assertThat(initial.limit()).isEqualTo("4 hours from classified, 24 hours from aware");
  }

  @Test
  void the_limit_that_ends_first_counts() {
    RegulatorClock soon =
        clock("initial", "2026-01-31T12:00:00Z", Map.of("classified", at("2026-01-31T11:00:00Z")));
    RegulatorClock late =
        clock("initial", "2026-02-01T09:00:00Z", Map.of("classified", at("2026-02-01T09:00:00Z")));

    assertThat(soon.dueAt()).contains(at("2026-01-31T15:00:00Z"));
    assertThat(late.dueAt()).contains(at("2026-02-01T10:00:00Z"));
  }

  @Test
  void what_counts_from_a_report_that_is_not_made_is_due_at_the_latest_then() {
    RegulatorClock before = clock("intermediate", "2026-01-31T12:00:00Z", Map.of());
    RegulatorClock after =
        clock(
            "intermediate", "2026-01-31T14:00:00Z", Map.of("initial", at("2026-01-31T13:00:00Z")));

    assertThat(before.dueAt()).contains(at("2026-02-04T10:00:00Z"));
    assertThat(before.provisional()).isTrue();
    assertThat(after.dueAt()).contains(at("2026-02-03T13:00:00Z"));
    assertThat(after.provisional()).isFalse();
  }

  @Test
  void a_month_is_one_of_the_calendar() {
    RegulatorClock last =
        clock("final", "2026-01-31T14:00:00Z", Map.of("intermediate", at("2026-01-31T13:00:00Z")));

    assertThat(last.dueAt()).contains(at("2026-02-28T13:00:00Z"));
  }

  @Test
  void a_report_in_time_is_done_and_one_too_late_is_late() {
    RegulatorClock inTime =
        clock("initial", "2026-02-09T00:00:00Z", Map.of("initial", at("2026-02-01T10:00:00Z")));
    RegulatorClock late =
        clock("initial", "2026-02-09T00:00:00Z", Map.of("initial", at("2026-02-01T10:00:01Z")));
    RegulatorClock never = clock("initial", "2026-02-01T10:00:01Z", Map.of());

    assertThat(inTime.state()).isEqualTo(RegulatorClock.State.DONE);
    assertThat(late.state()).isEqualTo(RegulatorClock.State.DONE_LATE);
    assertThat(never.state()).isEqualTo(RegulatorClock.State.PASSED);
  }

  @Test
  void a_person_may_say_that_it_was_known_earlier() {
    RegulatorClock initial =
        clock("initial", "2026-01-31T12:00:00Z", Map.of("aware", at("2026-01-30T12:00:00Z")));

    assertThat(initial.dueAt()).contains(at("2026-01-31T12:00:00Z"));
  }

  @Test
  void rules_that_cannot_be_meant_are_refused() {
    assertThatThrownBy(() -> Within.of("4 hours")).hasMessageContaining("PT4H");
    assertThatThrownBy(() -> Within.of("PT0H")).hasMessageContaining("over 0");
    assertThatThrownBy(
            () ->
                new Deadlines(
                    List.of(
                        new Regulation(
                            "X", "", "", List.of(report("late", limit("PT1H", "later")))))))
        .hasMessageContaining("'later'");
    assertThatThrownBy(
            () ->
                new Deadlines(
                    List.of(
                        new Regulation(
                            "X",
                            "",
                            "",
                            List.of(
                                report("same", limit("PT1H", "aware")),
                                report("same", limit("PT1H", "aware")))))))
        .hasMessageContaining("two reports 'same'");
  }
}
