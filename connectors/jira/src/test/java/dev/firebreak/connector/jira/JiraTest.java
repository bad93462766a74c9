package dev.firebreak.connector.jira;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.firebreak.connector.jira.JiraContractTest.may;
import static dev.firebreak.testkit.Answers.emptyReply;
import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.serverError;
import static dev.firebreak.testkit.Answers.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.FakeVendor;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JiraTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String TOKEN = "ATATTtokenForTests";
  private static final String MARKER = "firebreak-0123456789abcdef0123";
  private static final String SEARCH = "/rest/api/3/search/jql";
  private static final String CREATE = "/rest/api/3/issue";
  private static final String COMMENTS = "/rest/api/3/issue/SEC-7/comment";
  private static final String TRANSITIONS = "/rest/api/3/issue/SEC-7/transitions";
  private static final String NONE = "{\"issues\":[],\"isLast\":true}";
  private static final String FOUND = "{\"issues\":[{\"id\":\"10007\",\"key\":\"SEC-7\"}]}";
  private static final String CREATED = "{\"id\":\"10007\",\"key\":\"SEC-7\",\"self\":\"x\"}";

  private final FakeVendor vendor = FakeVendor.start();
  private VendorHttp http = open();

  private VendorHttp open() {
    return VendorHttp.open(
        new JiraKind().endpoint(settings(Optional.empty())), List.of("127.0.0.1"));
  }

  private JiraSettings settings(Optional<URI> browseUrl) {
    return new JiraSettings(
        URI.create(vendor.url()),
        "firebreak@example.com",
        Secret.of(TOKEN),
        "SEC",
        "Task",
        browseUrl);
  }

  @BeforeEach
  void connect() {
    vendor.forget();
    http = open();
  }

  @AfterEach
  void disconnect() {
    http.close();
  }

  @AfterAll
  void stop() {
    vendor.close();
  }

  // ---- create-issue

  @Test
  void createSearchesItsLabelAndThenCreates() throws ActionFailure {
    vendor.on("POST", SEARCH, json(200, NONE)).on("POST", CREATE, json(201, CREATED));

    Issue issue = create("Withdrawals frozen", "first line\n\nsecond \"line\"", "wallet hot");

    assertThat(issue).isEqualTo(new Issue("SEC-7", vendor.url() + "/browse/SEC-7"));
    assertThat(wire())
        .containsExactly(
            "POST /rest/api/3/search/jql {\"jql\":\"project = \\\"SEC\\\" AND labels ="
                + " \\\"firebreak-0123456789abcdef0123\\\"\",\"fields\":[\"key\"],"
                + "\"maxResults\":1}",
            "POST /rest/api/3/issue {\"fields\":{\"project\":{\"key\":\"SEC\"},"
                + "\"issuetype\":{\"name\":\"Task\"},\"summary\":\"Withdrawals frozen\","
                + "\"description\":{\"version\":1,\"type\":\"doc\",\"content\":["
                + "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"first line\"}]},"
                + "{\"type\":\"paragraph\",\"content\":[]},"
                + "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\","
                + "\"text\":\"second \\\"line\\\"\"}]}]},"
                + "\"labels\":[\"firebreak-0123456789abcdef0123\",\"wallet-hot\"]}}");
    assertThat(vendor.received())
        .allSatisfy(
            r -> {
              assertThat(r.getHeader("Authorization"))
                  .isEqualTo("Basic ZmlyZWJyZWFrQGV4YW1wbGUuY29tOkFUQVRUdG9rZW5Gb3JUZXN0cw==");
              assertThat(r.getHeader("Accept")).isEqualTo("application/json");
              assertThat(r.getHeader("Content-Type")).isEqualTo("application/json");
            });
  }

  @Test
  void anIssueThatIsThereAlreadyIsNotCreatedAgain() throws ActionFailure {
    vendor.on("POST", SEARCH, json(200, FOUND));

    Issue issue = create("Withdrawals frozen", "again", "x");

    assertThat(issue.key()).isEqualTo("SEC-7");
    assertThat(vendor.count("POST", CREATE)).isZero();
  }

  @Test
  void linksForPeopleStartWithTheBrowseUrl() throws ActionFailure {
    vendor.on("POST", SEARCH, json(200, FOUND));
    JiraSettings scoped = settings(Optional.of(URI.create("https://acme.atlassian.net/")));

    Record issue =
        action(new JiraKind().open(scoped, http), "create-issue")
            .body()
            .run(call(new NewIssue("a", "b", Optional.empty()), NOW));

    assertThat(issue).isEqualTo(new Issue("SEC-7", "https://acme.atlassian.net/browse/SEC-7"));
  }

  @Test
  void aLostAnswerToTheSearchIsUnavailableAsNothingWasChanged() {
    vendor.on("POST", SEARCH, emptyReply());
    ActionFailure cut = fails("create-issue", new NewIssue("a", "b", Optional.empty()));
    vendor.on("POST", SEARCH, serverError());

    ActionFailure broken = fails("create-issue", new NewIssue("a", "b", Optional.empty()));

    assertThat(cut.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(broken.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(vendor.count("POST", CREATE)).isZero();
  }

  @Test
  void aLostAnswerToTheCreationIsUnknown() {
    vendor.on("POST", SEARCH, json(200, NONE)).on("POST", CREATE, emptyReply());

    ActionFailure failure = fails("create-issue", new NewIssue("a", "b", Optional.empty()));

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"120, PENDING", "61, PENDING", "60, ABSENT", "0, ABSENT"})
  void anIssueTheSearchDoesNotKnowIsPendingUntilAMinuteBeforeTheDeadline(
      int secondsLeft, Observation.State expected) throws ActionFailure {
    vendor.on("POST", SEARCH, json(200, NONE));

    Observation seen =
        observe("create-issue", new NewIssue("a", "b", Optional.empty()), secondsLeft);

    assertThat(seen.state()).isEqualTo(expected);
  }

  @Test
  void whatJiraSaysOfAFieldIsTheAuthorsBadInputAsOneLine() {
    vendor
        .on("POST", SEARCH, json(200, NONE))
        .on(
            "POST",
            CREATE,
            json(
                400,
                "{\"errorMessages\":[\"first\\nmessage\"],\"errors\":{\"customfield_10010\":"
                    + "\"Team is required. \\u202e"
                    + TOKEN
                    + "x".repeat(300)
                    + "\"}}"));

    ActionFailure failure = fails("create-issue", new NewIssue("a", "b", Optional.empty()));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(failure.getMessage())
        .startsWith(
            "creating an issue in project SEC: Jira answered HTTP 400 (first message;"
                + " customfield_10010: Team is required. (secret)xxx")
        .endsWith(
            "...); check settings 'project' and 'issue-type' and which fields that type requires")
        .doesNotContain(TOKEN);
  }

  @Test
  void aProjectTheAccountCannotSeeIsRefused() {
    vendor.on(
        "POST",
        SEARCH,
        json(400, "{\"errorMessages\":[\"The value 'SEC' does not exist for 'project'.\"]}"));

    ActionFailure failure = fails("create-issue", new NewIssue("a", "b", Optional.empty()));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("The value 'SEC'").hasMessageContaining("'project'");
  }

  @Test
  void aHostileSummaryBecomesOneShortLine() throws ActionFailure, JsonProcessingException {
    vendor.on("POST", SEARCH, json(200, NONE)).on("POST", CREATE, json(201, CREATED));

    create("a\r\nb\u0000\u202e\ud83d" + "\ud83d\ude80".repeat(200), "x", "y");

    String summary = Json.parse(sent(CREATE)).path("fields").path("summary").asText();
    assertThat(summary).startsWith("a b\ud83d\ude80").endsWith("\ud83d\ude80...");
    assertThat(summary.length()).isLessThanOrEqualTo(255);
  }

  @Test
  void longTextIsCutWithANote() {
    Adf adf = Adf.of("x".repeat(40_000));

    assertThat(adf.content()).hasSize(2);
    assertThat(adf.content().get(0).content().get(0).text()).hasSize(30_000);
    assertThat(adf.content().get(1).content().get(0).text())
        .isEqualTo("[Cut by Firebreak: the text had 40000 characters.]");
  }

  @Test
  void manyLinesAreCutWithANoteAndManyEmptyLinesBecomeOne() {
    Adf many = Adf.of("a\n".repeat(2_000));
    Adf sparse = Adf.of("\n\n\na\n\n \n\n\nb\n\n");

    assertThat(many.content()).hasSize(1_001);
    assertThat(sparse.content()).hasSize(3);
  }

  // ---- add-comment

  @Test
  void aCommentEndsWithItsMarkerAndIsAddedAfterALookAtTheNewestOnes() throws ActionFailure {
    vendor
        .on("GET", COMMENTS, json(200, "{\"total\":0,\"comments\":[]}"))
        .on("POST", COMMENTS, json(201, "{\"id\":\"31001\"}"));

    Record comment = run("add-comment", new NewComment("SEC-7", "hot-1 is frozen"));

    assertThat(comment).isEqualTo(new Comment("31001"));
    assertThat(wire())
        .containsExactly(
            "GET /rest/api/3/issue/SEC-7/comment?startAt=0&maxResults=50&orderBy=-created ",
            "POST /rest/api/3/issue/SEC-7/comment {\"body\":{\"version\":1,\"type\":\"doc\","
                + "\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\","
                + "\"text\":\"hot-1 is frozen\"}]},{\"type\":\"paragraph\",\"content\":["
                + "{\"type\":\"text\",\"text\":\"firebreak-0123456789abcdef0123\"}]}]}}");
  }

  @Test
  void aCommentFoundOnTheSecondPageIsNotAddedAgain() throws ActionFailure {
    page(0, comments(1, 50, ""));
    page(50, comments(51, 20, MARKER));

    Record comment = run("add-comment", new NewComment("SEC-7", "again"));

    assertThat(comment).isEqualTo(new Comment("51"));
    assertThat(vendor.count("GET", COMMENTS)).isEqualTo(2);
    assertThat(vendor.count("POST", COMMENTS)).isZero();
  }

  @Test
  void theProbeReadsAllPagesBeforeItSaysAbsent() throws ActionFailure {
    page(0, comments(1, 50, ""));
    page(50, comments(51, 20, ""));

    Observation seen = observe("add-comment", new NewComment("SEC-7", "x"), 60);

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(vendor.count("GET", COMMENTS)).isEqualTo(2);
  }

  @Test
  void anIssueThatIsNotThereIsRefused() {
    vendor.on(
        "GET",
        COMMENTS,
        json(
            404,
            "{\"errorMessages\":[\"Issue does not exist or you do not have permission to see it.\"]"
                + ",\"errors\":{}}"));

    ActionFailure failure = fails("add-comment", new NewComment("SEC-7", "x"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.getMessage())
        .startsWith("reading the comments of SEC-7: Jira answered HTTP 404 (Issue does not exist");
  }

  // ---- transition-issue

  @ParameterizedTest
  @ValueSource(strings = {"31", "finish WORK", " Done ", "done"})
  void aMoveIsFoundByIdByNameOrByTheStatusItLeadsTo(String wanted) throws ActionFailure {
    offered("[" + transition("21", "Start", "In Progress") + "," + FINISH + "]", "To Do");

    Record moved = run("transition-issue", new Move("SEC-7", wanted));

    assertThat(moved).isEqualTo(new Moved("Done"));
    assertThat(wire())
        .containsExactly(
            "GET /rest/api/3/issue/SEC-7/transitions ",
            "GET /rest/api/3/issue/SEC-7?fields=status ",
            "POST /rest/api/3/issue/SEC-7/transitions {\"transition\":{\"id\":\"31\"}}");
  }

  @ParameterizedTest
  @CsvSource({"Done, true", "done, false", "31, true", "Finish work, true"})
  void anIssueInThatStatusAlreadyIsLeftAlone(String wanted, boolean stillOffered)
      throws ActionFailure {
    offered(stillOffered ? "[" + FINISH + "]" : "[]", "Done");

    Record moved = run("transition-issue", new Move("SEC-7", wanted));

    assertThat(moved).isEqualTo(new Moved("Done"));
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @Test
  void aMoveThatIsNotOfferedIsRefusedWithWhatIs() {
    offered("[" + transition("21", "Start", "In Progress") + "," + FINISH + "]", "To Do");

    ActionFailure failure = fails("transition-issue", new Move("SEC-7", "Reopen"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.getMessage())
        .isEqualTo(
            "issue SEC-7 is 'To Do' and has no transition 'Reopen' from there; available: 'Start'"
                + " to 'In Progress' (id 21), 'Finish work' to 'Done' (id 31)");
  }

  @Test
  void aNameThatFitsTwoTransitionsIsRefused() {
    offered("[" + FINISH + "," + transition("41", "Give up", "Done") + "]", "To Do");

    ActionFailure failure = fails("transition-issue", new Move("SEC-7", "Done"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("fits several").hasMessageContaining("(id 41)");
  }

  @Test
  void aConflictIsRetriedAndAMissingFieldIsRefused() {
    offered("[" + FINISH + "]", "To Do");
    vendor.on("POST", TRANSITIONS, json(409, "{}"));
    ActionFailure conflict = fails("transition-issue", new Move("SEC-7", "Done"));
    vendor.on(
        "POST",
        TRANSITIONS,
        json(400, "{\"errors\":{\"resolution\":\"Resolution is required.\"}}"));

    ActionFailure missing = fails("transition-issue", new Move("SEC-7", "Done"));

    assertThat(conflict.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(missing.kind()).isEqualTo(Kind.REFUSED);
    assertThat(missing).hasMessageContaining("resolution: Resolution is required.");
  }

  @ParameterizedTest
  @CsvSource({
    "Done, To Do, true, ABSENT",
    "Done, Done, false, HOLDS",
    "31, Done, true, HOLDS",
    "31, Done, false, PENDING"
  })
  void theProbeComparesTheStatus(
      String wanted, String status, boolean stillOffered, Observation.State expected)
      throws ActionFailure {
    offered(stillOffered ? "[" + FINISH + "]" : "[]", status);

    Observation seen = observe("transition-issue", new Move("SEC-7", wanted), 60);

    assertThat(seen).isEqualTo(new Observation(expected, "status=" + status));
  }

  // ---- inputs and settings

  @ParameterizedTest
  @ValueSource(
      strings = {"", "SEC", "SEC-", "SEC-7/../../x", "SEC-7?x=1", "SEC-7\" OR 1", "..", "SEC 7"})
  void whatIsNoIssueKeyIsRefused(String issue) {
    assertThatThrownBy(() -> new NewComment(issue, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as SEC-12");
  }

  @Test
  void emptyTextsAreRefused() {
    assertThatThrownBy(() -> new NewIssue("\n\u0000", "x", Optional.empty()))
        .hasMessageContaining("input 'summary'");
    assertThatThrownBy(() -> new NewComment("SEC-7", "\n")).hasMessageContaining("input 'text'");
    assertThatThrownBy(() -> new Move("SEC-7", " ")).hasMessageContaining("input 'transition'");
  }

  @ParameterizedTest
  @CsvSource({
    "project, 'SEC\" OR project = \"HR'",
    "project, sec",
    "email, firebreak",
    "email, 'a:b@example.com'",
    "token, 'a b'",
    "issue-type, ' '"
  })
  void aSettingThatCannotWorkIsNamed(String key, String value) {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "url", "https://acme.atlassian.net",
                "email", "firebreak@example.com",
                "token", "t",
                "project", "SEC"));
    values.put(key, value);

    assertThatThrownBy(() -> Settings.bind("connector 'jira'", JiraSettings.class, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setting '" + key + "'");
  }

  // ---- readiness

  @Test
  void readinessAsksForThePermissionsInTheProject() throws ActionFailure {
    may(vendor, "BROWSE_PROJECTS", "CREATE_ISSUES", "ADD_COMMENTS", "TRANSITION_ISSUES");

    Readiness ready = jira().readiness();

    assertThat(ready.account()).isEqualTo("Firebreak, firebreak@example.com in 127.0.0.1");
    assertThat(ready.grants()).allMatch(g -> g.state() == Readiness.State.GRANTED);
    assertThat(vendor.received())
        .extracting(LoggedRequest::getUrl)
        .containsExactly(
            "/rest/api/3/myself",
            "/rest/api/3/mypermissions?projectKey=SEC&permissions="
                + "ADD_COMMENTS%2CBROWSE_PROJECTS%2CCREATE_ISSUES%2CTRANSITION_ISSUES",
            "/rest/api/3/issue/createmeta/SEC/issuetypes?maxResults=200");
  }

  @Test
  void whatTheAccountMayNotDoIsMissingByItsNameInJira() throws ActionFailure {
    may(vendor, "BROWSE_PROJECTS", "CREATE_ISSUES", "ADD_COMMENTS");

    Readiness ready = jira().readiness();

    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.MISSING)
        .singleElement()
        .satisfies(g -> assertThat(g.action()).isEqualTo("transition-issue"))
        .satisfies(g -> assertThat(g.detail()).contains("Transition issues in project SEC"));
  }

  @Test
  void aProjectTheAccountMayNotSeeLacksEverything() throws ActionFailure {
    may(vendor);
    vendor.on(
        "GET", "/rest/api/3/mypermissions", json(404, "{\"errorMessages\":[\"No project\"]}"));

    Readiness ready = jira().readiness();

    assertThat(ready.grants())
        .hasSize(3)
        .allMatch(g -> g.state() == Readiness.State.MISSING)
        .allMatch(g -> g.detail().contains("Browse projects"));
  }

  @Test
  void anIssueTypeThatIsNotThereIsToldBeforeTheFirstIncident() throws ActionFailure {
    may(vendor, "BROWSE_PROJECTS", "CREATE_ISSUES", "ADD_COMMENTS", "TRANSITION_ISSUES");
    vendor.on(
        "GET",
        "/rest/api/3/issue/createmeta/SEC/issuetypes",
        json(200, "{\"issueTypes\":[{\"id\":\"1\",\"name\":\"Incident\"}]}"));

    Readiness ready = jira().readiness();

    assertThat(ready.grants().get(0).state()).isEqualTo(Readiness.State.MISSING);
    assertThat(ready.grants().get(0).detail()).contains("'Task'").contains("[Incident]");
  }

  @Test
  void aTokenWithoutTheScopeForItsOwnNameIsStillAsked() throws ActionFailure {
    may(vendor, "BROWSE_PROJECTS", "CREATE_ISSUES", "ADD_COMMENTS", "TRANSITION_ISSUES");
    vendor.on(
        "GET",
        "/rest/api/3/myself",
        json(401, "{\"code\":401,\"message\":\"Unauthorized; scope does not match\"}"));

    Readiness ready = jira().readiness();

    assertThat(ready.account()).isEqualTo("firebreak@example.com in 127.0.0.1");
    assertThat(ready.grants()).allMatch(g -> g.state() == Readiness.State.GRANTED);
  }

  // ---- how

  private static final String FINISH = transition("31", "Finish work", "Done");

  private static String transition(String id, String name, String to) {
    return "{\"id\":\"%s\",\"name\":\"%s\",\"to\":{\"name\":\"%s\"}}".formatted(id, name, to);
  }

  private void offered(String transitions, String status) {
    vendor
        .on("GET", TRANSITIONS, json(200, "{\"transitions\":" + transitions + "}"))
        .on(
            "GET",
            "/rest/api/3/issue/SEC-7",
            json(200, "{\"fields\":{\"status\":{\"name\":\"" + status + "\"}}}"))
        .on("POST", TRANSITIONS, status(204));
  }

  private void page(int startAt, String comments) {
    vendor.on(
        get(urlPathEqualTo(COMMENTS))
            .withQueryParam("startAt", equalTo(Integer.toString(startAt)))
            .willReturn(
                json(
                    200,
                    "{\"startAt\":"
                        + startAt
                        + ",\"maxResults\":50,\"total\":70,\"comments\":["
                        + comments
                        + "]}")));
  }

  private static String comments(int first, int count, String text) {
    return IntStream.range(first, first + count)
        .mapToObj(
            id ->
                "{\"id\":\"%d\",\"body\":{\"type\":\"doc\",\"content\":[{\"text\":\"%s\"}]}}"
                    .formatted(id, text))
        .collect(Collectors.joining(","));
  }

  private List<String> wire() {
    return vendor.received().stream()
        .map(r -> r.getMethod() + " " + r.getUrl() + " " + r.getBodyAsString())
        .toList();
  }

  private String sent(String path) {
    return vendor.received("POST", path).get(0).getBodyAsString();
  }

  private Issue create(String summary, String description, String label) throws ActionFailure {
    return (Issue)
        run("create-issue", new NewIssue(summary, description, Optional.of(List.of(label))));
  }

  private Jira jira() {
    JiraSettings settings = settings(Optional.empty());
    return new Jira(settings, new JiraApi(settings, http), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @SuppressWarnings("unchecked")
  private static Action<Record, Record> action(Connector connector, String name) {
    return (Action<Record, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static Call<Record> call(Record input, Instant deadline) {
    return new Call<>(input, "0123456789abcdef0123456789abcdef01234567", "incident-1", deadline);
  }

  private Record run(String name, Record input) throws ActionFailure {
    return action(jira(), name).body().run(call(input, NOW.plusSeconds(60)));
  }

  private ActionFailure fails(String name, Record input) {
    return catchThrowableOfType(ActionFailure.class, () -> run(name, input));
  }

  private Observation observe(String name, Record input, int secondsLeft) throws ActionFailure {
    return action(jira(), name)
        .probe()
        .orElseThrow()
        .observe(call(input, NOW.plusSeconds(secondsLeft)));
  }
}
