package dev.firebreak.lifecycle;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.sandbox.Sandbox;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bare repository leads: what is pushed is in force, what is released here is committed. */
class GitIT {
  @TempDir private static Path folder;

  private static Sandbox sandbox;
  private static Branch branch;
  private static Firebreak app;
  private static Desk desk;
  private static Person releaser;

  private final String name = unique("pushed");

  @BeforeAll
  static void start() throws Exception {
    sandbox = Sandbox.start(0);
    branch = Branch.holding(Firebreak.ROOT.resolve("playbooks"), folder);
    Map<String, String> properties = new HashMap<>(sandbox.properties());
    properties.putAll(Firebreak.signingSource("siem", true));
    properties.put("firebreak.playbook-source.git.repository", branch.bare().toString());
    app = Firebreak.start("git", properties);
    desk = new Desk(app);
    releaser = desk.person("releaser");
  }

  @AfterAll
  static void stop() throws Exception {
    app.close();
    branch.close();
    sandbox.close();
  }

  private static JsonNode sync() {
    return releaser.post("/api/v1/playbook-source/sync", Map.of()).json(200);
  }

  private String path() {
    return name + "/playbook.bpmn";
  }

  @Test
  void what_is_pushed_is_in_force_with_the_commits_author() {
    branch.pull();
    branch.commit(path(), Drawing.asking(name, "look"));

    sync();

    JsonNode live = desk.playbook(name).path("playbook");
    assertThat(live.path("origin").asText()).isEqualTo("git");
    assertThat(live.path("authors").path(0).asText()).isEqualTo("git:Dee <dee@custodian.example>");
  }

  @Test
  void a_commit_that_the_gate_refuses_is_shown_and_the_live_version_stays() {
    branch.pull();
    branch.commit(path(), Drawing.asking(name, "look"));
    sync();
    branch.commit(path(), Drawing.of(name).step("call", "nobody.knows-this").end());

    JsonNode source = sync();

    assertThat(source.path("refused").findValuesAsText("playbook")).contains(name);
    assertThat(source.path("refused").toString())
        .contains("git:Dee <dee@custodian.example>", "no connector offers 'nobody.knows-this'");
    assertThat(desk.playbook(name).path("playbook").path("version").asInt()).isEqualTo(1);
    assertThat(desk.playbook(name).path("playbook").path("drift").path("sentence").asText())
        .contains("in force is version 1");
  }

  @Test
  void what_is_released_here_is_committed_with_author_and_releaser() {
    Person ann = desk.person("author");
    int version = desk.submitted(ann, name, Drawing.asking(name, "look"));

    desk.release(releaser, name, version, Map.of()).json(200);

    branch.pull();
    RevCommit newest = branch.log().get(0);
    assertThat(branch.text(path())).isEqualTo(Drawing.asking(name, "look"));
    assertThat(newest.getAuthorIdent().getName()).isEqualTo("person:" + ann.name());
    assertThat(newest.getCommitterIdent().getName()).isEqualTo("person:" + releaser.name());
    assertThat(newest.getFullMessage())
        .contains("Release " + name + " version " + version, "Released-by: person:");
    assertThat(sync().path("drift").has(name)).isFalse();
  }

  @Test
  void a_release_does_not_write_over_what_the_branch_holds_meanwhile() {
    branch.pull();
    branch.commit(path(), Drawing.asking(name, "look"));
    sync();
    int version = desk.submitted(desk.person("author"), name, Drawing.asking(name, "mine"));
    branch.commit(path(), Drawing.of(name).endlessTask("theirs").end());

    Answer answer = desk.release(releaser, name, version, Map.of());

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("detail").asText()).contains("holds another " + path());
    assertThat(desk.playbook(name).path("playbook").path("version").asInt()).isEqualTo(1);
  }

  @Test
  void a_table_that_is_pushed_decides_the_next_alert() {
    branch.pull();
    branch.commit(
        "triage.dmn", branch.text("triage.dmn").replaceFirst("(<rule id=\")", "$1renamed-here-"));
    sync();

    String incident =
        app.incident(
            Map.of("uid", unique("u"), "rule", "nothing-of-note", "severity", "low", "title", "T"));

    JsonNode decided = app.entry(incident, "incident.decided");
    JsonNode triage = app.operator().get("/api/v1/playbooks/triage").path("playbook");
    assertThat(triage.path("version").asInt()).isGreaterThan(1);
    assertThat(decided.path("data").path("table").asText())
        .isEqualTo(triage.path("sha256").asText());
  }
}
