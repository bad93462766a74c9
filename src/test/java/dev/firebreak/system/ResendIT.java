package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.bench.AppProcess;
import dev.firebreak.connector.Json;
import dev.firebreak.sandbox.Sandbox;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A message that could not be used is sent again after the setting that was wrong is right. */
class ResendIT {
  private static final String FREEZE = "exchange.freeze-wallet-withdrawals";
  private static final String SECRET = "shared-secret-of-the-scanner";

  private static Map<String, String> properties(Sandbox sandbox, String kind) {
    Map<String, String> properties = new LinkedHashMap<>(sandbox.properties());
    properties.put("firebreak.sources.scanner.kind", kind);
    properties.put("firebreak.sources.scanner.settings.secret", SECRET);
    properties.put("firebreak.playbooks.dir", Firebreak.ROOT.resolve("playbooks").toString());
    return properties;
  }

  @Test
  void who_sends_a_kept_aside_message_again_counts_as_its_requester_and_has_no_vote()
      throws IOException {
    try (Sandbox sandbox = Sandbox.start(0)) {
      String wallet = unique("hot");
      AppProcess wrong = Firebreak.prepare("resend", properties(sandbox, "falco"));
      AppProcess right =
          AppProcess.prepare(Firebreak.ROOT, wrong.home(), properties(sandbox, "example"));
      try {
        String aside = keptAside(wrong, sandbox, wallet);
        wrong.stop();

        right.start();
        Firebreak app = Firebreak.running(right, properties(sandbox, "example"));
        Answer resent = app.person("bea").post("/api/v1/kept-aside/" + aside + "/resend", Map.of());

        String incident =
            app.incidentOf(resent.json(202).path("accepted").path(0).path("alert").asText());
        JsonNode question = app.approval(incident, FREEZE, "wallet:" + wallet);
        String id = question.path("id").asText();
        assertThat(question.path("mayNotVote").toString()).contains("person:bea");
        assertThat(app.person("bea").vote(id, "approve").status()).isEqualTo(403);
        assertThat(app.person("ann").vote(id, "approve").status()).isEqualTo(200);
        app.action(incident, FREEZE, "wallet:" + wallet, "confirmed");
        assertThat(app.items("/api/v1/kept-aside")).isEmpty();
      } finally {
        wrong.stopAll();
        right.stopAll();
      }
    }
  }

  private static String keptAside(AppProcess wrong, Sandbox sandbox, String wallet)
      throws IOException {
    AppProcess.prepare(Firebreak.ROOT, wrong.home(), properties(sandbox, "falco"));
    wrong.start();
    Firebreak app = Firebreak.running(wrong, properties(sandbox, "falco"));
    Map<String, Object> alert =
        Map.of(
            "id", unique("a"), "rule", "withdrawal-burst", "severity", "medium", "wallet", wallet);
    Answer answer =
        app.http()
            .post(
                "/hooks/scanner",
                Map.of("Content-Type", "application/json", "Authorization", "Bearer " + SECRET),
                Json.write(alert).getBytes(UTF_8));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    String id = app.items("/api/v1/kept-aside").findFirst().orElseThrow().path("id").asText();
    AppProcess.prepare(Firebreak.ROOT, wrong.home(), properties(sandbox, "example"));
    return id;
  }
}
