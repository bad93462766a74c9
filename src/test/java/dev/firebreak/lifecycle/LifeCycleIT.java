package dev.firebreak.lifecycle;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Draft, reviewed, live, and back, in the shipped application. */
class LifeCycleIT {
  private final Firebreak app = SharedFirebreak.get();
  private final Desk desk = new Desk(app);
  private final String name = unique("drawn");
  private final Person ann = desk.person("author", "releaser");
  private final Person bob = desk.person("author", "releaser");
  private final Person carol = desk.person("releaser", "responder");

  private String asking() {
    return Drawing.asking(name, "look");
  }

  @Test
  void what_another_window_saved_is_not_written_over() {
    Answer first = desk.save(ann, name, Map.of("xml", asking(), "tab", "left"), "");
    String etag = first.header("etag").orElseThrow();
    desk.save(ann, name, Map.of("xml", asking() + " ", "tab", "right"), etag).json(200);

    Answer late = desk.save(ann, name, Map.of("xml", "<late/>", "tab", "left"), etag);

    assertThat(late.status()).isEqualTo(412);
    assertThat(late.json().path("detail").asText())
        .contains("person:" + ann.name(), "in the window right");
    assertThat(late.json().path("current").path("savedBy").asText())
        .isEqualTo("person:" + ann.name());
    assertThat(ann.get("/api/v1/playbooks/" + name + "/draft").path("xml").asText())
        .isEqualTo(asking() + " ");
  }

