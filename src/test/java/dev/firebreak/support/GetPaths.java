package dev.firebreak.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Every address of the API that answers a GET, with every id there is. */
public final class GetPaths {
  private static final String MANY = "?limit=500";

  private GetPaths() {}

  /** All but the event stream, which does not end. */
  public static List<String> of(Firebreak app) {
    List<String> all = new ArrayList<>(List.of("/q/metrics", "/q/health", "/q/openapi"));
    JsonNode paths = app.operator().get("/q/openapi?format=json").path("paths");
    paths
        .properties()
        .forEach(
            path -> {
              if (path.getValue().has("get") && !path.getKey().equals("/api/v1/events")) {
                filled(app, path.getKey()).forEach(all::add);
              }
            });
    return all;
  }

  private static Stream<String> filled(Firebreak app, String path) {
    int open = path.indexOf('{');
    if (open < 0) {
      return Stream.of(path + MANY);
    }
    String before = path.substring(0, open);
    String after = path.substring(path.indexOf('}') + 1);
    return values(app, before).flatMap(v -> filled(app, before + v + after));
  }

  private static Stream<String> values(Firebreak app, String before) {
    if (before.startsWith("/lists/") && before.length() > "/lists/".length()) {
      return Stream.of("ip", "domain", "url", "nothing");
    }
    if (before.startsWith("/api/v1/playbooks/") && before.endsWith("/versions/")) {
      return Stream.of("1", "live");
    }
    return switch (before) {
      case "/api/v1/playbooks/" ->
          Stream.concat(ids(app.items("/api/v1/playbooks"), "name"), Stream.of("triage", "policy"));
      case "/cockpit/process-instance/" -> Stream.of(UUID.randomUUID().toString());
      case "/api/v1/incidents/" -> ids(app.items("/api/v1/incidents" + MANY), "id");
      case "/api/v1/actions/" -> stories(app).flatMap(s -> ids(each(s, "actions"), "id"));
      case "/api/v1/approvals/", "/approvals/" ->
          stories(app).flatMap(s -> ids(each(s, "approvals"), "id"));
      case "/api/v1/connectors/", "/lists/" -> ids(app.items("/api/v1/connectors"), "name");
      case "/hooks/" -> ids(app.items("/api/v1/sources"), "id");
      case "/api/v1/messages/" -> ids(app.items("/api/v1/messages" + MANY), "id");
      case "/api/v1/runs/" -> stories(app).flatMap(s -> ids(each(s, "runs"), "id"));
      case "/engine-rest/external-task/" -> Stream.of(UUID.randomUUID().toString());
      default -> throw new AssertionError("say here what may stand behind " + before + " in a GET");
    };
  }

  private static Stream<JsonNode> stories(Firebreak app) {
    return app.items("/api/v1/incidents" + MANY).map(i -> app.story(i.path("id").asText()));
  }

  private static Stream<JsonNode> each(JsonNode story, String what) {
    return Firebreak.each(story.path(what));
  }

  private static Stream<String> ids(Stream<JsonNode> items, String field) {
    return items.map(i -> i.path(field).asText());
  }
}
