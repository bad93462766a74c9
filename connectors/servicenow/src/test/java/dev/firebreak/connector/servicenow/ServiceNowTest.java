package dev.firebreak.connector.servicenow;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.firebreak.connector.servicenow.FakeTable.ENTRY;
import static dev.firebreak.connector.servicenow.FakeTable.MARK;
import static dev.firebreak.connector.servicenow.FakeTable.NONE;
import static dev.firebreak.connector.servicenow.FakeTable.ROW;
import static dev.firebreak.connector.servicenow.FakeTable.STEP;
import static dev.firebreak.connector.servicenow.FakeTable.SYS_ID;
import static dev.firebreak.connector.servicenow.FakeTable.TABLE;
import static dev.firebreak.connector.servicenow.FakeTable.creatable;
import static dev.firebreak.connector.servicenow.FakeTable.error;
import static dev.firebreak.connector.servicenow.FakeTable.list;
import static dev.firebreak.connector.servicenow.FakeTable.patchable;
import static dev.firebreak.connector.servicenow.FakeTable.row;
import static dev.firebreak.testkit.Answers.emptyReply;
import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.rubbish;
import static dev.firebreak.testkit.Answers.unauthorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.FakeVendor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceNowTest {
  private static final String SHAPE =
      "sysparm_display_value=all&sysparm_exclude_reference_link=true&sysparm_fields=sys_id%2Cnumber"
          + "%2Ccorrelation_id%2Cstate%2Cactive";
  private static final NewIncident INCIDENT =
      new NewIncident("Withdrawals frozen", "first\n\"second\"", Optional.of("high"));
  private static final NewNote NOTE = new NewNote("INC0010042", "hot-1 is frozen");
  private static final Resolution RESOLUTION =
      new Resolution("INC0010042", "Lifted by Ana", Optional.empty());

  private final FakeVendor vendor = FakeVendor.start();
  private VendorHttp http = open();

  private VendorHttp open() {
    return VendorHttp.open(new ServiceNowKind().endpoint(settings(Map.of())), List.of("127.0.0.1"));
  }

  private ServiceNowSettings settings(Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(
            Map.of("url", vendor.url(), "user", "firebreak", "password", "correct-horse"));
    all.putAll(more);
    return Settings.bind("connector 'servicenow'", ServiceNowSettings.class, all);
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

  // ---- open-incident

  @Test
  void openingSearchesItsCorrelationIdAndThenCreates() throws Exception {
    creatable(vendor, row(MARK, "1", "true", ""));
    ServiceNowSettings more =
        settings(
            Map.of(
                "assignment-group",
                "a".repeat(32),
                "caller",
                "b".repeat(32),
                "category",
                "software"));

    Record opened = run(connector(more), "open-incident", INCIDENT);

    assertThat(opened)
        .isEqualTo(
            new Opened("INC0010042", SYS_ID, vendor.url() + "/incident.do?sys_id=" + SYS_ID));
    assertThat(wire())
        .containsExactly(
            "GET /api/now/table/incident?sysparm_query=correlation_id%3D"
                + MARK
                + "%5EORDERBYsys_created_on&sysparm_limit=1&"
                + SHAPE
                + " ",
            "POST /api/now/table/incident?"
                + SHAPE
                + " {\"short_description\":\"Withdrawals frozen\",\"description\":"
                + "\"first\\n\\\"second\\\"\",\"correlation_id\":\""
                + MARK
                + "\",\"correlation_display\":\"Firebreak\",\"impact\":2,\"urgency\":1,"
                + "\"assignment_group\":\""
                + "a".repeat(32)
                + "\",\"caller_id\":\""
                + "b".repeat(32)
                + "\",\"category\":\"software\"}");
    assertThat(vendor.received())
        .allSatisfy(
            r -> {
              assertThat(r.getHeader("Authorization"))
                  .isEqualTo("Basic ZmlyZWJyZWFrOmNvcnJlY3QtaG9yc2U=");
              assertThat(r.getHeader("Accept")).isEqualTo("application/json");
            });
  }

  @Test
  void aLostAnswerMakesNoSecondTicket() throws Exception {
    creatable(vendor, row(MARK, "1", "true", ""));
    vendor.instead("POST", TABLE, emptyReply());
    ActionFailure lost = fails("open-incident", INCIDENT);
    vendor.forget();
    vendor.on("GET", TABLE, json(200, list(row(MARK, "1", "true", ""))));

    Record opened = run("open-incident", INCIDENT);

    assertThat(lost.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(opened)
        .isInstanceOfSatisfying(Opened.class, o -> assertThat(o.number()).isEqualTo("INC0010042"));
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @Test
  void anInstanceThatIgnoresTheQueryMakesNoStrangersTicketOurs() {
    vendor.on("GET", TABLE, json(200, list(row("somebody-elses", "2", "true", ""))));

    ActionFailure failure = fails("open-incident", INCIDENT);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("another correlation_id");
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @Test
  void aRuleOfTheInstanceThatForbidsItIsQuoted() {
    vendor
        .on("GET", TABLE, json(200, NONE))
        .on(
            "POST",
            TABLE,
            error(
                403,
                "Operation Failed",
                "Error: Data Policy Exception: The following fields are mandatory: Caller"));

    ActionFailure failure = fails("open-incident", INCIDENT);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining(
            "HTTP 403 (Operation Failed; Error: Data Policy Exception: The following fields are"
                + " mandatory: Caller)");
  }

  @Test
  void whatServiceNowSaysOfABadRequestIsTheAuthorsBadInputWithoutThePassword() {
    vendor
        .on("GET", TABLE, json(200, NONE))
        .on("POST", TABLE, error(400, "Exception", "bad\\nfield correct-horse\\u202e"));

    ActionFailure failure = fails("open-incident", INCIDENT);

    assertThat(failure.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(failure.getMessage())
        .isEqualTo(
            "opening a ticket in incident: ServiceNow answered HTTP 400 (Exception; bad field"
                + " (secret))");
  }

  @Test
  void theWebPageOfASleepingInstanceIsNoAnswer() {
    byte[] page = "<html>Hibernating</html>".getBytes(StandardCharsets.UTF_8);
    vendor.on("GET", TABLE, rubbish(page));
    ActionFailure asleep = fails("open-incident", INCIDENT);
    vendor.on("GET", TABLE, json(200, NONE)).on("POST", TABLE, rubbish(page));

    ActionFailure half = fails("open-incident", INCIDENT);

    assertThat(asleep.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(half.kind()).isEqualTo(Kind.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "critical, 1, 1",
    "FATAL, 1, 1",
    "high, 2, 1",
    "medium, 2, 2",
    "low, 3, 2",
    "informational, 3, 3",
    "unknown, 3, 3"
  })
  void impactAndUrgencyFollowFromTheSeverity(String severity, int impact, int urgency) {
    assertThat(Weight.of(severity)).isEqualTo(new Weight(impact, urgency));
  }

  @Test
  void hostileTextIsCutAndIsNeverHtml() {
    NewIncident incident =
        new NewIncident(
            "a\r\nb\u0000\u202e" + "\ud83d\ude80".repeat(200),
            "[code]<a href='https://evil.example'>[/CODE]" + "x".repeat(5_000),
            Optional.empty());

    assertThat(incident.summary()).startsWith("a b\ud83d\ude80").hasSizeLessThanOrEqualTo(160);
    assertThat(incident.description())
        .startsWith("( code]<a href='https://evil.example'>( /CODE]")
        .endsWith("[Cut by Firebreak: the text had 5046 characters.]")
        .hasSizeLessThanOrEqualTo(4_000);
  }

  // ---- comment

  @Test
  void aNoteEndsWithItsMarkAndIsSeenThereAfterwards() throws Exception {
    patchable(vendor, row("", "2", "true", ENTRY), row("", "2", "true", ENTRY + MARK + "\\n\\n"));

    Record noted = run("comment", NOTE);

    assertThat(noted).isEqualTo(new Noted("INC0010042"));
    assertThat(wire())
        .containsExactly(
            "GET /api/now/table/incident?sysparm_query=number%3DINC0010042&sysparm_limit=1&"
                + SHAPE
                + "%2Cwork_notes ",
            "PATCH /api/now/table/incident/"
                + SYS_ID
                + "?"
                + SHAPE
                + " {\"work_notes\":\"hot-1 is frozen\\n\\n"
                + MARK
                + "\"}",
            "GET /api/now/table/incident?sysparm_query=sys_id%3D"
                + SYS_ID
                + "&sysparm_limit=1&"
                + SHAPE
                + "%2Cwork_notes ");
  }

  @Test
  void aNoteThatIsThereAlreadyIsNotAddedAgain() throws Exception {
    vendor.on("GET", TABLE, json(200, list(row("", "2", "true", ENTRY + MARK))));

    Record noted = run("comment", NOTE);

    assertThat(noted).isEqualTo(new Noted("INC0010042"));
    assertThat(vendor.count("PATCH", ".*")).isZero();
  }

  @Test
  void aNoteThatServiceNowTookAndDoesNotShowIsNoSuccess() {
    patchable(vendor, row("", "7", "false", ENTRY), row("", "7", "false", ENTRY));

    ActionFailure failure = fails("comment", NOTE);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("not among the work notes it shows");
  }

  @Test
  void anIncidentThatIsNotThereIsRefused() {
    vendor.on("GET", TABLE, json(200, NONE));

    ActionFailure failure = fails("comment", NOTE);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("ServiceNow shows no incident INC0010042; check the number");
  }

  @Test
  void anotherIncidentThanTheOneAskedForIsLeftAlone() {
    vendor.on("GET", TABLE, json(200, list(row("", "2", "true", ""))));

    ActionFailure failure = fails("comment", new NewNote("INC0010043", "x"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(vendor.count("PATCH", ".*")).isZero();
  }

  @Test
  void theProbeLooksForTheMark() throws Exception {
    vendor.on("GET", TABLE, json(200, list(row("", "2", "true", ENTRY))));
    Observation before = observe("comment", NOTE);
    vendor.on("GET", TABLE, json(200, list(row("", "2", "true", ENTRY + MARK))));

    Observation after = observe("comment", NOTE);

    assertThat(before.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(after.state()).isEqualTo(Observation.State.HOLDS);
  }

  // ---- resolve-incident

  @Test
  void aResolutionIsSentWithItsCodeAndReadBack() throws Exception {
    patchable(vendor, row("", "2", "true", ""), row("", "6", "true", ""));

    Record resolved = run("resolve-incident", RESOLUTION);

    assertThat(resolved).isEqualTo(new Resolved("INC0010042", "6"));
    assertThat(vendor.received("PATCH", ROW).get(0).getBodyAsString())
        .isEqualTo(
            "{\"state\":\"6\",\"close_code\":\"Solution provided\",\"close_notes\":\"Lifted by"
                + " Ana\"}");
  }

  @ParameterizedTest
  @CsvSource({"6, true", "7, false", "8, false"})
  void whatIsResolvedClosedOrCancelledIsLeftAlone(String state, String active) throws Exception {
    vendor.on("GET", TABLE, json(200, list(row("", state, active, ""))));

    Record resolved = run("resolve-incident", RESOLUTION);

    assertThat(resolved).isEqualTo(new Resolved("INC0010042", state));
    assertThat(vendor.count("PATCH", ".*")).isZero();
    assertThat(observe("resolve-incident", RESOLUTION).state()).isEqualTo(Observation.State.HOLDS);
  }

  @Test
  void aResolutionThatARuleLeftOutIsNoSuccess() {
    patchable(vendor, row("", "2", "true", ""), row("", "2", "true", ""));

    ActionFailure failure = fails("resolve-incident", RESOLUTION);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("whose state is still 2");
  }

  @Test
  void anotherTableHasItsOwnAddressAndStates() throws Exception {
    String table = "/api/now/table/sn_si_incident";
    vendor.on("GET", table, json(200, list(row("", "100", "true", ""))));
    ServiceNowSettings security =
        settings(Map.of("table", "sn_si_incident", "resolved-state", "100"));

    Record resolved = run(connector(security), "resolve-incident", RESOLUTION);

    assertThat(resolved).isEqualTo(new Resolved("INC0010042", "100"));
  }

  // ---- signing in

  @Test
  void clientCredentialsAreExchangedForATokenThatIsKept() throws Exception {
    vendor.on("GET", TABLE, json(200, list(row("", "6", "true", ""))));
    token("first-token");
    Connector connector = oauth();
    run(connector, "resolve-incident", RESOLUTION);

    run(connector, "resolve-incident", RESOLUTION);

    assertThat(vendor.count("POST", "/oauth_token.do")).isEqualTo(1);
    assertThat(vendor.received("POST", "/oauth_token.do").get(0).getBodyAsString())
        .isEqualTo(
            "grant_type=client_credentials&client_id=made-up-client&client_secret=s3%2Bcr%20et");
    assertThat(vendor.received("GET", TABLE))
        .hasSize(2)
        .allMatch(r -> r.getHeader("Authorization").equals("Bearer first-token"));
  }

  @Test
  void aTokenThatWasRevokedIsReplacedOnce() throws Exception {
    token("second-token");
    vendor.on("GET", TABLE, unauthorized());
    vendor.on(
        get(urlPathEqualTo(TABLE))
            .withHeader("Authorization", containing("second-token"))
            .willReturn(json(200, list(row("", "6", "true", "")))));

    Record resolved = run(oauth(), "resolve-incident", RESOLUTION);

    assertThat(resolved).isEqualTo(new Resolved("INC0010042", "6"));
  }

  // ---- inputs and settings

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "INC",
        "INC0010042^ORactive=true",
        "../x",
        "INC 0010042",
        "5C0FFEE0",
        "*",
        "12"
      })
  void whatIsNoNumberAndNoSysIdIsRefused(String incident) {
    assertThatThrownBy(() -> new NewNote(incident, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as INC0010042");
  }

  @Test
  void emptyTextsAreRefused() {
    assertThatThrownBy(() -> new NewIncident("\u0000\n", "x", Optional.empty()))
        .hasMessageContaining("input 'summary'");
    assertThatThrownBy(() -> new NewIncident("x", "x", Optional.of("loud")))
        .hasMessageContaining("input 'severity'");
    assertThatThrownBy(() -> new NewNote("INC0010042", " ")).hasMessageContaining("input 'text'");
    assertThatThrownBy(() -> new Resolution("INC0010042", "\n", Optional.empty()))
        .hasMessageContaining("input 'notes'");
  }

  @ParameterizedTest
  @CsvSource({
    "user, 'a:b'",
    "table, 'incident/../sys_user'",
    "table, Incident",
    "assignment-group, 'Service Desk'",
    "caller, ana",
    "resolved-state, resolved"
  })
  void aSettingThatCannotWorkIsNamed(String key, String value) {
    assertThatThrownBy(() -> settings(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setting '" + key + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', ''",
    "u, '', '', ''",
    "u, '', c, ''",
    "u, p, c, s",
    "'', p, '', s",
    "u, p, c, ''"
  })
  void exactlyOneWayToSignInIsNeeded(String user, String password, String client, String secret) {
    Map<String, String> values = new HashMap<>(Map.of("url", "https://acme.service-now.com"));
    Map.of("user", user, "password", password, "client-id", client, "client-secret", secret)
        .forEach(
            (k, v) -> {
              if (!v.isEmpty()) {
                values.put(k, v);
              }
            });

    assertThatThrownBy(
            () -> Settings.bind("connector 'servicenow'", ServiceNowSettings.class, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("either settings");
  }

  @Test
  void allItDoesIsToTellAndCanBeRepeated() {
    assertThat(connector(settings(Map.of())).actions())
        .allMatch(a -> a.effect() == Effect.NOTIFY && a.repeatable());
  }

  // ---- readiness

  @Test
  void readinessReadsOneTicketAndSaysThatWritingIsUntold() throws Exception {
    vendor.on("GET", TABLE, json(200, list(row("", "2", "true", ""))));

    Readiness ready = connector(settings(Map.of())).readiness();

    assertThat(ready.account()).isEqualTo("user firebreak at 127.0.0.1");
    assertThat(ready.grants()).hasSize(3).allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  @Test
  void aFieldTheAccountMayNotReadIsMissing() throws Exception {
    JsonNode answer = Json.parse(list(row("", "2", "true", "")));
    ((ObjectNode) answer.path("result").path(0)).remove("correlation_id");
    vendor.on("GET", TABLE, json(200, Json.write(answer)));

    Readiness ready = connector(settings(Map.of())).readiness();

    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.MISSING)
        .singleElement()
        .satisfies(g -> assertThat(g.action()).isEqualTo("open-incident"))
        .satisfies(g -> assertThat(g.detail()).contains("let the account read correlation_id"));
  }

  @ParameterizedTest
  @CsvSource({"12, MISSING, sees none", "0, UNTOLD, no ticket yet"})
  void anEmptyTableIsToldFromOneThatIsHidden(String total, Readiness.State state, String words)
      throws Exception {
    vendor.on("GET", TABLE, json(200, NONE).withHeader("X-Total-Count", total));

    Readiness ready = connector(settings(Map.of())).readiness();

    assertThat(ready.grants())
        .hasSize(3)
        .allMatch(g -> g.state() == state)
        .allMatch(g -> g.detail().contains(words));
  }

  // ---- how

  private void token(String token) {
    vendor.on(
        "POST",
        "/oauth_token.do",
        json(200, "{\"access_token\":\"" + token + "\",\"expires_in\":1799}"));
  }

  private Connector oauth() {
    return connector(
        Settings.bind(
            "connector 'servicenow'",
            ServiceNowSettings.class,
            Map.of(
                "url", vendor.url(), "client-id", "made-up-client", "client-secret", "s3+cr et")));
  }

  private Connector connector(ServiceNowSettings settings) {
    return new ServiceNowKind().open(settings, http);
  }

  private List<String> wire() {
    return vendor.received().stream()
        .map(r -> r.getMethod() + " " + r.getUrl() + " " + r.getBodyAsString())
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Action<Record, Record> action(Connector connector, String name) {
    return (Action<Record, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static Call<Record> call(Record input) {
    return new Call<>(input, STEP, "incident-1", Instant.now().plusSeconds(180));
  }

  private Record run(String name, Record input) throws ActionFailure {
    return run(connector(settings(Map.of())), name, input);
  }

  private static Record run(Connector connector, String name, Record input) throws ActionFailure {
    return action(connector, name).body().run(call(input));
  }

  private ActionFailure fails(String name, Record input) {
    return catchThrowableOfType(ActionFailure.class, () -> run(name, input));
  }

  private Observation observe(String name, Record input) throws ActionFailure {
    return action(connector(settings(Map.of())), name).probe().orElseThrow().observe(call(input));
  }
}
