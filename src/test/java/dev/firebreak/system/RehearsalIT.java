package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An action by hand: first what it would do, then the thing itself. */
class RehearsalIT {
  private final Firebreak app = SharedFirebreak.get();
  private final Person ann = app.person("ann");

  private Answer ask(Map<String, Object> body) {
    return ann.post("/api/v1/actions", body);
  }

  @Test
  void a_rehearsal_says_what_would_happen_and_who_would_be_asked_and_does_nothing() {
    String wallet = unique("wallet");
    String id = unique("measure");
    long calls = SharedFirebreak.exampleVendor().calls();

    JsonNode said =
        ask(Map.of(
                "mode", "rehearse",
                "topic", "example.freeze",
                "inputs", Map.of("id", id, "wallet", wallet)))
            .json(200);

    assertThat(said.path("affected").asLong()).isEqualTo(1);
    assertThat(said.path("targets").get(0).asText()).isEqualTo("wallet:" + wallet);
    assertThat(said.path("policy").path("verdict").asText()).isNotBlank();
    assertThat(SharedFirebreak.exampleVendor().calls()).isEqualTo(calls);
    assertThat(ann.get("/api/v1/containments?limit=500").toString()).doesNotContain(wallet);
  }

  @Test
  void bad_inputs_are_told() {
    Answer answer =
        ask(Map.of("mode", "rehearse", "topic", "example.freeze", "inputs", Map.of("id", "1")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("wallet", "missing");
  }

  @Test
  void without_a_mode_nothing_is_guessed() {
    Answer answer = ask(Map.of("topic", "example.freeze", "inputs", Map.of("id", "1")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("mode");
  }

  @Test
  void a_vendor_that_is_away_cannot_be_rehearsed_and_says_why() {
    Answer answer =
        ask(
            Map.of(
                "mode", "rehearse",
                "topic", "away.freeze",
                "inputs", Map.of("id", "1", "wallet", "w")));

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.text()).contains("connection refused");
  }

  @Test
  void an_action_by_hand_belongs_to_an_incident_and_is_read_back() {
    String incident =
        app.incident(
            Alerts.alert(
                unique("by-hand"),
                "high",
                List.of(),
                List.of(Map.of("type", "domain", "id", unique("evil") + ".example"))));
    String wallet = unique("wallet");

    JsonNode asked =
        ask(Map.of(
                "mode", "run",
                "topic", "example.ticket",
                "incident", incident,
                "reason", "people want a ticket",
                "inputs", Map.of("id", unique("t"), "text", "look at " + wallet)))
            .json(202);

    JsonNode done = app.action(incident, "example.ticket", asked.path("target").asText(), "done");
    assertThat(done.path("id")).isEqualTo(asked.path("id"));
    assertThat(app.entry(incident, "action.asked-by-hand").toString())
        .contains("people want a ticket", "person:ann");
  }

  @Test
  void it_needs_a_reason() {
    Answer answer =
        ask(
            Map.of(
                "mode", "run",
                "topic", "example.ticket",
                "incident", "00000000-0000-0000-0000-000000000000",
                "inputs", Map.of("id", "1", "text", "x")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("reason");
  }

  private static final String DRAIN = "/api/v1/playbooks/hot-wallet-drain";

  private static List<JsonNode> steps(JsonNode said, String kind) {
    return Firebreak.each(said.path("rehearsal").path("steps"))
        .filter(s -> s.path("kind").asText().equals(kind))
        .toList();
  }

  @Test
  void a_playbook_by_hand_is_rehearsed_for_its_incident_and_nothing_is_done() {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "high"));

    JsonNode said = ann.post(DRAIN + "/rehearse", Map.of("incident", incident)).json(200);

    JsonNode freeze = steps(said, "action").get(0);
    assertThat(freeze.path("topic").asText()).isEqualTo("exchange.freeze-wallet-withdrawals");
    assertThat(freeze.path("target").asText()).isEqualTo("wallet:" + wallet);
    assertThat(freeze.path("policy").path("verdict").asText()).isEqualTo("run");
    assertThat(freeze.path("preview").asText()).contains(wallet);
    assertThat(freeze.has("affected")).isTrue();
    assertThat(said.path("rehearsal").path("stopped").asText()).contains("'decideOnLifting'");
    assertThat(app.story(incident).path("runs")).hasSize(1);
  }

  @Test
  void what_people_would_answer_takes_the_rehearsal_to_its_end() {
    String incident = app.incident(Alerts.outflow(unique("hot"), "high"));

    JsonNode said =
        ann.post(
                DRAIN + "/rehearse",
                Map.of(
                    "incident",
                    incident,
                    "answers",
                    Map.of("decideOnLifting", Map.of("lift", false))))
            .json(200);

    assertThat(said.path("rehearsal").path("ended").asBoolean()).isTrue();
    assertThat(steps(said, "task")).isNotEmpty();
  }

  @Test
  void another_version_than_was_rehearsed_is_not_run() {
    String incident = app.incident(Alerts.outflow(unique("hot"), "high"));

    Answer answer =
        ann.post(DRAIN + "/runs", Map.of("incident", incident, "reason", "r", "version", 999));

    assertThat(answer.json(409).path("detail").asText())
        .contains("version 999 was rehearsed: rehearse it again");
    assertThat(app.story(incident).path("runs")).hasSize(1);
  }

  @Test
  void a_playbook_is_rehearsed_for_an_incident_that_there_is() {
    Answer answer = ann.post(DRAIN + "/rehearse", Map.of("incident", "none"));

    assertThat(answer.json(404).path("detail").asText())
        .isEqualTo("There is no incident 'none' to rehearse for; name one in incident.");
  }
}
