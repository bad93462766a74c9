package dev.firebreak.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Actions that Ann asks for by hand, and that Bob and Cyd agree on as far as they are asked. */
public final class ByHand {
  private final Firebreak app;
  private final Person ann;

  public ByHand(Firebreak app) {
    this.app = app;
    this.ann = app.person("ann");
  }

  /** An incident of its own at severity high, to which no playbook belongs. */
  public String incident() {
    return incident("high");
  }

  /** The same at another severity. */
  public String incident(String severity) {
    return app.incident(
        Alerts.alert(
            SharedFirebreak.unique("by-hand"),
            severity,
            List.of(),
            List.of(Map.of("type", "domain", "id", SharedFirebreak.unique("evil") + ".example"))));
  }

  /** What an action would do. */
  public JsonNode rehearsed(String topic, Map<String, ?> inputs) {
    return ann.post("/api/v1/actions", Map.of("mode", "rehearse", "topic", topic, "inputs", inputs))
        .json(200);
  }

  /** Asks for an action. */
  public JsonNode asks(String incident, String topic, Map<String, ?> inputs) {
    return ann.post(
            "/api/v1/actions",
            Map.of(
                "mode", "run",
                "topic", topic,
                "incident", incident,
                "reason", "a test asks for it",
                "inputs", inputs))
        .json(202);
  }

  /** Asks for a containment to be lifted. */
  public void asksToLift(JsonNode containment) {
    ann.post(
            "/api/v1/containments/" + containment.path("id").asText() + "/lift",
            Map.of("reason", "a test is over"))
        .json(202);
  }

  /** The others agree on an action, one where one is needed, else both. */
  public void agreed(String incident, String topic, String target) {
    JsonNode asked = app.approval(incident, topic, target);
    List<String> others = List.of("bob", "cyd");
    for (String name : others.subList(0, asked.path("needed").asInt())) {
      app.person(name).vote(asked.path("id").asText(), "approve").json(200);
    }
  }
}
