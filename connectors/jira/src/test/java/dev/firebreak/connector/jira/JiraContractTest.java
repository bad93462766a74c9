package dev.firebreak.connector.jira;

import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.status;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class JiraContractTest extends ConnectorContract {
  private static final String SEARCH = "/rest/api/3/search/jql";
  private static final String COMMENTS = "/rest/api/3/issue/SEC-7/comment";
  private static final String TRANSITIONS = "/rest/api/3/issue/SEC-7/transitions";
  private static final String ISSUE = "/rest/api/3/issue/SEC-7";

  @Override
  protected ConnectorKind<?> kind() {
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
