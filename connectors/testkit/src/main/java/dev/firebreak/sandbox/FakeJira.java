package dev.firebreak.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Jira Cloud site with one project: create, read, search by label, comment, transition, entity
 * properties. Shapes after https://developer.atlassian.com/cloud/jira/platform/rest/v3/.
 */
final class FakeJira implements VendorApi {
  private static final Pattern LABEL =
      Pattern.compile("labels\\s*(?:=|in)\\s*\\(?\\s*[\"']?([^\"'\\s)]+)");
  private static final Map<String, String> TRANSITIONS =
      Map.of("11", "To Do", "21", "In Progress", "31", "Done");

  /** A ticket. */
  static final class Issue {
    final String id;
    final String key;
    final JsonNode fields;
    final List<JsonNode> comments = new ArrayList<>();
    final Map<String, JsonNode> properties = new LinkedHashMap<>();
    String status = "To Do";

    Issue(String id, String key, JsonNode fields) {
      this.id = id;
      this.key = key;
      this.fields = fields;
    }

    String summary() {
      return fields.path("summary").asText();
    }

    String text() {
      StringBuilder out = new StringBuilder(key + "  [" + status + "]  " + summary() + "\n\n");
      words(fields.path("description"), out);
      for (JsonNode c : comments) {
        out.append("\n--\n");
        words(c.path("body"), out);
      }
      return out.toString();
    }

    /** The text of an Atlassian document, a line a paragraph. */
    private static void words(JsonNode node, StringBuilder out) {
      out.append(node.path("text").asText(""));
      node.path("content").forEach(child -> words(child, out));
      if (node.path("type").asText().equals("paragraph")) {
        out.append('\n');
      }
    }

    boolean labelled(String label) {
      for (JsonNode l : fields.path("labels")) {
        if (l.asText().equals(label)) {
          return true;
        }
      }
      return false;
    }
  }

  private final Effects effects;
  private final Clock clock;
  private final String project;
  private final String authorization;
  private final String base;
  private final List<Issue> issues = new ArrayList<>();

  FakeJira(
      Effects effects, Clock clock, String project, String email, String apiToken, String base) {
    this.effects = effects;
    this.clock = clock;
    this.project = project;
    this.authorization = "Basic " + Digests.base64(email + ":" + apiToken);
    this.base = base;
  }

  List<Issue> issues() {
    return List.copyOf(issues);
  }

  @Override
  public Reply error(int status, String message) {
    return Reply.json(status, Map.of("errorMessages", List.of(message), "errors", Map.of()));
  }

  @Override
  public Reply answer(Ask ask) throws JsonProcessingException {
    if (!Digests.same(ask.header("authorization").orElse(""), authorization)) {
      return error(401, "Client must be authenticated to access this resource.");
    }
    List<String> path = ask.segments();
    if (path.size() < 4 || !path.subList(0, 3).equals(List.of("rest", "api", "3"))) {
      return error(404, "dead link");
    }
    if (ask.is("POST", "rest", "api", "3", "issue")) {
      return create(ask);
    } else if (path.get(3).equals("search")) {
      return search(ask);
    } else if (ask.is("GET", "rest", "api", "3", "myself")) {
      return Reply.json(
          200, Map.of("accountId", "sandbox", "displayName", "Firebreak", "active", true));
    } else if (ask.is("GET", "rest", "api", "3", "mypermissions")) {
      return permissions(ask.query());
    } else if (ask.is("GET", "rest", "api", "3", "issue", "createmeta", "*", "issuetypes")) {
      return path.get(5).equals(project)
          ? Reply.json(
              200, Map.of("issueTypes", List.of(Map.of("id", "10001", "name", "Task")), "total", 1))
          : error(404, "No project could be found with that id or key.");
    } else if (!path.get(3).equals("issue") || path.size() < 5) {
      return error(404, "dead link");
    }
    Optional<Issue> issue =
        issues.stream()
            .filter(i -> i.key.equals(path.get(4)) || i.id.equals(path.get(4)))
            .findFirst();
    return issue.isPresent()
        ? one(ask, issue.get())
        : error(404, "Issue does not exist or you do not have permission to see it.");
  }

  private Reply permissions(Map<String, String> query) {
    if (!query.getOrDefault("projectKey", "").equals(project)) {
      return error(404, "No project could be found with that key.");
    }
    Map<String, Object> all = new LinkedHashMap<>();
    for (String permission : query.getOrDefault("permissions", "").split(",")) {
      all.put(permission, Map.of("key", permission, "havePermission", true));
    }
    return Reply.json(200, Map.of("permissions", all));
  }

