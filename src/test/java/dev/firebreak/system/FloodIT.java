package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.connector.Json;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.AtOnce;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Siem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** More alerts than may wait, in an application that lets two of an ordinary source wait. */
class FloodIT {
  private static final int SENDERS = 16;
  private static final int EACH = 3;

  private static Firebreak app;

  @BeforeAll
  static void start() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.putAll(Firebreak.signingSource("monitor", false));
    properties.putAll(Firebreak.signingSource("siem", true));
    properties.put("firebreak.intake.limit", "2");
    app = Firebreak.start("flood", properties);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  /**
   * @param uid of the alert that was accepted in the end
   * @param refusals the answers before that
   */
  private record Sent(String uid, List<Answer> refusals) {}

  /** Sends as a good sender does: again with the same id, until it is taken. */
  private static Sent sendUntilTaken(Siem monitor) {
    Map<String, Object> alert = Alerts.outflow(unique("hot"), "informational");
    String id = unique("msg");
    List<Answer> refusals = new ArrayList<>();
    Answer taken =
        Await.value(
            "an alert being taken",
            () -> {
              Answer answer = monitor.send(id, Json.write(alert));
              if (answer.status() == 429) {
                refusals.add(answer);
                return Optional.empty();
              }
              return Optional.of(answer);
            });
    assertThat(taken.status()).as(taken.text()).isEqualTo(202);
    return new Sent(String.valueOf(alert.get("uid")), refusals);
  }

  private static Callable<List<Sent>> sender() {
    Siem monitor = app.siem("monitor");
    return () -> Stream.generate(() -> sendUntilTaken(monitor)).limit(EACH).toList();
  }

  @Test
  void a_flood_is_slowed_down_with_retry_after_and_none_that_was_accepted_is_lost() {
    List<Sent> all = AtOnce.run(SENDERS, i -> sender()).stream().flatMap(List::stream).toList();

    List<Answer> refusals = all.stream().flatMap(s -> s.refusals().stream()).toList();
    assertThat(refusals).as("alerts that had to come back later").isNotEmpty();
    assertThat(refusals)
        .allSatisfy(
            r -> {
              assertThat(r.header("retry-after").orElse("")).matches("[1-9][0-9]*");
              assertThat(r.header("content-type")).contains("application/problem+json");
            });
    Set<String> accepted = all.stream().map(Sent::uid).collect(Collectors.toSet());
    Await.until(
        "an alert in an incident for each that was accepted", () -> seen().containsAll(accepted));
    assertThat(seen()).doesNotHaveDuplicates();
  }

  /** The uids of the alerts of all incidents. */
  private static List<String> seen() {
    return app.items("/api/v1/incidents?limit=500")
        .flatMap(i -> Firebreak.each(app.story(i.path("id").asText()).path("alerts")))
        .map(a -> a.path("alert").path("uid").asText())
        .toList();
  }

  @Test
  void a_flood_of_an_ordinary_source_does_not_keep_a_critical_one_out() {
    Siem siem = app.siem("siem");
    List<Callable<List<Integer>>> work = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Callable<List<Sent>> flood = sender();
      work.add(() -> flood.call().stream().map(s -> 202).toList());
    }
    work.add(
        () ->
            Stream.generate(
                    () -> siem.send(Alerts.outflow(unique("hot"), "informational")).status())
                .limit(EACH)
                .toList());

    List<List<Integer>> statuses = AtOnce.run(work.size(), work::get);

    assertThat(statuses.get(SENDERS)).hasSize(EACH).containsOnly(202);
  }
}
