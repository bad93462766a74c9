package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What came in, why it did or did not become an incident, and working on it once more. */
class MessageIT {
  private static final String FREEZE = "exchange.freeze-wallet-withdrawals";

  private final Firebreak app = SharedFirebreak.get();

  @Test
  void a_message_that_opened_an_incident_is_explained_by_the_rule_that_chose_its_playbook() {
    String message = sent(Alerts.outflow(unique("hot"), "critical"));

    JsonNode answer = explained(message, "opened");

    assertThat(answer.path("sentence").asText())
        .contains("of triage.dmn chose the playbook hot-wallet-drain");
    assertThat(answer.path("incident").asText()).isNotEmpty();
    assertThat(answer.path("rules")).isNotEmpty();
  }

  @Test
  void a_repeat_is_explained_by_what_it_repeats() {
    Map<String, Object> alert = Alerts.outflow(unique("hot"), "high");
    explained(sent(alert), "opened");
    alert.put("uid", unique("again"));

    JsonNode answer = explained(sent(alert), "duplicate");

    assertThat(answer.path("sentence").asText())
        .contains("same source, rule, severity and targets");
  }

  @Test
  void a_test_finding_is_explained_by_the_reason_for_which_it_was_only_noted() {
    Map<String, Object> alert = new LinkedHashMap<>(Alerts.outflow(unique("hot"), "high"));
    alert.put("disposition", "test");

    JsonNode answer = explained(sent(alert), "noted");

    assertThat(answer.path("sentence").asText())
        .isEqualTo("It was only noted: a test or sample finding starts nothing.");
  }

  @Test
  void a_message_that_could_not_be_read_is_explained_by_what_is_wrong_with_it() {
    String rule = unique("r");
    app.siem("siem")
        .send("{\"uid\":\"a\",\"rule\":\"" + rule + "\",\"severity\":\"purple\"}")
        .json(422);
    String id =
        newest("siem").stream()
            .filter(m -> m.path("state").asText().equals("kept-aside"))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asText();

    JsonNode answer = explained(id, "refused");

    assertThat(answer.path("sentence").asText()).contains("at /severity: expected one of");
  }

  @Test
  void what_a_message_says_is_shown_as_it_came_and_its_headers_only_by_name() {
    Map<String, Object> alert = new LinkedHashMap<>(Alerts.outflow(unique("hot"), "high"));
    alert.put("title", "<img src=x onerror=alert(1)>");
    String message = sent(alert);

    JsonNode payload = app.operator().get("/api/v1/messages/" + message + "/payload");

    assertThat(payload.path("body").asText()).isEqualTo(Json.write(alert));
    assertThat(payload.path("headers").path("content-type").asText()).isEqualTo("application/json");
    assertThat(payload.path("headers").path("webhook-signature").asText()).isEqualTo("(not shown)");
  }

  @Test
  void who_replays_a_message_counts_as_its_requester_and_has_no_vote_on_what_follows() {
    String wallet = unique("hot");
    String message = sent(Alerts.outflow(wallet, "medium"));
    String first = explained(message, "opened").path("incident").asText();
    app.operator().post("/api/v1/incidents/" + first + "/close", Map.of("reason", "for a replay"));
    Person bea = app.person("bea");

    JsonNode replayed =
        bea.post("/api/v1/messages/" + message + "/replay", Map.of("reason", "closed too early"))
            .json(202);

    String incident = app.incidentOf(replayed.path("alerts").path(0).asText());
    assertThat(incident).isNotEqualTo(first);
    JsonNode question = app.approval(incident, FREEZE, "wallet:" + wallet);
    assertThat(question.path("mayNotVote").toString()).contains("person:bea");
    assertThat(bea.vote(question.path("id").asText(), "approve").status()).isEqualTo(403);
    assertThat(message(replayed.path("message").asText()).path("replayOf").asText())
        .isEqualTo(message);
  }

  @Test
  void a_replay_without_a_reason_is_refused() {
    String message = sent(Alerts.outflow(unique("hot"), "high"));

    Answer answer = app.operator().post("/api/v1/messages/" + message + "/replay", Map.of());

    assertThat(answer.json(400).path("detail").asText()).startsWith("Say why");
  }

  @Test
  void a_message_that_was_kept_aside_is_not_replayed() {
    app.siem("siem").send("{\"uid\":\"b\",\"severity\":\"low\"}").json(422);
    String id = app.items("/api/v1/kept-aside").findFirst().orElseThrow().path("id").asText();

    Answer answer =
        app.operator().post("/api/v1/messages/" + id + "/replay", Map.of("reason", "to see"));

    assertThat(answer.json(409).path("detail").asText())
        .isEqualTo("Only a message that was accepted can be replayed; this one was not.");
  }

  @Test
  void a_source_says_when_it_was_last_heard() {
    Instant before = Instant.now().minusMillis(1);
    sent(Alerts.outflow(unique("hot"), "high"));

    JsonNode heard = app.operator().get("/api/v1/installed/last-heard");

    assertThat(Instant.parse(heard.path("siem").asText())).isAfter(before);
  }

  @Test
  void settings_are_shown_without_their_secrets() {
    JsonNode settings = app.operator().get("/api/v1/installed/settings");

    JsonNode example = settings.path("connectors").path("example");
    assertThat(named(example, "url").path("value").asText()).startsWith("http://127.0.0.1");
    assertThat(named(example, "token").path("secret").asBoolean()).isTrue();
    assertThat(named(example, "token").path("value").asText("")).isEmpty();
    assertThat(settings.toString())
        .doesNotContain(app.property("firebreak.connectors.example.settings.token"))
        .doesNotContain(app.property("firebreak.sources.siem.settings.secret"));
  }

  @Test
  void every_kind_on_the_class_path_is_in_the_catalogue_with_its_settings() {
    JsonNode kinds = app.operator().get("/api/v1/installed/kinds");

    JsonNode okta =
        Firebreak.each(kinds.path("connectors"))
            .filter(k -> k.path("kind").asText().equals("okta"))
            .findFirst()
            .orElseThrow();
    assertThat(named(okta.path("settings"), "token").path("secret").asBoolean()).isTrue();
    assertThat(named(okta.path("settings"), "url").path("required").asBoolean()).isTrue();
    assertThat(Firebreak.each(kinds.path("sources")).map(k -> k.path("kind").asText()))
        .contains("falco", "guardduty", "standard-webhooks");
  }

  private static JsonNode named(JsonNode items, String key) {
    return Firebreak.each(items)
        .filter(i -> i.path("key").asText().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private String sent(Map<String, ?> alert) {
    return app.siem(alert).json(202).path("message").asText();
  }

  private List<JsonNode> newest(String source) {
    return app.items("/api/v1/messages?limit=500&source=" + source).toList();
  }

  private JsonNode message(String id) {
    return newest("siem").stream()
        .filter(m -> m.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** The answer for its only alert, as soon as it has been worked on. */
  private JsonNode explained(String message, String outcome) {
    return Await.value(
        "message " + message + " being " + outcome,
        () ->
            Optional.of(
                    app.operator()
                        .get("/api/v1/messages/" + message + "/explanation")
                        .path("items")
                        .path(0))
                .filter(a -> a.path("outcome").asText().equals(outcome)));
  }
}