  private Reply create(Ask ask) throws JsonProcessingException {
    JsonNode fields = ask.json().path("fields");
    Map<String, String> wrong = new LinkedHashMap<>();
    if (!fields.path("project").path("key").asText(project).equals(project)) {
      wrong.put("project", "valid project is required");
    }
    if (fields.path("summary").asText("").isBlank()) {
      wrong.put("summary", "You must specify a summary of the issue.");
    }
    if (fields.path("issuetype").isMissingNode()) {
      wrong.put("issuetype", "Specify a valid issue type");
    }
    if (fields.has("description")
        && !fields.path("description").path("type").asText().equals("doc")) {
      wrong.put("description", "Operation value must be an Atlassian Document");
    }
    if (!wrong.isEmpty()) {
      return Reply.json(400, Map.of("errorMessages", List.of(), "errors", wrong));
    }
    int n = issues.size() + 1;
    Issue issue = new Issue(String.valueOf(10_000 + n), project + "-" + n, fields);
    issues.add(issue);
    effects.happened(ask, "jira create " + issue.key);
    return Reply.json(201, named(issue));
  }

  private Map<String, Object> named(Issue i) {
    return new LinkedHashMap<>(
        Map.of("id", i.id, "key", i.key, "self", base + "/rest/api/3/issue/" + i.id));
  }

  private Map<String, Object> shown(Issue i) {
    Map<String, Object> fields = new LinkedHashMap<>();
    i.fields.properties().forEach(e -> fields.put(e.getKey(), e.getValue()));
    fields.put("status", Map.of("name", i.status));
    Map<String, Object> out = named(i);
    out.put("fields", fields);
    return out;
  }

  /** Finds by {@code labels = "x"} in the JQL; anything else in it is not looked at. */
  private Reply search(Ask ask) throws JsonProcessingException {
    String jql =
        ask.method().equals("POST")
            ? ask.json().path("jql").asText("")
            : ask.query().getOrDefault("jql", "");
    Matcher label = LABEL.matcher(jql);
    if (!label.find()) {
      return error(400, "The sandbox searches by label only, as in: labels = \"x\"");
    }
    List<Map<String, Object>> found =
        issues.stream().filter(i -> i.labelled(label.group(1))).map(this::shown).toList();
    return Reply.json(200, Map.of("issues", found, "isLast", true));
  }

  private Reply one(Ask ask, Issue issue) throws JsonProcessingException {
    List<String> path = ask.segments();
    String part = path.size() > 5 ? path.get(5) : "";
    return switch (ask.method() + " " + part) {
      case "GET " -> Reply.json(200, shown(issue));
      case "GET comment" ->
          Reply.json(
              200,
              Map.of("comments", issue.comments, "total", issue.comments.size(), "startAt", 0));
      case "POST comment" -> comment(ask, issue);
      case "GET transitions" -> Reply.json(200, Map.of("transitions", transitions()));
      case "POST transitions" -> transition(ask, issue);
      case "PUT properties" -> {
        issue.properties.put(path.get(path.size() - 1), ask.json());
        yield Reply.empty(201);
      }
      case "GET properties" -> property(issue, path.get(path.size() - 1));
      default -> error(405, "Method not allowed");
    };
  }

  private Reply property(Issue issue, String key) {
    return Optional.ofNullable(issue.properties.get(key))
        .map(v -> Reply.json(200, Map.of("key", key, "value", v)))
        .orElseGet(() -> error(404, "The property was not found."));
  }

  private Reply comment(Ask ask, Issue issue) throws JsonProcessingException {
    JsonNode body = ask.json().path("body");
    if (!body.path("type").asText().equals("doc")) {
      return Reply.json(
          400, Map.of("errorMessages", List.of(), "errors", Map.of("comment", "not a document")));
    }
    Map<String, Object> comment =
        Map.of(
            "id",
            issue.id + (issue.comments.size() + 1),
            "self",
            base + "/rest/api/3/issue/" + issue.id + "/comment",
            "body",
            body,
            "properties",
            ask.json().path("properties"),
            "created",
            clock.instant().toString());
    issue.comments.add(Json.mapper().valueToTree(comment));
    effects.happened(ask, "jira comment " + issue.key);
    return Reply.json(201, comment);
  }

  private static List<Map<String, Object>> transitions() {
    return TRANSITIONS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            e ->
                Map.<String, Object>of(
                    "id", e.getKey(), "name", e.getValue(), "to", Map.of("name", e.getValue())))
        .toList();
  }

  private Reply transition(Ask ask, Issue issue) throws JsonProcessingException {
    String id = ask.json().path("transition").path("id").asText("");
    String to = TRANSITIONS.getOrDefault(id, "");
    if (to.isEmpty()) {
      return error(400, "Transition id '" + id + "' is not valid for this issue.");
    }
    if (!issue.status.equals(to)) {
      issue.status = to;
      effects.happened(ask, "jira transition " + issue.key + " to " + to);
    }
    return Reply.empty(204);
  }
}
