package dev.firebreak.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The stop switch at the real door. */
class BrakesIT {
  private final Firebreak app = SharedFirebreak.get();
  private final Person ann = app.person("ann");
  private final Person bob = app.person("bob");

  @Test
  void one_person_stops_everything_it_says_so_and_another_lets_it_go() {
    JsonNode stopped = ann.post("/api/v1/brakes/stop", Map.of("reason", "a drill")).json(200);
    try {
      assertThat(stopped.path("stopped").asBoolean()).isTrue();
      assertThat(ann.asked("/api/v1/incidents").header("firebreak-stopped"))
          .hasValueSatisfying(h -> assertThat(h).contains("person:ann", "a drill"));
      assertThat(app.http().get("/q/health", Map.of()).text())
          .contains("stopped")
          .doesNotContain("a drill");
      assertThat(ann.post("/api/v1/brakes/release", Map.of("reason", "over")).status())
          .isEqualTo(409);
    } finally {
      bob.post("/api/v1/brakes/release", Map.of("reason", "the drill is over")).json(200);
    }
    assertThat(ann.get("/api/v1/brakes").path("stopped").asBoolean()).isFalse();
    assertThat(ann.asked("/api/v1/incidents").header("firebreak-stopped")).isEmpty();
  }

  @Test
  void a_stop_needs_a_reason() {
    assertThat(ann.post("/api/v1/brakes/stop", Map.of()).status()).isEqualTo(400);
  }
}
