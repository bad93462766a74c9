package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Await;
import dev.firebreak.support.CommandLine;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.Responders;
import dev.firebreak.support.SharedFirebreak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Playbooks tested, recorded and shadowed by the running application. */
class CasesIT {
  private static final String NAME = "stolen-credential";
  private static final String TESTS = "/api/v1/playbooks/" + NAME + "/test";
  private static final String SHADOW = "/api/v1/playbooks/" + NAME + "/shadow";

  private final Firebreak app = SharedFirebreak.get();
  private final Person author = app.person(unique("author"), List.of("author"), List.of("*"));
  private final Person ann = app.person("ann");

  private static String file() throws IOException {
    return Files.readString(Firebreak.ROOT.resolve("playbooks/" + NAME + "/playbook.bpmn"));
  }

  /** Asks for no ticket in the end. */
  private static String withoutClearingAgain() throws IOException {
    String draft = file().replace("okta.clear-sessions", "okta.unsuspend-user");
    assertThat(draft).isNotEqualTo(file());
    return draft;
  }

  @Test
  void the_version_in_force_passes_its_cases_and_they_cover_every_element() {
    JsonNode answer = author.post(TESTS, Map.of()).json(200);

    assertThat(answer.path("problems")).isEmpty();
    assertThat(answer.path("passed").asBoolean()).isTrue();
    assertThat(answer.path("cases")).hasSize(6);
    assertThat(answer.path("coverage").path("missed")).isEmpty();
    assertThat(answer.at("/coverage/nodes/suspendAccount")).isNotEmpty();
    assertThat(answer.at("/coverage/flows")).isNotEmpty();
  }

  @Test
  void a_draft_that_does_something_else_fails_and_shows_the_difference() throws IOException {
    JsonNode answer = author.post(TESTS, Map.of("xml", withoutClearingAgain())).json(200);

    assertThat(answer.path("passed").asBoolean()).isFalse();
    assertThat(answer.at("/cases/0/verdict").asText()).isEqualTo("failed");
    assertThat(answer.at("/cases/0/difference").toString()).contains("okta.unsuspend-user");
  }

  @Test
  void a_draft_that_would_run_code_is_refused_and_no_case_is_played() throws IOException {
    String hostile = file().replace("camunda:type=\"external\"", "camunda:class=\"java.io.File\"");

    JsonNode answer = author.post(TESTS, Map.of("xml", hostile)).json(200);

    assertThat(answer.path("findings")).isNotEmpty();
    assertThat(answer.path("cases")).isEmpty();
  }

  @Test
  void a_case_of_ones_own_that_is_broken_is_one_sentence() {
    JsonNode problem =
        author
            .post(
                TESTS,
                Map.of("cases", List.of(Map.of("name", "x", "alert", Map.of("uid", "1", "no", 1)))))
            .json(400);

    assertThat(problem.path("detail").asText()).contains("unknown fields [no]");
  }

  /** An incident of this playbook, played to its end by people. */
  private String ended(String identity) {
    return new Responders(app).ended(Alerts.stolen(identity, "high"));
  }

  @Test
  void a_past_incident_becomes_a_case_without_its_people_which_passes(@TempDir Path folder)
      throws IOException {
    String identity = unique("lee") + "@exchange.example";
    String incident = ended(identity);

    JsonNode made = ann.post("/api/v1/incidents/" + incident + "/case", Map.of()).json(200);

    assertThat(made.path("problems")).isEmpty();
    assertThat(made.path("verdict").asText()).isEqualTo("passed");
    assertThat(made.path("left")).isEmpty();
    assertThat(made.toString()).contains("person-1@masked.example").doesNotContain(identity);
    assertThat(
            author
                .post(
                    TESTS,
                    Map.of(
                        "cases",
                        List.of(
                            Map.of(
                                "name", made.path("name").asText(),
                                "alert", made.path("alert"),
                                "script", made.path("script"),
                                "trace", made.path("trace").asText()))))
                .json(200)
                .path("passed")
                .asBoolean())
        .isTrue();
    Path own = Files.createDirectories(folder.resolve("cases/friday"));
    CommandLine said = CommandLine.run(app.app().home(), "record", incident, own.toString());
    assertThat(said.output()).contains("is written and passes");
    assertThat(Files.readString(own.resolve("trace.txt"))).contains("case friday");
  }

  @Test
  void an_incident_that_is_not_over_is_not_recorded() {
    String incident = app.incident(Alerts.stolen(unique("kim") + "@exchange.example", "medium"));

    assertThat(
            ann.post("/api/v1/incidents/" + incident + "/case", Map.of())
                .json(409)
                .path("detail")
                .asText())
        .contains("has not ended");
  }

  @Test
  void a_shadow_says_where_it_would_part_and_does_nothing() throws IOException {
    author.post(SHADOW, Map.of("xml", withoutClearingAgain())).json(200);
    String incident = ended(unique("moe") + "@exchange.example");

    JsonNode play =
        Await.value(
            "the comparison",
            () ->
                Firebreak.each(author.get(SHADOW).path("plays"))
                    .filter(p -> p.path("incident").asText().equals(incident))
                    .filter(p -> !p.path("state").asText().equals("playing"))
                    .findFirst());

    assertThat(play.path("state").asText()).isEqualTo("different");
    assertThat(play.path("differences").toString())
        .contains("okta.unsuspend-user", "not asked for")
        .doesNotContain("moe");
    assertThat(Firebreak.each(app.story(incident).path("actions")))
        .noneMatch(a -> a.path("topic").asText().equals("okta.unsuspend-user"));
    assertThat(author.post(SHADOW + "/stop", Map.of()).json(200).path("running").asBoolean())
        .isFalse();
    assertThat(author.post(SHADOW + "/stop", Map.of()).status()).isEqualTo(404);
  }

