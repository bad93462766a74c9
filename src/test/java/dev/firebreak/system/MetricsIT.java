package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.SharedFirebreak;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Counts over what happened, within a window of time. */
class MetricsIT {
  private static final String FREEZE = "exchange.freeze-wallet-withdrawals";

  private final Firebreak app = SharedFirebreak.get();

  @Test
  void an_incident_that_was_contained_counts_in_every_stage_it_reached() {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "critical"));
    app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed");

    Set<String> stages =
        Firebreak.each(counted("response").path("items"))
            .filter(m -> m.path("playbook").asText("").equals("hot-wallet-drain"))
            .filter(m -> !m.hasNonNull("at"))
            .peek(m -> assertThat(m.path("count").asLong()).isPositive())
            .peek(
                m ->
                    assertThat(m.path("seconds").path("p50").asDouble())
                        .isLessThanOrEqualTo(m.path("seconds").path("p99").asDouble()))
            .map(m -> m.path("stage").asText())
            .collect(Collectors.toSet());

    assertThat(stages).contains("decide", "contain", "confirm");
  }

  @Test
  void a_person_who_does_something_about_an_incident_acknowledges_it() {
    String incident = app.incident(Alerts.outflow(unique("hot"), "medium"));
    long before = count("acknowledge");
    app.operator().post("/api/v1/incidents/" + incident + "/close", Map.of("reason", "nothing"));

    long after =
        Await.value(
            "one more acknowledged",
            () -> Optional.of(count("acknowledge")).filter(n -> n > before));

    assertThat(after).isEqualTo(before + 1);
  }

  @Test
  void a_repeat_counts_as_one_of_its_source() {
    long before = repeats();
    Map<String, Object> alert = Alerts.outflow(unique("hot"), "high");
    app.incident(alert);
    alert.put("uid", unique("again"));
    app.incident(alert);

    assertThat(repeats()).isEqualTo(before + 1);
  }

  @Test
  void an_action_counts_under_its_topic_and_outcome() {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "critical"));
    app.action(incident, FREEZE, "wallet:" + wallet, "confirmed");

    JsonNode done =
        Firebreak.each(counted("actions").path("items"))
            .filter(a -> a.path("topic").asText().equals(FREEZE))
            .filter(a -> a.path("outcome").asText().equals("done") && !a.hasNonNull("at"))
            .findFirst()
            .orElseThrow();

    assertThat(done.path("count").asLong()).isPositive();
    assertThat(done.path("seconds").path("p50").asDouble()).isPositive();
  }

  @Test
  void more_than_92_days_at_once_are_refused_with_what_to_do() {
    Answer answer =
        app.operator()
            .asked("/api/v1/metrics/response?from=2020-01-01T00:00:00Z&to=2021-01-01T00:00:00Z");

    assertThat(answer.json(400).path("detail").asText())
        .isEqualTo("at most 92 days are counted at once; move from and to closer together.");
  }

  private JsonNode counted(String what) {
    String from = Instant.now().minusSeconds(3_600).toString();
    return app.operator().get("/api/v1/metrics/" + what + "?bucket=PT1M&from=" + from);
  }

  private long count(String stage) {
    return Firebreak.each(counted("response").path("items"))
        .filter(m -> m.path("stage").asText().equals(stage))
        .filter(m -> !m.hasNonNull("at") && !m.hasNonNull("playbook"))
        .mapToLong(m -> m.path("count").asLong())
        .sum();
  }

  private long repeats() {
    return Firebreak.each(counted("alerts").path("items"))
        .filter(a -> a.path("source").asText().equals("siem"))
        .filter(a -> a.path("fate").asText().equals("duplicate"))
        .mapToLong(a -> a.path("count").asLong())
        .sum();
  }
}
