package dev.firebreak.connector.jira;

import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.status;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class JiraContractTest extends ConnectorContract {
  private static final String SEARCH = "/rest/api/3/search/jql";
  private static final String COMMENTS = "/rest/api/3/issue/SEC-7/comment";
  private static final String TRANSITIONS = "/rest/api/3/issue/SEC-7/transitions";
  private static final String ISSUE = "/rest/api/3/issue/SEC-7";

  @Override
  protected HttpConnectorKind<?> kind() {
    return new JiraKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "url",
        baseUrl,
        "email",
        "firebreak@example.com",
        "token",
        "ATATTcanaryTokenThatMustNeverBeSeen",
        "project",
        "SEC");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    may(vendor, "BROWSE_PROJECTS", "CREATE_ISSUES", "ADD_COMMENTS", "TRANSITION_ISSUES");
  }

  /** An account with these permissions in a project with the issue types Task and Bug. */
  static void may(FakeVendor vendor, String... permissions) {
    String has =
        Stream.of("BROWSE_PROJECTS", "CREATE_ISSUES", "ADD_COMMENTS", "TRANSITION_ISSUES")
            .map(
                p ->
                    "\"%s\":{\"id\":\"1\",\"key\":\"%s\",\"type\":\"PROJECT\",\"havePermission\":%s}"
                        .formatted(p, p, List.of(permissions).contains(p)))
            .collect(Collectors.joining(",", "{\"permissions\":{", "}}"));
    vendor
        .on(
            "GET",
            "/rest/api/3/myself",
            json(200, "{\"accountId\":\"5b10a2-made-up\",\"displayName\":\"Firebreak\"}"))
        .on("GET", "/rest/api/3/mypermissions", json(200, has))
        .on(
            "GET",
            "/rest/api/3/issue/createmeta/SEC/issuetypes",
            json(
                200,
                "{\"startAt\":0,\"maxResults\":200,\"total\":2,\"issueTypes\":["
                    + "{\"id\":\"10001\",\"name\":\"Task\"},{\"id\":\"10004\",\"name\":\"Bug\"}]}"));
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        ActionCase.of(
                "create-issue",
                new NewIssue(
                    "Withdrawals frozen", "hot-1 is frozen", Optional.of(List.of("wallet"))))
            .before(v -> v.on("POST", SEARCH, json(200, "{\"issues\":[],\"isLast\":true}")))
            .vendor(
                v ->
                    v.on(
                        "POST",
                        "/rest/api/3/issue",
                        json(201, "{\"id\":\"10007\",\"key\":\"SEC-7\",\"self\":\"x\"}")))
            .after(
                v ->
                    v.on(
                        "POST",
                        SEARCH,
                        json(
                            200,
                            "{\"issues\":[{\"id\":\"10007\",\"key\":\"SEC-7\"}],"
                                + "\"isLast\":true}")))
            .main("POST", "/rest/api/3/issue")
            .reads("POST", SEARCH),
        ActionCase.of("add-comment", new NewComment("SEC-7", "hot-1 is frozen"))
            .before(v -> v.on("GET", COMMENTS, json(200, "{\"total\":0,\"comments\":[]}")))
            .vendor(v -> v.on("POST", COMMENTS, json(201, "{\"id\":\"31001\"}")))
            .after(
                v ->
                    v.on(
                        "GET",
                        COMMENTS,
                        json(
                            200,
                            "{\"total\":1,\"comments\":[{\"id\":\"31001\",\"body\":"
                                + "{\"version\":1,\"type\":\"doc\",\"content\":[{\"type\":"
                                + "\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":"
                                + "\"firebreak-0123456789abcdef0123\"}]}]}}]}")))
            .main("POST", COMMENTS),
        ActionCase.of("transition-issue", new Move("SEC-7", "Done"))
            .before(v -> v.on("GET", ISSUE, issue("To Do")))
            .vendor(
                v ->
                    v.on(
                            "GET",
                            TRANSITIONS,
                            json(
                                200,
                                "{\"transitions\":[{\"id\":\"31\",\"name\":\"Finish\","
                                    + "\"to\":{\"id\":\"10002\",\"name\":\"Done\"}}]}"))
                        .on("POST", TRANSITIONS, status(204)))
            .after(v -> v.on("GET", ISSUE, issue("Done")))
            .main("POST", TRANSITIONS));
  }

  private static ResponseDefinitionBuilder issue(String status) {
    return json(
        200,
        "{\"id\":\"10007\",\"key\":\"SEC-7\",\"fields\":{\"status\":{\"id\":\"1\",\"name\":\""
            + status
            + "\"}}}");
  }
}
