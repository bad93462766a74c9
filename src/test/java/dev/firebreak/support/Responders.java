package dev.firebreak.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Two people who agree to whatever they are asked, until nothing is left to do. */
public final class Responders {
  private final Firebreak app;
  private final Person ann;
  private final Person bob;

  public Responders(Firebreak app) {
    this.app = app;
    this.ann = app.person("ann");
    this.bob = app.person("bob");
  }

  /** Opens an incident of a stolen credential and sees it through. */
  public String ended(Map<String, ?> alert) {
    String incident = app.incident(alert);
    Await.until("the run has ended", () -> isOver(incident));
    return incident;
  }

  private boolean isOver(String incident) {
    JsonNode story = app.story(incident);
    Firebreak.each(story.path("approvals"))
        .filter(a -> a.path("state").asText().equals("open"))
        .forEach(
            a -> {
              ann.vote(a.path("id").asText(), "approve");
              bob.vote(a.path("id").asText(), "approve");
            });
    Firebreak.each(ann.get("/api/v1/tasks").path("items"))
        .filter(t -> t.path("incident").asText().equals(incident))
        .forEach(
            t ->
                ann.post(
                    "/api/v1/tasks/" + t.path("id").asText() + "/complete",
                    Map.of("variables", Map.of("reinstate", false))));
    return Firebreak.each(story.path("runs"))
        .allMatch(r -> r.path("state").asText().equalsIgnoreCase("completed"));
  }
}
