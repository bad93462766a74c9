package dev.firebreak.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static Figures figures(double idleP50, double done, double lost) {
    return new Figures(idleP50, 9, done, lost, 0, 0, 300, 5, 2, 6, 3, 250, 90, 4_000);
  }

  @Test
  void aFigureWithinItsMultipleOfTheFloorIsMet() {
    Report report = new Report(figures(7.9, 120, 0), Optional.of(figures(2, 1_000, 0)));

    assertThat(report.isMet()).isTrue();
    assertThat(report.text()).contains("3.95").doesNotContain("NOT MET");
  }

  @Test
  void aFigureBeyondItsMultipleOfTheFloorIsNotMet() {
    Report report = new Report(figures(8.1, 120, 0), Optional.of(figures(2, 1_000, 0)));

    assertThat(report.isMet()).isFalse();
    assertThat(report.toJson().path("ratio").path("idle_p50").asDouble()).isEqualTo(4.05);
  }

  @Test
  void withoutTheFloorOnlyAbsoluteGoalsAreJudged() {
    Report report = new Report(figures(5_000, 1, 0), Optional.empty());

    assertThat(report.isMet()).isTrue();
    assertThat(report.toJson().has("floor")).isFalse();
  }

  @Test
  void aLostAlertInAnyRepetitionShowsInTheResult() {
    Figures merged = Figures.of(List.of(figures(1, 10, 0), figures(2, 20, 1), figures(3, 30, 0)));

    assertThat(merged.lost()).isEqualTo(1);
    assertThat(merged.idleP50()).isEqualTo(2);
    assertThat(new Report(merged, Optional.empty()).isMet()).isFalse();
  }

  @Test
  void theJsonHasTheAgreedKeys() {
    JsonNode json = new Report(figures(5, 200, 0), Optional.of(figures(2, 900, 0))).toJson();

    assertThat(json.at("/idle/freeze_ms/p50").isNumber()).isTrue();
    assertThat(json.at("/idle/freeze_ms/p99").isNumber()).isTrue();
    for (String key : List.of("done_per_s", "lost", "repeated_calls", "transactions_per_alert")) {
      assertThat(json.at("/throughput/" + key).isNumber()).as(key).isTrue();
    }
    assertThat(json.at("/throughput/cpu_ms_per_alert/app").isNumber()).isTrue();
    assertThat(json.at("/memory_mib/db").isNumber()).isTrue();
    assertThat(json.path("start_ms").isNumber()).isTrue();
    assertThat(json.at("/floor/throughput/done_per_s").isNumber()).isTrue();
    assertThat(json.toString()).doesNotContain("\n");
  }

  @Test
  void percentilesAreByNearestRank() {
    Samples samples = Samples.of(List.of(4_000_000L, 1_000_000L, 3_000_000L, 2_000_000L));

    assertThat(samples.millis(50)).isEqualTo(2);
    assertThat(samples.millis(99)).isEqualTo(4);
    assertThat(Samples.of(List.of()).millis(50)).isNaN();
  }

  @Test
  void aWrongOptionIsNamed() {
    assertThatThrownBy(() -> Options.parse(List.of("--clients", "many")))
        .hasMessageContaining("--clients")
        .hasMessageContaining("'many'");
  }
}