  @Test
  void an_author_sees_what_can_be_read_at_a_step_and_what_an_expression_yields() {
    JsonNode data =
        author
            .post("/api/v1/playbooks/" + NAME + "/data", Map.of("element", "openTicket"))
            .json(200);

    assertThat(data.path("from").asText()).startsWith("case ");
    assertThat(Firebreak.each(data.path("items")).map(i -> i.path("expression").asText()))
        .contains(
            "${alert.rule}", "${count.identity}", "${steps.suspendAccount.state}", "${timeline}")
        .doesNotContain("${steps.openTicket.state}");
    JsonNode value =
        author
            .post(
                "/api/v1/playbooks/" + NAME + "/preview",
                Map.of("expression", "${count.identity > 0}", "caseName", "happy"))
            .json(200);
    assertThat(value.path("value").asBoolean()).isTrue();
    assertThat(problem("${alert.rule.getClass()}"))
        .hasValueSatisfying(p -> assertThat(p).contains("only read data"));
    assertThat(problem("${nothing.there}")).isPresent();
  }

  @Test
  void a_playbook_goes_out_as_cacao_and_comes_back_with_its_actions() {
    JsonNode out = author.get("/api/v1/playbooks/" + NAME + "/versions/live/cacao");

    JsonNode back =
        author
            .post("/api/v1/playbooks/import", Map.of("cacao", out.path("cacao"), "name", "back"))
            .json(200);

    assertThat(out.path("left")).isNotEmpty();
    assertThat(back.path("findings")).isEmpty();
    assertThat(back.path("xml").asText()).contains("camunda:topic=\"okta.suspend-user\"");
  }

  @Test
  void a_version_that_only_waits_goes_out_as_cacao_too() throws IOException {
    int version = handedIn(withoutClearingAgain());

    JsonNode out =
        author.get("/api/v1/playbooks/" + NAME + "/versions/" + version + "/cacao").path("cacao");

    assertThat(out.toString()).contains("okta.unsuspend-user");
  }

  /** A version that waits; what waits already is not handed in twice. */
  private int handedIn(String xml) {
    Map<String, String> headers =
        Map.of(
            "Authorization", "Bearer " + author.token(),
            "Content-Type", "application/json",
            "If-None-Match", "*");
    app.http()
        .send(
            "PUT", "/api/v1/playbooks/" + NAME + "/draft", headers, Json.bytes(Map.of("xml", xml)))
        .json(201);
    return author
        .post("/api/v1/playbooks/" + NAME + "/draft/submit", Map.of("comment", "for a test"))
        .json(201)
        .path("version")
        .asInt();
  }

  @Test
  void a_version_whose_cases_fail_is_not_released_and_the_reason_names_them() throws IOException {
    int version = handedIn(withoutClearingAgain());
    Person releaser = app.person(unique("releaser"), List.of("releaser"), List.of("*"));

    JsonNode problem =
        releaser
            .post(
                "/api/v1/playbooks/" + NAME + "/versions/" + version + "/release",
                Map.of("comment", "looked at it"))
            .json(409);

    assertThat(problem.path("title").asText()).isEqualTo("Cases fail");
    assertThat(problem.path("detail").asText())
        .startsWith("The cases of 'stolen-credential' fail: ")
        .contains("happy");
    assertThat(app.operator().get("/api/v1/playbooks/" + NAME).at("/playbook/version").asInt())
        .isNotEqualTo(version);
  }

  @Test
  void cacao_that_is_none_is_refused_with_the_reasons() {
    assertThat(
            author
                .post("/api/v1/playbooks/import", Map.of("cacao", Map.of("type", "playbook")))
                .json(422)
                .path("detail")
                .asText())
        .contains("spec_version", "workflow");
  }

  @Test
  void tasks_drawn_elsewhere_are_offered_actions_and_take_the_chosen_one() throws IOException {
    String drawn =
        file()
            .replace("camunda:type=\"external\" camunda:topic=\"okta.suspend-user\"", "")
            .replace("id=\"stolen-credential\"", "id=\"drawn\"");
    JsonNode lacks =
        author.post("/api/v1/playbooks/import", Map.of("xml", drawn, "name", "drawn")).json(200);
    JsonNode task =
        Firebreak.each(lacks.path("tasks"))
            .filter(t -> t.path("id").asText().equals("suspendAccount"))
            .findFirst()
            .orElseThrow();
    assertThat(task.at("/proposals/0/topic").asText()).isEqualTo("okta.suspend-user");
    assertThat(lacks.path("findings")).isNotEmpty();

    Map<String, Object> choice =
        Map.of("topic", "okta.suspend-user", "inputs", Map.of("user", "${alert.uid}"));
    JsonNode mapped =
        author
            .post(
                "/api/v1/playbooks/drawn/mapping",
                Map.of(
                    "xml",
                    drawn,
                    "choices",
                    Map.of("suspendAccount", choice, "suspendAccountNew", choice)))
            .json(200);

    assertThat(mapped.path("findings")).isEmpty();
  }

  private Optional<String> problem(String expression) {
    JsonNode answer =
        author
            .post(
                "/api/v1/playbooks/" + NAME + "/preview",
                Map.of("expression", expression, "caseName", "happy"))
            .json(200);
    return Optional.of(answer.path("problem").asText("")).filter(p -> !p.isEmpty());
  }
}
