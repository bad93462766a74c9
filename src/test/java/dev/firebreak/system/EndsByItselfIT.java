package dev.firebreak.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.BreadthFirebreak;
import dev.firebreak.support.ByHand;
import dev.firebreak.support.Custodian;
import dev.firebreak.support.Firebreak;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A freeze at a custodian that nobody can lift, and that ends at a time the custodian names. */
class EndsByItselfIT {
  private static final String FREEZE = "bitgo.freeze-wallet";

  private final Firebreak app = BreadthFirebreak.get();
  private final Custodian custodian = BreadthFirebreak.custodian();
  private final ByHand people = new ByHand(app);
  private final String wallet = UUID.randomUUID().toString().replace("-", "");

  /** The incident of a freeze that is in force. */
  private String frozenFor(Duration granted) {
    custodian.grants(wallet, granted);
    String incident = people.incident();
    people.asks(
        incident, FREEZE, Map.of("coin", "tbtc4", "wallet", wallet, "durationSeconds", 3_600));
    people.agreed(incident, FREEZE, "wallet:" + wallet);
    app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed");
    return incident;
  }

  private Instant end() {
    return custodian.frozenUntil(wallet).orElseThrow();
  }

  private List<JsonNode> alarms(String incident) {
    return Firebreak.each(app.story(incident).path("alerts"))
        .filter(a -> a.path("source").asText().equals("firebreak"))
        .map(a -> a.path("alert"))
        .toList();
  }

  private List<JsonNode> alarmsAbout(String rule) {
    return app.items("/api/v1/incidents?limit=500")
        .flatMap(i -> alarms(i.path("id").asText()).stream())
        .filter(a -> a.path("rule").asText().equals(rule))
        .filter(a -> a.path("targets").toString().contains(wallet))
        .toList();
  }

  @Test
  void a_containment_says_when_it_ends() {
    String incident = frozenFor(Duration.ofHours(1));

    JsonNode freeze = app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed");

    assertThat(freeze.path("reversibility").asText()).isEqualTo("timed");
    assertThat(freeze.path("detail").asText()).contains(end().toString());
    assertThat(freeze.path("expiresAt").asText()).isEqualTo(end().toString());
  }

  @Test
  void it_cannot_be_lifted_earlier_and_says_so() {
    String incident = frozenFor(Duration.ofHours(1));
    JsonNode freeze = app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed");

    Answer answer =
        app.person("ann")
            .post("/api/v1/containments/" + freeze.path("id").asText() + "/lift", Map.of());

    assertThat(answer.json(409).path("detail").asText()).contains("ends by itself");
  }

  @Test
  void after_its_end_it_is_lifted_and_nobody_is_alarmed() {
    String incident = frozenFor(Duration.ofSeconds(5));

    JsonNode over = app.containment(incident, FREEZE, "wallet:" + wallet, "lifted");

    assertThat(Instant.now()).isAfter(end());
    assertThat(over.path("liftedBy").asText()).contains("its end at");
    assertThat(app.entry(incident, "containment.ended").toString()).contains(wallet);
    assertThat(app.timeline(incident))
        .extracting(e -> e.path("kind").asText())
        .doesNotContain("containment.not-holding", "containment.lifted");
    assertThat(alarmsAbout("firebreak.containment-not-holding")).isEmpty();
  }

  @Test
  void one_that_is_gone_before_its_end_does_not_hold_and_raises_an_alarm() {
    String incident = frozenFor(Duration.ofHours(1));

    custodian.forgets(wallet);

    app.containment(incident, FREEZE, "wallet:" + wallet, "not-holding");
    Await.until("an alarm", () -> alarmsAbout("firebreak.containment-not-holding").size() == 1);
  }

  @Test
  void ten_minutes_before_its_end_people_are_told_once() {
    String incident = frozenFor(Duration.ofMinutes(10).plusSeconds(4));
    assertThat(alarmsAbout("firebreak.containment-ends-soon")).isEmpty();

    Await.until("an alarm", () -> !alarmsAbout("firebreak.containment-ends-soon").isEmpty());

    String first = probed(incident);
    Await.until("a look after that", () -> !probed(incident).equals(first));
    String second = probed(incident);
    Await.until("another look", () -> !probed(incident).equals(second));
    List<JsonNode> alarms = alarmsAbout("firebreak.containment-ends-soon");
    assertThat(alarms).hasSize(1);
    assertThat(alarms.get(0).path("severity").asText()).isEqualToIgnoringCase("high");
    assertThat(alarms.get(0).path("description").asText()).contains(end().toString());
    app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed");
  }

  private String probed(String incident) {
    return app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed")
        .path("lastProbeAt")
        .asText();
  }
}