  @Test
  void a_save_that_does_not_say_what_it_replaces_is_refused() {
    Answer answer =
        app.http()
            .send(
                "PUT",
                "/api/v1/playbooks/" + name + "/draft",
                Map.of(
                    "Authorization", "Bearer " + ann.token(), "Content-Type", "application/json"),
                "{\"xml\":\"<x/>\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(answer.status()).isEqualTo(428);
  }

  @Test
  void nobody_releases_what_he_has_drawn() {
    int version = desk.submitted(ann, name, asking());

    Answer own = desk.release(ann, name, version, Map.of());

    assertThat(own.status()).isEqualTo(403);
    assertThat(own.json().path("detail").asText()).contains("Your own change is in");
    assertThat(desk.playbook(name).path("playbook").has("version")).isFalse();
  }

  @Test
  void somebody_else_puts_it_in_force_and_the_list_says_who() {
    int version = desk.submitted(ann, name, asking());

    desk.release(bob, name, version, Map.of()).json(200);

    JsonNode live = desk.playbook(name).path("playbook");
    assertThat(live.path("version").asInt()).isEqualTo(version);
    assertThat(live.path("releasedBy").asText()).isEqualTo("person:" + bob.name());
    assertThat(live.path("authors").path(0).asText()).isEqualTo("person:" + ann.name());
  }

  @Test
  void who_changed_an_earlier_draft_of_it_has_a_hand_in_the_later_one() {
    int anns = desk.submitted(ann, name, asking());
    int bobs =
        desk.submitted(
            bob,
            name,
            Map.of("xml", Drawing.of(name).task("look").task("again").end(), "basedOn", anns));

    Answer byAnn = desk.release(ann, name, bobs, Map.of("replaces", 0));

    assertThat(byAnn.status()).isEqualTo(403);
  }

  @Test
  void what_was_made_from_another_version_than_the_live_one_is_compared_first() {
    int old = desk.live(name, asking());
    int stale =
        desk.submitted(ann, name, Map.of("xml", Drawing.asking(name, "left"), "basedOn", old));
    int next = desk.live(name, Drawing.asking(name, "right"));

    Answer blind = desk.release(carol, name, stale, Map.of());

    assertThat(blind.status()).isEqualTo(409);
    assertThat(blind.json().path("detail").asText()).contains("version " + next + " is live");
    JsonNode waiting = desk.playbook(name).path("playbook").path("waiting").path(0);
    assertThat(waiting.path("conflict").asText())
        .isEqualTo("made from version " + old + ", while version " + next + " is in force");
    desk.release(carol, name, stale, Map.of("replaces", next)).json(200);
  }

  @Test
  void one_click_leads_back_to_what_was_in_force() {
    int first = desk.live(name, asking());
    desk.live(name, Drawing.asking(name, "other"));

    desk.ask(carol, name, "/rollback", Map.of("to", first, "comment", "worse")).json(200);

    JsonNode detail = desk.playbook(name);
    assertThat(detail.path("playbook").path("version").asInt()).isEqualTo(first);
    assertThat(detail.path("playbook").path("how").asText()).isEqualTo("rollback");
  }

  @Test
  void there_is_no_way_back_to_what_never_was_in_force() {
    desk.live(name, asking());
    int never = desk.submitted(ann, name, Drawing.asking(name, "other"));

    Answer answer = desk.ask(carol, name, "/rollback", Map.of("to", never));

    assertThat(answer.status()).isEqualTo(409);
  }

  @Test
  void a_file_with_problems_is_not_handed_in_and_each_has_its_element() {
    String broken = Drawing.of(name).step("unknown", "nobody.knows-this").end();
    desk.save(ann, name, Map.of("xml", broken), "").json(201);

    JsonNode asked = desk.ask(ann, name, "/problems", Map.of("xml", broken)).json(200);
    Answer handedIn = desk.ask(ann, name, "/draft/submit", Map.of("comment", "c"));

    assertThat(asked.path("deployable").asBoolean()).isFalse();
    assertThat(asked.path("items").path(0).path("element").asText()).isEqualTo("unknown");
    assertThat(handedIn.status()).isEqualTo(422);
    assertThat(handedIn.json().path("findings")).isEqualTo(asked.path("items"));
  }

  @Test
  void an_input_that_an_action_needs_is_missed_before_the_step_is_reached() {
    String without = Drawing.of(name).step("tell", "jira.create-issue", "summary", "s").end();

    JsonNode asked = desk.ask(ann, name, "/problems", Map.of("xml", without)).json(200);

    assertThat(asked.path("items").path(0).path("message").asText())
        .contains("jira.create-issue cannot do without the input 'description'");
  }

  @Test
  void a_wait_without_an_end_is_a_problem() {
    String endless = Drawing.of(name).endlessTask("look").end();

    JsonNode asked = desk.ask(ann, name, "/problems", Map.of("xml", endless)).json(200);

    assertThat(asked.path("items").path(0).path("message").asText()).contains("wait for ever");
    assertThat(asked.path("items").path(0).path("element").asText()).isEqualTo("look");
  }

  @Test
  void a_rehearsal_shows_what_would_be_asked_and_keeps_nothing() {
    String drawn = Drawing.of(name).ticket("tell", "${incident.title}").task("look").end();
    String title = unique("Value leaves");

    JsonNode played =
        desk.ask(
                ann,
                name,
                "/draft/rehearse",
                Map.of(
                    "xml",
                    drawn,
                    "alert",
                    Map.of("rule", "r", "title", title, "severity", "critical")))
            .json(200);

    assertThat(played.path("ended").asBoolean()).as("%s", played).isTrue();
    JsonNode tell = played.path("steps").path(1);
    assertThat(tell.path("element").asText()).isEqualTo("tell");
    assertThat(tell.path("inputs").path("summary").asText()).isEqualTo(title);
    assertThat(tell.path("policy").path("verdict").asText()).isEqualTo("run");
    assertThat(app.items("/api/v1/incidents?limit=500"))
        .noneMatch(i -> i.path("title").asText().equals(title));
    assertThat(app.operator().asked("/api/v1/playbooks/" + name).status()).isEqualTo(404);
  }

  private JsonNode rehearsed(String xml, Map<String, ?> failures) {
    return desk.ask(
            ann,
            name,
            "/draft/rehearse",
            Map.of("xml", xml, "alert", Map.of("rule", "r"), "failures", failures))
        .json(200);
  }

  @Test
  void a_failure_that_nothing_catches_ends_a_rehearsal_with_a_sentence() {
    String drawn = Drawing.of(name).ticket("tell", "s").end();

    JsonNode played = rehearsed(drawn, Map.of("tell", "UNAVAILABLE"));

    assertThat(played.path("ended").asBoolean()).isFalse();
    assertThat(played.path("stopped").asText()).startsWith("nothing catches the failure");
    assertThat(played.path("findings").toString()).contains("nothing catches its failure");
  }

  private JsonNode started() {
    return desk.ask(carol, name, "/runs", Map.of("reason", "to see it move")).json(202);
  }

  @Test
  void a_run_stays_on_its_version_until_a_releaser_moves_it() {
    int old = desk.live(name, asking());
    String run = started().path("run").asText();
    int next = desk.live(name, Drawing.of(name).task("look").task("again").end());
    assertThat(desk.playbook(name).path("playbook").path("runs").path("onOlder").asInt())
        .isEqualTo(1);

    JsonNode preview = desk.ask(carol, name, "/migration/preview", Map.of("from", old)).json(200);
    JsonNode done =
        desk.ask(
                carol,
                name,
                "/migration",
                Map.of("from", old, "runs", List.of(run), "reason", "the new step is needed"))
            .json(200);

    assertThat(preview.path("runs").path(0).path("possible").asBoolean()).isTrue();
    assertThat(preview.path("runs").path(0).path("at").path(0).asText()).isEqualTo("look");
    assertThat(done.path("migrated").path(0).asText()).isEqualTo(run);
    assertThat(desk.playbook(name).path("runs").path(0).path("version").asInt()).isEqualTo(next);
  }

  @Test
  void a_run_whose_step_is_gone_stays_and_the_reason_is_said() {
    int old = desk.live(name, asking());
    JsonNode started = started();
    desk.live(name, Drawing.asking(name, "elsewhere"));

    JsonNode done =
        desk.ask(
                carol,
                name,
                "/migration",
                Map.of(
                    "from", old, "runs", List.of(started.path("run").asText()), "reason", "tried"))
            .json(200);

    assertThat(done.path("migrated")).isEmpty();
    assertThat(done.path("refused").path(started.path("run").asText()).toString())
        .contains("it stands at 'look'");
  }

  @Test
  void a_moved_run_goes_on_with_the_new_steps() {
    int old = desk.live(name, asking());
    JsonNode started = started();
    desk.live(name, Drawing.of(name).task("look").task("again").end());
    desk.ask(
            carol,
            name,
            "/migration",
            Map.of("from", old, "runs", List.of(started.path("run").asText()), "reason", "needed"))
        .json(200);
    String incident = started.path("incident").asText();

    carol
        .post(
            "/api/v1/tasks/" + app.task(incident, "Look").path("id").asText() + "/complete",
            Map.of())
        .json(200);

    JsonNode next =
        Await.value(
            "the task of the new version",
            () ->
                app.items("/api/v1/tasks")
                    .filter(t -> t.path("incident").asText().equals(incident))
                    .filter(t -> t.path("node").asText().equals("again"))
                    .findFirst());
    assertThat(next.path("name").asText()).isEqualTo("Look");
    assertThat(app.entry(incident, "run.migrated").path("actor").asText())
        .isEqualTo("person:" + carol.name());
  }

  @Test
  void two_versions_are_shown_beside_each_other() {
    int old = desk.live(name, asking());
    desk.live(name, Drawing.asking(name, "other"));

    JsonNode sides = ann.get("/api/v1/playbooks/" + name + "/diff?from=" + old + "&to=live");

    assertThat(sides.path("from").path("xml").asText()).contains("\"look\"");
    assertThat(sides.path("to").path("xml").asText()).contains("\"other\"");
  }
}
