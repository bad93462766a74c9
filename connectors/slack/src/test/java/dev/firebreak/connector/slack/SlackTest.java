package dev.firebreak.connector.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.firebreak.testkit.Answers.emptyReply;
import static dev.firebreak.testkit.Answers.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlackTest {
  private static final Instant DEADLINE = Instant.parse("2026-03-01T10:01:00Z");
  private static final String STEP = "0123456789abcdef0123456789abcdef01234567";
  private static final String CHANNEL = "C0123456789";
  private static final String TS = "1772359200.000100";
  private static final String POST = "/chat.postMessage";
  private static final String UPDATE = "/chat.update";
  private static final String HISTORY = "/conversations.history";
  private static final String TOLD =
      "{\"ok\":true,\"channel\":\"" + CHANNEL + "\",\"ts\":\"" + TS + "\"}";
  private static final Posted MESSAGE = new Posted(CHANNEL, TS);
  private static final NewMessage NEWS =
      new NewMessage(CHANNEL, "hot-1 is frozen", Optional.empty());

  private final FakeVendor vendor = FakeVendor.start();
  private VendorHttp http = open();

  private VendorHttp open() {
    return VendorHttp.open(new SlackKind().endpoint(settings(Map.of())), List.of("127.0.0.1"));
  }

  private SlackSettings settings(Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "url",
                vendor.url(),
                "token",
                "xoxb-made-up-token",
                "firebreak-url",
                "https://firebreak.example.com/"));
    all.putAll(more);
    return Settings.bind("connector 'slack'", SlackSettings.class, all);
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

  // ---- send-message

  @Test
  void aMessageIsPlainTextWithTheKeyOfItsStep() throws Exception {
    vendor.on("POST", POST, json(200, TOLD));

    Record posted =
        run("send-message", new NewMessage(CHANNEL, "a\r\nb", Optional.of("1772359100.000200")));

    assertThat(posted).isEqualTo(MESSAGE);
    assertThat(Json.parse(sent(POST)))
        .isEqualTo(
            Json.parse(
                """
                {"channel": "C0123456789", "text": "a\\nb",
                 "blocks": [{"type": "section",
                             "text": {"type": "plain_text", "text": "a\\nb", "emoji": false}}],
                 "parse": "none", "link_names": false, "thread_ts": "1772359100.000200",
                 "client_msg_id": "01234567-89ab-cdef-0123-456789abcdef",
                 "metadata": {"event_type": "firebreak_step", "event_payload":
                   {"key": "0123456789abcdef0123456789abcdef01234567"}}}
                """));
    assertThat(vendor.received().get(0).getHeader("Authorization"))
        .isEqualTo("Bearer xoxb-made-up-token");
  }

  @Test
  void whatAnAlertsSenderWroteBecomesNoMentionAndNoLink() throws Exception {
    vendor.on("POST", POST, json(200, TOLD));

    run(
        "send-message",
        new NewMessage(
            CHANNEL,
            "<!channel> & <https://evil.example|Firebreak>\u202e &lt;@U1&gt;",
            Optional.empty()));

    String escaped =
        "&lt;!channel&gt; &amp; &lt;https://evil.example|Firebreak&gt; &amp;lt;@U1&amp;gt;";
    JsonNode message = Json.parse(sent(POST));
    assertThat(message.path("text").asText()).isEqualTo(escaped);
    assertThat(message.path("blocks").path(0).path("text").path("text").asText())
        .isEqualTo(escaped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"&", "\ud83d\ude80", "x"})
  void longTextIsCutBetweenCharactersAndEntities(String character) {
    String cut = PlainText.escaped(character.repeat(4_000), 3_000);

    assertThat(cut).endsWith("... [cut by Firebreak]").hasSizeBetween(2_990, 3_000);
    assertThat(cut.replace("... [cut by Firebreak]", "").replace("&amp;", "&"))
        .isEqualTo(
            character.repeat((cut.length() - 22) / PlainText.escaped(character, 99).length()));
  }

  @ParameterizedTest
  @CsvSource({"2999, 2999", "3000, 3000", "3001, 3000"})
  void textThatFitsIsLeftAlone(int given, int kept) {
    assertThat(PlainText.escaped("x".repeat(given), 3_000)).hasSize(kept);
  }

  @Test
  void aChannelOutsideTheSettingIsTheAuthorsBadInput() {
    Connector one = connector(settings(Map.of("channels", "C0000000001,C0000000002")));

    ActionFailure failure = fails(one, "send-message", NEWS);

    assertThat(failure.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(failure).hasMessageContaining("C0123456789 is not among setting 'channels'");
    assertThat(vendor.received()).isEmpty();
  }

  // ---- ask-approval

  @Test
  void anApprovalIsAskedWithAllThatMattersAndOneButtonThatOnlyLeadsThere() throws Exception {
    vendor.on("POST", POST, json(200, TOLD));

    run("ask-approval", question("/approvals/7"));

    JsonNode message = Json.parse(sent(POST));
    assertThat(message.path("blocks"))
        .isEqualTo(
            Json.parse(
                """
                [{"type": "header", "text":
                    {"type": "plain_text", "text": "Approval needed", "emoji": false}},
                 {"type": "section", "text": {"type": "plain_text",
                    "text": "Freeze &lt;hot-1&gt;?", "emoji": false}},
                 {"type": "section", "fields": [
                    {"type": "mrkdwn", "text": "*Target*", "verbatim": true},
                    {"type": "plain_text", "text": "wallet hot-1", "emoji": false},
                    {"type": "mrkdwn", "text": "*Severity*", "verbatim": true},
                    {"type": "plain_text", "text": "critical", "emoji": false},
                    {"type": "mrkdwn", "text": "*Answer within*", "verbatim": true},
                    {"type": "plain_text", "text": "1 h 30 min", "emoji": false},
                    {"type": "mrkdwn", "text": "*Without an answer*", "verbatim": true},
                    {"type": "plain_text", "text": "it is frozen", "emoji": false}]},
                 {"type": "section", "text":
                    {"type": "plain_text", "text": "3 withdrawals", "emoji": false}},
                 {"type": "actions", "elements": [{"type": "button", "text":
                    {"type": "plain_text", "text": "Open the approval", "emoji": false},
                    "action_id": "firebreak_open_approval",
                    "url": "https://firebreak.example.com/approvals/7",
                    "value": "https://firebreak.example.com/approvals/7"}]},
                 {"type": "context", "elements": [{"type": "plain_text", "emoji": false, "text":
                    "The button opens Firebreak, where the decision is made. A click decides nothing."}]}]
                """));
    assertThat(message.path("text").asText())
        .isEqualTo(
            "Approval needed, to be decided at https://firebreak.example.com/approvals/7\n"
                + "Freeze &lt;hot-1&gt;?\nTarget: wallet hot-1\nSeverity: critical\n"
                + "Answer within: 1 h 30 min\nWithout an answer: it is frozen");
  }

  @Test
  void theLongestQuestionKeepsToTheLimitsOfBlockKit() throws Exception {
    vendor.on("POST", POST, json(200, TOLD));
    String endless = "&".repeat(9_000);

    run(
        "ask-approval",
        new Question(
            CHANNEL,
            endless,
            endless,
            endless,
            endless,
            endless,
            "/approvals/7?x=" + "y".repeat(2_900),
            Optional.of(endless),
            Optional.empty()));

    JsonNode message = Json.parse(sent(POST));
    assertThat(message.path("text").asText()).hasSizeLessThanOrEqualTo(4_000);
    assertThat(message.findValuesAsText("value")).allMatch(v -> v.length() <= 2_000);
    assertThat(message.path("blocks").path(2).path("fields").findValuesAsText("text"))
        .hasSize(8)
        .allMatch(t -> t.length() <= 2_000);
    assertThat(texts(message)).allMatch(t -> t.length() <= 3_000);
    assertThat(texts(message).stream().mapToInt(String::length).sum()).isLessThan(16_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://firebreak.example.com.evil.example/approvals/7",
        "https://firebreak.example.com@evil.example/approvals/7",
        "https://ana:pw@firebreak.example.com/approvals/7",
        "https://evil.example/approvals/7",
        "http://firebreak.example.com/approvals/7",
        "https://firebreak.example.com:8443/approvals/7",
        "javascript:alert(1)",
        "approvals/7",
        "https://firebreak.example.com\\@evil.example/",
        "/approvals/\u00e4"
      })
  void aLinkThatLeadsElsewhereIsNotPosted(String link) {
    ActionFailure failure = fails(connector(settings(Map.of())), "ask-approval", question(link));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(failure)
        .hasMessageContaining(
            "must lead to https://firebreak.example.com (setting 'firebreak-url')");
    assertThat(vendor.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/approvals/7, true",
    "https://corp.example/firebreak/approvals/7#vote, true",
    "https://CORP.example/firebreak, true",
    "https://corp.example/firebreaks/approvals/7, false",
    "https://corp.example/firebreak/../wiki, false",
    "https://corp.example/firebreak/%2E%2e/wiki, false",
    "/..%2fwiki, false",
    "/.., false"
  })
  void aLinkStaysBelowThePathFirebreakIsServedAt(String link, boolean inside) {
    URI base = Link.base(URI.create("https://corp.example/firebreak/"));

    assertThat(Link.within(base, link).isPresent()).isEqualTo(inside);
  }

  @ParameterizedTest
  @CsvSource({
    "PT15M, 15 min",
    "PT90S, 1 min 30 s",
    "P1D, 24 h",
    "PT0S, PT0S",
    "until noon, until noon"
  })
  void aDurationIsShownInWords(String timeout, String words) {
    Question question =
        new Question(
            CHANNEL, "a", "b", "c", timeout, "d", "/x", Optional.empty(), Optional.empty());

    assertThat(question.timeoutInWords()).isEqualTo(words);
  }

  // ---- update-message

  @Test
  void anUpdateReplacesTextAndBlocksSoThatTheButtonGoes() throws Exception {
    vendor.on("POST", UPDATE, json(200, TOLD));

    Record posted = run("update-message", new Edit(CHANNEL, TS, "Approved by <ana>"));

    assertThat(posted).isEqualTo(MESSAGE);
    assertThat(sent(UPDATE))
        .isEqualTo(
            "{\"channel\":\"C0123456789\",\"text\":\"Approved by &lt;ana&gt;\",\"blocks\":"
                + "[{\"type\":\"section\",\"text\":{\"type\":\"plain_text\",\"text\":"
                + "\"Approved by &lt;ana&gt;\",\"emoji\":false}}],\"parse\":\"none\","
                + "\"link_names\":false,\"ts\":\"1772359200.000100\"}");
  }

  // ---- what the answers mean

  @ParameterizedTest
  @CsvSource({
    "invalid_auth, REFUSED, renew 'token'",
    "token_revoked, REFUSED, renew 'token'",
    "token_expired, REFUSED, token rotation",
    "not_in_channel, REFUSED, /invite",
    "channel_not_found, REFUSED, /invite",
    "is_archived, REFUSED, archived",
    "restricted_action, REFUSED, forbids",
    "cant_update_message, REFUSED, of this app",
    "duplicate_message_not_found, REFUSED, posted before",
    "an_error_of_tomorrow, REFUSED, docs.slack.dev",
    "msg_blocks_too_long, BAD_INPUT, msg_blocks_too_long",
    "service_unavailable, UNAVAILABLE, service_unavailable",
    "internal_error, UNKNOWN, internal_error",
    "fatal_error, UNKNOWN, fatal_error"
  })
  void aNoThatComesAsHttp200IsMappedAndSaysWhatToDo(String error, Kind kind, String words) {
    vendor.on("POST", POST, json(200, "{\"ok\":false,\"error\":\"" + error + "\"}"));

    ActionFailure failure = fails(connector(settings(Map.of())), "send-message", NEWS);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.getMessage())
        .startsWith("posting to C0123456789: Slack answered " + error)
        .contains(words);
  }

  @Test
  void aMissingScopeIsNamed() {
    vendor.on(
        "POST",
        POST,
        json(
            200,
            "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"chat:write:bot\","
                + "\"provided\":\"identify\"}"));

    ActionFailure failure = fails(connector(settings(Map.of())), "send-message", NEWS);

    assertThat(failure).hasMessageContaining("add the Bot Token Scope chat:write:bot to the app");
  }

  @Test
  void aRateLimitThatComesAsHttp200KeepsItsTime() {
    vendor.on(
        "POST",
        POST,
        json(200, "{\"ok\":false,\"error\":\"ratelimited\"}").withHeader("Retry-After", "30"));

    ActionFailure failure = fails(connector(settings(Map.of())), "send-message", NEWS);

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ok\":\"true\"}",
        "{\"ok\":true}",
        "{\"ok\":true,\"channel\":\"C1\",\"ts\":1}",
        "[]"
      })
  void aYesThatNamesNoMessageIsUnknown(String answer) {
    vendor.on("POST", POST, json(200, answer));

    ActionFailure failure = fails(connector(settings(Map.of())), "send-message", NEWS);

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void anErrorInSlacksAnswerIsNotQuotedUnlessItIsACode() {
    vendor.on("POST", POST, json(200, "{\"ok\":false,\"error\":\"xoxb-made-up-token is bad\"}"));

    ActionFailure failure = fails(connector(settings(Map.of())), "send-message", NEWS);

    assertThat(failure).hasMessageNotContaining("xoxb").hasMessageContaining("does not name");
  }

  // ---- repeats

  @Test
  void withoutTheHistoryALostAnswerIsLeftToAPerson() {
    vendor.on("POST", POST, emptyReply());
    Connector connector = connector(settings(Map.of()));

    ActionFailure failure = fails(connector, "send-message", NEWS);

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(action(connector, "send-message").repeatable()).isFalse();
    assertThat(action(connector, "ask-approval").repeatable()).isFalse();
    assertThat(action(connector, "update-message").repeatable()).isTrue();
  }

  @Test
  void withTheHistoryAMessageThatIsThereIsNotPostedAgain() throws Exception {
    vendor.on("GET", HISTORY, json(200, page(message(TS, STEP), "")));
    Connector connector = connector(settings(Map.of("read-back", "true")));

    Record posted = run(connector, "send-message", NEWS);

    assertThat(posted).isEqualTo(MESSAGE);
    assertThat(vendor.received())
        .singleElement()
        .satisfies(
            r ->
                assertThat(r.getUrl())
                    .isEqualTo(
                        "/conversations.history?channel=C0123456789&oldest=1772359140.000000"
                            + "&include_all_metadata=true&limit=100&cursor="));
    assertThat(action(connector, "send-message").repeatable()).isTrue();
  }

  @Test
  void withTheHistoryAMessageThatIsNotThereIsPosted() throws Exception {
    vendor
        .on("GET", HISTORY, json(200, page(message("1772359150.000300", "another step"), "")))
        .on("POST", POST, json(200, TOLD));
    Connector connector = connector(settings(Map.of("read-back", "true")));

    Record posted = run(connector, "send-message", NEWS);

    assertThat(posted).isEqualTo(MESSAGE);
    assertThat(vendor.count("POST", POST)).isEqualTo(1);
  }

  @Test
  void theProbeReadsFurtherPages() throws Exception {
    vendor
        .on("GET", HISTORY, json(200, page(message("1772359150.000300", "other"), "bmV4dA==")))
        .on(
            get(urlPathEqualTo(HISTORY))
                .withQueryParam("cursor", equalTo("bmV4dA=="))
                .willReturn(json(200, page(message(TS, STEP), ""))));

    Observation seen = observe("send-message", NEWS);

    assertThat(seen).isEqualTo(Observation.holds("message " + TS + " in " + CHANNEL));
  }

  @Test
  void aProbeOfAThreadReadsItsReplies() throws Exception {
    vendor.on("GET", "/conversations.replies", json(200, page("", "")));

    Observation seen =
        observe("send-message", new NewMessage(CHANNEL, "x", Optional.of("1772359100.000200")));

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(vendor.received().get(0).getUrl()).contains("&ts=1772359100.000200&");
  }

  @Test
  void aHistoryThatMayNotBeReadPostsNothing() {
    vendor.on(
        "GET",
        HISTORY,
        json(200, "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"channels:history\"}"));
    Connector connector = connector(settings(Map.of("read-back", "true")));

    ActionFailure failure = fails(connector, "send-message", NEWS);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("channels:history");
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  // ---- inputs and settings

  @ParameterizedTest
  @ValueSource(strings = {"", "#soc", "general", "U0123456789", "C0123/../x", "c0123456789"})
  void whatIsNoChannelsIdIsRefused(String channel) {
    assertThatThrownBy(() -> new NewMessage(channel, "x", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as C0123456789");
  }

  @Test
  void emptyAndMalformedInputsAreNamed() {
    assertThatThrownBy(() -> new NewMessage(CHANNEL, "\u0000", Optional.empty()))
        .hasMessageContaining("input 'text'");
    assertThatThrownBy(() -> new NewMessage(CHANNEL, "x", Optional.of("yesterday")))
        .hasMessageContaining("input 'thread'");
    assertThatThrownBy(() -> new Edit(CHANNEL, "1", "x")).hasMessageContaining("input 'ts'");
    assertThatThrownBy(() -> new Edit(CHANNEL, TS, " ")).hasMessageContaining("input 'text'");
    assertThatThrownBy(
            () ->
                new Question(
                    CHANNEL, "a", "b", "c", "d", "\n", "/x", Optional.empty(), Optional.empty()))
        .hasMessageContaining("input 'silence'");
  }

  @ParameterizedTest
  @CsvSource({
    "token, xoxp-a-persons-token",
    "token, 'xoxb-with a blank'",
    "firebreak-url, ftp://firebreak.example.com",
    "firebreak-url, https://firebreak.example.com/?next=https://evil.example",
    "channels, '#soc'"
  })
  void aSettingThatCannotWorkIsRefusedAndASecretNotShown(String key, String value) {
    assertThatThrownBy(() -> settings(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("xox" + "p-a");
  }

  @Test
  void allItDoesIsToTell() {
    assertThat(connector(settings(Map.of())).actions()).allMatch(a -> a.effect() == Effect.NOTIFY);
  }

  // ---- readiness

  @ParameterizedTest
  @CsvSource({
    "'chat:write', false, GRANTED",
    "'chat:write,groups:history', true, GRANTED",
    "'channels:read, chat:write', true, MISSING",
    "'identify', false, MISSING",
    "'', false, UNTOLD"
  })
  void readinessReadsTheScopesOfTheToken(String scopes, String readBack, Readiness.State state)
      throws Exception {
    var self =
        json(200, "{\"ok\":true,\"team\":\"Acme\",\"user\":\"firebreak\",\"team_id\":\"T01\"}");
    vendor.on(
        "POST", "/auth.test", scopes.isEmpty() ? self : self.withHeader("x-oauth-scopes", scopes));

    Readiness ready = connector(settings(Map.of("read-back", readBack))).readiness();

    assertThat(ready.account()).isEqualTo("firebreak in Acme (T01)");
    assertThat(ready.grants().get(0).state()).isEqualTo(state);
    assertThat(vendor.count("ANY", "(?!/auth.test).*")).isZero();
  }

  @Test
  void aTokenSlackDoesNotTakeIsRefusedAlthoughItAnswers200() {
    vendor.on("POST", "/auth.test", json(200, "{\"ok\":false,\"error\":\"invalid_auth\"}"));

    assertThatThrownBy(() -> connector(settings(Map.of())).readiness())
        .isInstanceOfSatisfying(
            ActionFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.REFUSED));
  }

  // ---- how

  private static Question question(String link) {
    return new Question(
        CHANNEL,
        "Freeze <hot-1>?",
        "wallet hot-1",
        "critical",
        "PT1H30M",
        "it is frozen",
        link,
        Optional.of("3 withdrawals"),
        Optional.empty());
  }

  private static String message(String ts, String key) {
    return """
        {"type": "message", "ts": "%s", "metadata":
          {"event_type": "firebreak_step", "event_payload": {"key": "%s"}}}
        """
        .formatted(ts, key);
  }

  private static String page(String messages, String cursor) {
    return "{\"ok\":true,\"messages\":["
        + messages
        + "],\"has_more\":false,\"response_metadata\":{\"next_cursor\":\""
        + cursor
        + "\"}}";
  }

  private static List<String> texts(JsonNode message) {
    return StreamSupport.stream(message.path("blocks").spliterator(), false)
        .flatMap(b -> b.findValues("text").stream())
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .toList();
  }

  private String sent(String path) {
    return vendor.received("POST", path).get(0).getBodyAsString();
  }

  private Connector connector(SlackSettings settings) {
    return new SlackKind().open(settings, http);
  }

  @SuppressWarnings("unchecked")
  private static Action<Record, Record> action(Connector connector, String name) {
    return (Action<Record, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static Call<Record> call(Record input) {
    return new Call<>(input, STEP, "incident-1", DEADLINE);
  }

  private Record run(String name, Record input) throws ActionFailure {
    return run(connector(settings(Map.of())), name, input);
  }

  private static Record run(Connector connector, String name, Record input) throws ActionFailure {
    return action(connector, name).body().run(call(input));
  }

  private static ActionFailure fails(Connector connector, String name, Record input) {
    return catchThrowableOfType(ActionFailure.class, () -> run(connector, name, input));
  }

  private Observation observe(String name, Record input) throws ActionFailure {
    Connector connector = connector(settings(Map.of("read-back", "true")));
    return action(connector, name).probe().orElseThrow().observe(call(input));
  }
}
