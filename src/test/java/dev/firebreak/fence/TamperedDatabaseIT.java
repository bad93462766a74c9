package dev.firebreak.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.fence.FencedApp.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs wait while the application is down; somebody edits their playbooks in the database; the
 * application comes back and reads them. Nothing of the edited may run, and people have to see it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TamperedDatabaseIT {
  private static final String UNTOUCHED = "untouched";
  private static final String TIMED = "timed";
  private static final String ASKING = "asking";
  private static final String OTHER_WORDS = "other-words";
  private static final String OTHER_WORDS_AND_HASH = "other-words-and-hash";

  /** Made into these files of the corpus, the recorded hash left as it was. */
  private static final List<String> REPLACED = List.of("03", "32", "35");

  /** The same, with the recorded hash made to fit. */
  private static final List<String> REPLACED_WITH_HASH = List.of("01", "10", "33", "34");

  private static final String WAIT_FOR_A_PERSON = Texts.task("hold", "Hold");
  private static final String WAIT_FOR_A_TIMER =
      """
      <bpmn:intermediateCatchEvent id="hold"><bpmn:timerEventDefinition>
        <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT5S</bpmn:timeDuration>
      </bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
      """;

  private static FencedApp app = FencedApp.in("tampered");
  private static final Map<String, String> INCIDENTS = new LinkedHashMap<>();

  /** Playbooks that were changed and whose run waits for a person. */
  static List<String> changed() {
    List<String> all = new ArrayList<>();
    REPLACED.forEach(n -> all.add(HostileFile.numbered(n).playbook()));
    REPLACED_WITH_HASH.forEach(n -> all.add(HostileFile.numbered(n).playbook()));
    all.addAll(List.of(OTHER_WORDS, OTHER_WORDS_AND_HASH));
    return all;
  }

  @BeforeAll
  static void changeThePlaybooksOfWaitingRuns() throws SQLException {
    Map<String, String> triage = new TreeMap<>();
    List<String> all = new ArrayList<>(changed());
    all.addAll(List.of(UNTOUCHED, TIMED, ASKING));
    for (String name : all) {
      app.playbook(name, waiting(name, "As drawn"));
      triage.put("for-" + name, name);
    }
    app.table("triage", Texts.triage(triage, UNTOUCHED)).table("policy", Texts.policy(ASKING));
    app.start();
    all.forEach(name -> INCIDENTS.put(name, alert(name).path("incident").path("id").asText()));
    app.kill();
    try (Connection database = app.database()) {
      change(new Tampering(database));
    }
    app.start();
  }

  private static void change(Tampering tampering) throws SQLException {
    for (String number : REPLACED) {
      HostileFile file = HostileFile.numbered(number);
      tampering.replace(file.playbook(), afterAWait(file));
    }
    for (String number : REPLACED_WITH_HASH) {
      HostileFile file = HostileFile.numbered(number);
      tampering.replaceWithHash(file.playbook(), afterAWait(file));
    }
    tampering.replaceWithHash(
        OTHER_WORDS_AND_HASH, waiting(OTHER_WORDS_AND_HASH, "As somebody else wants it"));
    for (String name : List.of(OTHER_WORDS, TIMED, ASKING)) {
      tampering.replace(name, waiting(name, "As somebody else wants it"));
    }
  }

  private static byte[] waiting(String name, String summary) {
    String wait = name.equals(TIMED) ? WAIT_FOR_A_TIMER : WAIT_FOR_A_PERSON;
    boolean direct = name.equals(ASKING);
    return Texts.playbook(
        name,
        "<bpmn:startEvent id=\"start\"/><bpmn:endEvent id=\"end\"/>"
            + Texts.ticket("node", summary, "Told")
            + (direct ? "" : wait + Texts.flow("start", "hold"))
            + Texts.flow(direct ? "start" : "hold", "node")
            + Texts.flow("node", "end"));
  }

  /** The hostile file with the place in front at which the run waits. */
  private static byte[] afterAWait(HostileFile file) {
    String hostile = new String(file.bytes(app.traces()), java.nio.charset.StandardCharsets.UTF_8);
    String changed =
        hostile
            .replace("sourceRef=\"start\"", "sourceRef=\"hold\"")
            .replace(
                "</bpmn:process>",
                WAIT_FOR_A_PERSON + Texts.flow("start", "hold") + "</bpmn:process>");
    return Texts.bytes(changed);
  }

  private static JsonNode alert(String playbook) {
    return app.incident(
        Map.of("uid", UUID.randomUUID().toString(), "rule", "for-" + playbook, "severity", "high"));
  }

  private static String incident(String playbook) {
    return Optional.ofNullable(INCIDENTS.get(playbook)).orElseThrow();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @AfterEach
  void nothingHasLeftATrace() {
    assertThat(app.tracesLeft()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("changed")
  @Order(1)
  void completingATaskOfAChangedPlaybookIsRefusedAndSaysWhy(String playbook) {
    JsonNode task = app.task(incident(playbook));

    Answer answer = app.complete(task, Map.of());

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("detail").asText())
        .contains(playbook + ".bpmn")
        .containsPattern("changed (it )?in the database");
    assertThat(task.path("candidateGroups").path(0).asText()).isEqualTo("responders");
    assertThat(app.story(incident(playbook)).path("actions")).isEmpty();
  }

  @Test
  @Order(2)
  void aRunOfAPlaybookThatNobodyTouchedGoesOn() {
    Answer answer = app.complete(app.task(incident(UNTOUCHED)), Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(app.ticket(incident(UNTOUCHED)).path("summary").asText()).isEqualTo("As drawn");
  }

  @ParameterizedTest
  @MethodSource("changed")
  @Order(3)
  void aNewAlertRunsThePlaybookOfTheFolder(String playbook) {
    JsonNode story = alert(playbook);
    String incident = story.path("incident").path("id").asText();

    Answer answer = app.complete(app.task(incident), Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(app.ticket(incident).path("summary").asText()).isEqualTo("As drawn");
    assertThat(story.path("runs").path(0).path("version").asText()).startsWith(playbook + ":2:");
  }

  @Test
  @Order(4)
  void aRunWhoseTimerGoesOffInAChangedPlaybookIsStuckAndSaysWhy() {
    JsonNode run = stuck(TIMED);

    assertThat(run.path("problem").asText()).contains("hold", "timed.bpmn", "in the database");
    assertThat(app.story(incident(TIMED)).path("actions")).isEmpty();
  }

  @Test
  @Order(5)
  void anApprovedStepOfAChangedPlaybookIsDoneAndItsRunIsStuckAndSaysWhy() {
    JsonNode approval =
        app.items("/api/v1/approvals?state=open").stream()
            .filter(a -> a.path("incident").asText().equals(incident(ASKING)))
            .findFirst()
            .orElseThrow();

    app.approve(approval.path("id").asText());

    assertThat(app.ticket(incident(ASKING)).path("summary").asText()).isEqualTo("As drawn");
    assertThat(stuck(ASKING).path("problem").asText())
        .contains("node", "asking.bpmn", "in the database");
  }

  private static JsonNode stuck(String playbook) {
    return FencedApp.eventually(
        "stuck run of " + playbook,
        () ->
            app.story(incident(playbook))
                .path("runs")
                .valueStream()
                .filter(r -> r.path("state").asText().equals("stuck"))
                .findFirst());
  }

  @Test
  @Order(6)
  void withoutThePlaybooksInTheFolderWhatWasReleasedRunsAndNothingOfWhatWasChanged() {
    app.kill();
    INCIDENTS.keySet().forEach(app::withoutPlaybook);
    app.start();
    String playbook = changed().get(0);

    JsonNode story = alert(playbook);

    assertThat(story.path("runs").path(0).path("state").asText()).isEqualTo("running");
    assertThat(app.complete(app.task(incident(playbook)), Map.of()).status()).isEqualTo(409);
  }

  /** Nothing is in the folder any more: what is in force is what the database holds. */
  @Test
  @Order(7)
  void aVersionThatWasChangedWithItsHashIsNotPutInForceAndRaisesAnAlarm() throws SQLException {
    app.kill();
    try (Connection superuser = app.superuser()) {
      Tampering tampering = new Tampering(superuser);
      tampering.replaceVersion(UNTOUCHED, waiting(UNTOUCHED, "As somebody else wants it"));
      tampering.replaceVersionAndEntry(ASKING, waiting(ASKING, "As somebody else wants it"));
    }
    app.start();

    for (String playbook : List.of(UNTOUCHED, ASKING)) {
      JsonNode run = alert(playbook).path("runs").path(0);
      assertThat(run.path("state").asText()).isEqualTo("stuck");
      assertThat(run.path("problem").asText()).contains(playbook, "not in force");
    }
    String refused = app.get("/api/v1/playbooks").body().path("refused").toString();
    assertThat(refused)
        .contains("untouched with SHA-256", "was never released, by the audit trail")
        .contains("asking with SHA-256", "which is not what was signed")
        .contains("Somebody changed it in the database");
    for (String playbook : List.of(UNTOUCHED, ASKING)) {
      FencedApp.eventually("an alarm about " + playbook, () -> alarm(playbook));
    }
  }

  private static Optional<JsonNode> alarm(String playbook) {
    return app.items("/api/v1/incidents?limit=500").stream()
        .filter(i -> i.path("title").asText().startsWith("A playbook in the database is not"))
        .map(i -> app.story(i.path("id").asText()))
        .filter(s -> s.path("alerts").toString().contains("firebreak playbook " + playbook))
        .findFirst();
  }
}
