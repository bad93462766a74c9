package dev.firebreak.connector.jira;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls this connector makes. Safe for all threads; calls block. */
final class JiraApi {
  /** Jira's own limit for one issue is 5,000 comments. */
  private static final int MOST_COMMENTS = 5_000;

  private static final int COMMENT_PAGE = 50;
  private static final int NAME = 255;

  private static final String ISSUE_HINT =
      "check the key, and that this connector's account may see and change the issue";

  private final VendorHttp http;
  private final JiraSettings settings;

  JiraApi(JiraSettings settings, VendorHttp http) {
    this.http = http;
    this.settings = settings;
  }

  private Map<String, String> headers() {
    return Map.of("Authorization", settings.authorization(), "Accept", "application/json");
  }

  private record Search(String jql, List<String> fields, int maxResults) {}

  private record Key(String key) {}

  private record Name(String name) {}

  private record Fields(
      Key project, Name issuetype, String summary, Adf description, List<String> labels) {}

  private record Create(Fields fields) {}

  private record Body(Adf body) {}

  private record Id(String id) {}

  private record Take(Id transition) {}

  /**
   * The project's issue with a label, as the search index knows it: a new issue appears there
   * seconds to minutes later, see
   * https://developer.atlassian.com/cloud/jira/platform/search-and-reconcile/ and
   * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/#api-rest-api-3-search-jql-post
   *
   * @param label letters, digits and hyphens only
   */
  Optional<String> issueLabelled(String label) throws ActionFailure {
    String what = "searching project " + settings.project() + " in Jira";
    String jql = "project = \"" + settings.project() + "\" AND labels = \"" + label + "\"";
    Request request =
        Request.json("POST", "/rest/api/3/search/jql", new Search(jql, List.of("key"), 1));
    JsonNode issues = read(request, what, "check setting 'project'").path("issues");
    if (!issues.isArray()) {
      throw notJira(what);
    }
    if (issues.isEmpty()) {
      return Optional.empty();
    }
    String key = text(issues.path(0).path("key"));
    if (!IssueKey.matches(key)) {
      throw notJira(what);
    }
    return Optional.of(key);
  }

  /**
   * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-post
   *
   * @return the new issue's key
   */
  String create(String summary, Adf description, List<String> labels) throws ActionFailure {
    String what = "creating an issue in project " + settings.project();
    Fields fields =
        new Fields(
            new Key(settings.project()),
            new Name(settings.issueType()),
            summary,
            description,
            labels);
    Response r = send(Request.json("POST", "/rest/api/3/issue", new Create(fields)));
    if (r.status() == 400) {
      throw ActionFailure.badInput(
          said(what, r)
              + "; check settings 'project' and 'issue-type' and which fields that type requires");
    }
    String key = text(accepted(r, what, "check setting 'project'").json().path("key"));
    if (!IssueKey.matches(key)) {
      throw ActionFailure.unknown(what + ": Jira accepted it but its answer names no issue");
    }
    return key;
  }

