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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a person who looks into an incident asks for: notes, words, what was like it, runs, the
 * wall.
 */
class InvestigationIT {
  private final Firebreak app = SharedFirebreak.get();

  private String drained(String wallet) {
    return app.incident(Alerts.outflow(wallet, "high"));
  }

  private List<String> ids(String path) {
    return app.items(path).map(i -> i.path("id").asText()).toList();
  }

  private void closed(String incident) {
    app.operator()
        .post("/api/v1/incidents/" + incident + "/close", Map.of("reason", "over"))
        .json(200);
  }

  @Test
  void aNoteIsKeptInTheNameOfWhoWroteItAndInTheAuditTrail() {
    String incident = drained(unique("note"));
    String notes = "/api/v1/incidents/" + incident + "/notes";

    JsonNode note =
        app.operator().post(notes, Map.of("text", " Called the custodian.\n")).json(201);

    assertThat(note.path("author").asText()).isEqualTo("person:operator");
    assertThat(app.items(notes)).containsExactly(note);
    Await.until(
        "the note is sealed into the audit trail",
        () ->
            app.items("/api/v1/incidents/" + incident + "/timeline")
                .filter(e -> e.path("kind").asText().equals("note.added"))
                .map(e -> e.path("data").path("text").asText())
                .toList()
                .equals(List.of("Called the custodian.")));
  }

  @Test
  void aNoteWithoutTextIsRefusedInASentence() {
    String incident = drained(unique("empty"));

    Answer answer =
        app.operator().post("/api/v1/incidents/" + incident + "/notes", Map.of("text", "  "));

    assertThat(answer.json(400).path("detail").asText())
        .isEqualTo("text must have 1 to 4000 characters.");
  }

  @Test
  void anIncidentIsFoundByTheBeginningsOfWordsOfItsTargets() {
    String wallet = unique("cold-eth");
    String incident = drained(wallet);

    List<String> found =
        ids(
            "/api/v1/incidents?state=open&severity=high&q=outflow%20"
                + wallet.substring(0, wallet.length() - 1));

    assertThat(found).contains(incident);
    assertThat(ids("/api/v1/incidents?state=closed&q=" + wallet)).isEmpty();
  }

  @Test
  void whatIsNoWordFindsWhatNoFilterFinds() {
    drained(unique("any"));

    assertThat(ids("/api/v1/incidents?limit=1&q=%26%20%21%20%3A%2A%20%27")).hasSize(1);
  }

  @Test
  void aSeverityThatDoesNotExistIsNamed() {
    Answer answer = app.operator().asked("/api/v1/incidents?severity=dreadful");

    assertThat(answer.json(400).path("detail").asText()).contains("'dreadful'");
  }

  @Test
  void anIncidentThatWasAboutTheSameWalletIsSimilar() {
    String wallet = unique("again");
    String before = drained(wallet);
    closed(before);
    String now = drained(wallet);

    List<JsonNode> similar = app.items("/api/v1/incidents/" + now + "/similar").toList();

    assertThat(similar.get(0).path("incident").path("id").asText()).isEqualTo(before);
    assertThat(similar.get(0).path("sameRule").asBoolean()).isTrue();
    assertThat(similar.get(0).path("sharedTargets").get(0).asText()).isEqualTo("wallet:" + wallet);
    assertThat(similar.size()).isLessThanOrEqualTo(10);
  }

  @Test
  void runsAreFoundByPlaybookNewestFirstAndByPages() {
    drained(unique("run"));
    drained(unique("run"));
    String runs = "/api/v1/runs?playbook=hot-wallet-drain&limit=1";
    JsonNode newest = app.items(runs).findFirst().orElseThrow();

    JsonNode next =
        app.items(runs + "&before=" + newest.path("run").path("startedAt").asText())
            .findFirst()
            .orElseThrow();

    assertThat(Instant.parse(next.path("run").path("startedAt").asText()))
        .isBefore(Instant.parse(newest.path("run").path("startedAt").asText()));
    assertThat(newest.path("title").asText()).isNotEmpty();
  }

