package dev.firebreak.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether connectors could act is known before it is needed. */
class ReadinessIT {
  private final Firebreak app = SharedFirebreak.get();
  private final Person operator = app.operator();

  private JsonNode checkup(String connector) {
    return operator.post("/api/v1/connectors/" + connector + "/checkup", Map.of()).json(200);
  }

  private JsonNode connector(String name) {
    return Firebreak.each(operator.get("/api/v1/connectors").path("items"))
        .filter(c -> c.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void every_vendor_of_the_sandbox_is_ready() {
    JsonNode all = operator.post("/api/v1/connectors/checkup", Map.of()).json(200);

    assertThat(Firebreak.each(all.path("items")))
        .filteredOn(c -> !c.path("name").asText().equals("away"))
        .hasSizeGreaterThanOrEqualTo(6)
        .allSatisfy(c -> assertThat(c.path("state").asText()).as("%s", c).isEqualTo("ready"))
        .allSatisfy(c -> assertThat(c.path("account").asText()).isNotBlank())
        .allSatisfy(c -> assertThat(c.path("grants")).isNotEmpty());
  }

  @Test
  void what_was_found_is_shown_with_the_connector() {
    checkup("example");

    JsonNode seen = connector("example").path("checkup");

    assertThat(seen.path("state").asText()).isEqualTo("ready");
    assertThat(seen.path("lastSuccess").asText()).isNotBlank();
  }

  @Test
  void one_that_cannot_be_reached_says_so_and_raises_an_alert() {
    JsonNode seen = checkup("away");

    assertThat(seen.path("state").asText()).isEqualTo("unreachable");
    assertThat(seen.path("problem").asText()).contains("127.0.0.1", "connection refused");
    Await.until(
        "an incident for people",
        () ->
            Firebreak.each(operator.get("/api/v1/incidents?limit=500").path("items"))
                .anyMatch(i -> i.path("title").asText().contains("away is UNREACHABLE")));
  }

  @Test
  void there_is_nothing_to_check_of_an_unknown_connector() {
    Answer answer = operator.post("/api/v1/connectors/nobody/checkup", Map.of());

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void element_templates_are_handed_out() {
    JsonNode templates = operator.get("/api/v1/connectors/example/element-templates");

    assertThat(templates).isNotEmpty();
    assertThat(templates.get(0).toString()).contains("example.freeze", "camunda:topic");
  }
}