  /**
   * The comment that has a text in it, newest first.
   * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comments/#api-rest-api-3-issue-issueidorkey-comment-get
   *
   * @param marker letters, digits and hyphens only, so it looks the same inside JSON
   */
  Optional<String> commentWith(String issue, String marker) throws ActionFailure {
    String what = "reading the comments of " + issue;
    for (int at = 0; at < MOST_COMMENTS; at += COMMENT_PAGE) {
      JsonNode page =
          read(
              Request.get(
                  Request.path(
                      "/rest/api/3/issue/{}/comment?startAt={}&maxResults={}&orderBy=-created",
                      issue,
                      at,
                      COMMENT_PAGE)),
              what,
              ISSUE_HINT);
      if (!page.path("comments").isArray() || !page.path("total").isInt()) {
        throw notJira(what);
      }
      for (JsonNode comment : page.path("comments")) {
        if (comment.path("body").toString().contains(marker)) {
          return Optional.of(id(comment, what));
        }
      }
      if (page.path("comments").isEmpty() || at + COMMENT_PAGE >= page.path("total").asInt()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comments/#api-rest-api-3-issue-issueidorkey-comment-post
   *
   * @return the new comment's id
   */
  String comment(String issue, Adf body) throws ActionFailure {
    String what = "commenting on " + issue;
    Request request =
        Request.json("POST", Request.path("/rest/api/3/issue/{}/comment", issue), new Body(body));
    Response r = accepted(send(request), what, ISSUE_HINT);
    String id = text(r.json().path("id"));
    if (!id.matches("[0-9]{1,19}")) {
      throw ActionFailure.unknown(what + ": Jira accepted it but its answer names no comment");
    }
    return id;
  }

  /**
   * The name of an issue's status.
   * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-get
   */
  String status(String issue) throws ActionFailure {
    String what = "reading the status of " + issue;
    JsonNode json =
        read(
            Request.get(Request.path("/rest/api/3/issue/{}?fields=status", issue)),
            what,
            ISSUE_HINT);
    String name = name(json.path("fields").path("status"));
    if (name.isEmpty()) {
      throw notJira(what);
    }
    return name;
  }

  /**
   * What can be done with an issue from where it is; empty also where the account may not move it.
   * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-transitions-get
   */
  List<Transition> transitions(String issue) throws ActionFailure {
    String what = "reading the transitions of " + issue;
    JsonNode json =
        read(
            Request.get(Request.path("/rest/api/3/issue/{}/transitions", issue)), what, ISSUE_HINT);
    if (!json.path("transitions").isArray()) {
      throw notJira(what);
    }
    List<Transition> all = new ArrayList<>();
    for (JsonNode t : json.path("transitions")) {
      all.add(new Transition(id(t, what), name(t), name(t.path("to"))));
    }
    return List.copyOf(all);
  }

  /**
   * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-transitions-post
   */
  void transition(String issue, Transition transition) throws ActionFailure {
    Request request =
        Request.json(
            "POST",
            Request.path("/rest/api/3/issue/{}/transitions", issue),
            new Take(new Id(transition.id())));
    Response r = send(request);
    String what = "moving " + issue + " by '" + transition.name() + "'";
    if (r.status() == 409) {
      throw ActionFailure.unavailable(said(what, r) + "; somebody is changing it just now");
    }
    accepted(r, what, "the transition may require fields; its screen in Jira shows which");
  }

  /**
   * The account's name. Asked first because Jira takes a token it does not know for nobody's, and
   * answers most reads to nobody, too (https://jira.atlassian.com/browse/JRACLOUD-93811); this one
   * it does not. Empty where the token's scopes leave out {@code read:jira-user}.
   * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-myself/#api-rest-api-3-myself-get
   *
   * @throws ActionFailure REFUSED for a token or address Jira does not know
   */
  Optional<String> myself() throws ActionFailure {
    String what = "asking Jira who the account is";
    Request request = Request.get("/rest/api/3/myself").withHeaders(headers());
    Response r = http.exchange(request);
    if (r.status() == 401 && r.text().contains("scope does not match")) {
      return Optional.empty();
    }
    Response answer = http.accepted(request, r, JiraErrors.quoted(r.body(), settings.token()));
    JsonNode account = document(accepted(answer, what, "check setting 'url'"), what);
    if (text(account.path("accountId")).isEmpty()) {
      throw notJira(what);
    }
    return Optional.of(PlainText.line(text(account.path("displayName")), NAME))
        .filter(n -> !n.isEmpty());
  }

  /**
   * Which of some permissions the account has in the project; all false where it may not see the
   * project.
   * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-permissions/#api-rest-api-3-mypermissions-get
   *
   * @param permissions keys such as {@code CREATE_ISSUES}
   */
  Map<String, Boolean> myPermissions(List<String> permissions) throws ActionFailure {
    String what = "reading the permissions in project " + settings.project();
    Request request =
        Request.get(
            Request.path(
                "/rest/api/3/mypermissions?projectKey={}&permissions={}",
                settings.project(),
                String.join(",", permissions)));
    Response r = send(request);
    Map<String, Boolean> has = new LinkedHashMap<>();
    permissions.forEach(p -> has.put(p, false));
    if (r.status() == 404) {
      return has;
    }
    JsonNode all = document(accepted(r, what, "check setting 'project'"), what).path("permissions");
    if (!all.isObject()) {
      throw notJira(what);
    }
    has.replaceAll((p, no) -> all.path(p).path("havePermission").asBoolean(false));
    return has;
  }

  /**
   * The names of the issue types that can be created in the project; empty where that may not be
   * read.
   * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-createmeta-projectidorkey-issuetypes-get
   */
  Optional<List<String>> issueTypes() throws ActionFailure {
    String what = "reading the issue types of project " + settings.project();
    Response r =
        send(
            Request.get(
                Request.path(
                    "/rest/api/3/issue/createmeta/{}/issuetypes?maxResults=200",
                    settings.project())));
    if (r.status() / 100 == 4) {
      return Optional.empty();
    }
    JsonNode types =
        document(accepted(r, what, "check setting 'project'"), what).path("issueTypes");
    if (!types.isArray()) {
      throw notJira(what);
    }
    List<String> names = new ArrayList<>();
    types.forEach(t -> names.add(name(t)));
    return Optional.of(List.copyOf(names));
  }

  private Response send(Request request) throws ActionFailure {
    return http.send(request.withHeaders(headers()));
  }

  private Response accepted(Response r, String what, String hint) throws ActionFailure {
    if (!r.ok()) {
      throw ActionFailure.refused(said(what, r) + "; " + hint);
    }
    return r;
  }

  /** A request that changes nothing, whatever its method: no failure of it is of unknown effect. */
  private JsonNode read(Request request, String what, String hint) throws ActionFailure {
    try {
      return document(accepted(send(request), what, hint), what);
    } catch (ActionFailure e) {
      throw e.kind() == ActionFailure.Kind.UNKNOWN
          ? ActionFailure.unavailable(e.getMessage(), e)
          : e;
    }
  }

  private static JsonNode document(Response r, String what) throws ActionFailure {
    try {
      return Json.parse(r.body());
    } catch (JsonProcessingException e) {
      throw notJira(what);
    }
  }

  private String said(String what, Response r) {
    return what
        + ": Jira answered HTTP "
        + r.status()
        + JiraErrors.quoted(r.body(), settings.token());
  }

  private static ActionFailure notJira(String what) {
    return ActionFailure.unavailable(
        what + ": the answer is not what Jira documents; check setting 'url'");
  }

  private static String id(JsonNode node, String what) throws ActionFailure {
    String id = text(node.path("id"));
    if (!id.matches("[0-9]{1,19}")) {
      throw notJira(what);
    }
    return id;
  }

  private static String name(JsonNode node) {
    return PlainText.line(text(node.path("name")), NAME);
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }
}