  private List<String> incidentsOfRuns(String query) {
    return app.items("/api/v1/runs?" + query).map(r -> r.path("incident").asText()).toList();
  }

  @Test
  void aRunIsFoundByTheBeginningsOfWordsOfItsIncidentsTargets() {
    String wallet = unique("warm-btc");
    String incident = drained(wallet);

    List<String> found =
        incidentsOfRuns("state=running&q=outflow%20" + wallet.substring(0, wallet.length() - 1));

    assertThat(found).containsExactly(incident);
    assertThat(incidentsOfRuns("state=cancelled&q=" + wallet)).isEmpty();
  }

  @Test
  void aRunIsFoundByTheIdOfItsIncidentWhichIsItsBusinessKey() {
    String incident = drained(unique("key"));

    assertThat(incidentsOfRuns("q=" + incident)).containsExactly(incident);
  }

  @Test
  void aRunOfAnotherPlaybookThanItsIncidentsIsFoundByItsOwnName() {
    String incident = drained(unique("own"));
    app.operator()
        .post(
            "/api/v1/playbooks/stolen-credential/runs",
            Map.of("incident", incident, "reason", "a credential may be gone, too"))
        .json(202);

    List<JsonNode> found =
        app.items("/api/v1/runs?limit=500&q=stolen%20credential")
            .filter(r -> r.path("incident").asText().equals(incident))
            .toList();

    assertThat(found)
        .singleElement()
        .satisfies(
            r ->
                assertThat(r.path("run").path("playbook").asText()).isEqualTo("stolen-credential"));
  }

  @Test
  void runsAreFoundByWhenTheyStarted() {
    String wallet = unique("time");
    String incident = drained(wallet);
    String started = app.story(incident).path("runs").get(0).path("startedAt").asText();
    String after = Instant.parse(started).plusSeconds(1).toString();

    assertThat(incidentsOfRuns("q=" + wallet + "&from=" + started + "&before=" + after))
        .containsExactly(incident);
    assertThat(incidentsOfRuns("q=" + wallet + "&before=" + started)).isEmpty();
    assertThat(incidentsOfRuns("q=" + wallet + "&from=" + after)).isEmpty();
  }

  @Test
  void aStateOrATimeThatIsNoneIsNamed() {
    Answer state = app.operator().asked("/api/v1/runs?state=dancing");
    Answer time = app.operator().asked("/api/v1/runs?from=yesterday");

    assertThat(state.json(400).path("detail").asText())
        .isEqualTo("state must be one of running, stuck, completed, cancelled, got 'dancing'.");
    assertThat(time.json(400).path("detail").asText())
        .isEqualTo("from and before are instants such as 2026-01-31T00:00:00Z.");
  }

  @Test
  void aRunShowsTheDiagramItFollows() {
    String incident = drained(unique("bpmn"));
    String run = app.story(incident).path("runs").get(0).path("id").asText();

    Answer answer = app.operator().asked("/api/v1/runs/" + run + "/bpmn");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("<bpmn:process id=\"hot-wallet-drain\"");
  }

  @Test
  void theWallSaysWhenAllThatWasSetOutForIsContained() {
    String wallet = unique("wall");
    String incident = drained(wallet);

    JsonNode fire =
        Await.value(
            "the incident is on the wall, its wallet held",
            () ->
                Firebreak.each(app.operator().get("/api/v1/wall").path("incidents"))
                    .filter(f -> f.path("incident").path("id").asText().equals(incident))
                    .filter(f -> f.path("exposureHeld").asBoolean())
                    .findFirst());

    assertThat(fire.path("targets").get(0).asText()).isEqualTo("wallet:" + wallet);
    assertThat(fire.path("containments").path("confirmed").asInt()).isPositive();
  }
}
