package dev.firebreak.connector.pagerduty;

import static dev.firebreak.testkit.Answers.emptyReply;
import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.rateLimited;
import static dev.firebreak.testkit.Answers.serverError;
import static dev.firebreak.testkit.Answers.status;
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
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.FakeVendor;
import java.time.Duration;
import java.time.Instant;
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
class PagerDutyTest {
  private static final String ROUTING_KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
  private static final String STEP = "0123456789abcdef0123456789abcdef01234567";
  private static final String ENQUEUE = "/v2/enqueue";

  private final FakeVendor vendor = FakeVendor.start();
  private VendorHttp http = open();

  private VendorHttp open() {
    return VendorHttp.open(new PagerDutyKind().endpoint(settings()), List.of("127.0.0.1"));
  }

  private PagerDutySettings settings() {
    return Settings.bind(
        "connector 'pagerduty'",
        PagerDutySettings.class,
        Map.of("url", vendor.url(), "routing-key", ROUTING_KEY, "service", "Custody"));
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

  // ---- on the wire

  @Test
  void aTriggerIsOneEventWithTheKeyOfItsStep() throws Exception {
    takes("firebreak-" + STEP);

    Record accepted =
        run(
            "trigger",
            """
            {"summary": "Withdrawals frozen", "source": "hot-1", "severity": "high",
             "details": "first\\r\\nsecond", "link": "https://firebreak.example.com/incidents/7"}
            """);

    assertThat(accepted).isEqualTo(new Accepted("firebreak-" + STEP));
    assertThat(vendor.received()).hasSize(1);
    assertThat(vendor.received().get(0).getBodyAsString())
        .isEqualTo(
            "{\"routing_key\":\"0a1b2c3d4e5f60718293a4b5c6d7e8f9\",\"event_action\":\"trigger\","
                + "\"dedup_key\":\"firebreak-0123456789abcdef0123456789abcdef01234567\","
                + "\"payload\":{\"summary\":\"Withdrawals frozen\",\"source\":\"hot-1\","
                + "\"severity\":\"error\",\"custom_details\":{\"incident\":\"incident-1\","
                + "\"details\":\"first\\nsecond\"}},\"client\":\"Firebreak\","
                + "\"client_url\":\"https://firebreak.example.com/incidents/7\"}");
    assertThat(vendor.received().get(0).containsHeader("Authorization")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"acknowledge", "resolve"})
  void aLaterStepNamesTheAlertAndNothingElse(String action) throws Exception {
    takes("case-77");

    Record accepted = run(action, "{\"dedupKey\":\"case-77\"}");

    assertThat(accepted).isEqualTo(new Accepted("case-77"));
    assertThat(vendor.received().get(0).getBodyAsString())
        .isEqualTo(
            "{\"routing_key\":\"0a1b2c3d4e5f60718293a4b5c6d7e8f9\",\"event_action\":\""
                + action
                + "\",\"dedup_key\":\"case-77\"}");
  }

  @Test
  void aKeyOfThePlaybookIsUsedInsteadOfTheStepsOwn() throws Exception {
    takes("wallet/hot-1");

    run(
        "trigger",
        "{\"summary\":\"a\",\"source\":\"b\",\"severity\":\"info\",\"dedupKey\":\"wallet/hot-1\"}");

    assertThat(sent().path("dedup_key").asText()).isEqualTo("wallet/hot-1");
  }

  @ParameterizedTest
  @CsvSource({
    "critical, critical", "FATAL, critical", "high, error", "error, error", "medium, warning",
    "warning, warning", "low, info", "informational, info", "Unknown, info", "info, info"
  })
  void aSeverityOfAnAlertBecomesOneOfPagerDutys(String given, String sent) throws Exception {
    takes("firebreak-" + STEP);

    run("trigger", "{\"summary\":\"a\",\"source\":\"b\",\"severity\":\"" + given + "\"}");

    assertThat(sent().path("payload").path("severity").asText()).isEqualTo(sent);
  }

  @Test
  void aHostileSummaryBecomesOneShortLine() throws Exception {
    takes("firebreak-" + STEP);

    run(
        "trigger",
        Json.write(
            Map.of(
                "summary",
                "a\r\nb\u0000\u202e" + "\ud83d\ude80".repeat(900),
                "source",
                "x\ty",
                "severity",
                "low")));

    String summary = sent().path("payload").path("summary").asText();
    assertThat(summary).startsWith("a b\ud83d\ude80").endsWith("\ud83d\ude80...");
    assertThat(summary.length()).isLessThanOrEqualTo(1_024);
    assertThat(sent().path("payload").path("source").asText()).isEqualTo("x y");
  }

  // ---- what the answers mean

  @Test
  void anEventPagerDutyRefusesIsNeverRepeatedAndSaysWhyWithoutTheKey() {
    vendor.on(
        "POST",
        ENQUEUE,
        json(
            400,
            "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":"
                + "[\"'routing_key' "
                + ROUTING_KEY
                + " is unknown\\n\"]}"));

    ActionFailure failure = fails("resolve", "{\"dedupKey\":\"case-77\"}");

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.getMessage())
        .isEqualTo(
            "PagerDuty refused to resolve (HTTP 400: Event object is invalid; 'routing_key'"
                + " (secret) is unknown); check that setting 'routing-key' is the key of an Events"
                + " API v2 integration");
  }

  @Test
  void tooManyEventsAreTriedAgainAfterTheTimePagerDutyNames() {
    vendor.on("POST", ENQUEUE, rateLimited(90));

    ActionFailure failure = fails("resolve", "{\"dedupKey\":\"case-77\"}");

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(90));
    assertThat(action("trigger").deadline()).isGreaterThan(Duration.ofSeconds(90));
  }

  @Test
  void aServerErrorAndALostAnswerAreUnknownAndMayBeRepeated() {
    vendor.on("POST", ENQUEUE, serverError());
    ActionFailure broken = fails("resolve", "{\"dedupKey\":\"case-77\"}");
    vendor.on("POST", ENQUEUE, emptyReply());

    ActionFailure lost = fails("resolve", "{\"dedupKey\":\"case-77\"}");

    assertThat(List.of(broken.kind(), lost.kind())).containsOnly(Kind.UNKNOWN);
    assertThat(pagerDuty().actions()).allMatch(Action::repeatable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":\"throttled\"}",
        "{\"message\":\"Event processed\"}",
        "{\"status\":\"success\",\"dedup_key\":\"another\"}",
        "[]"
      })
  void anAcceptanceOfSomethingElseIsNoSuccess(String answer) {
    vendor.on("POST", ENQUEUE, json(202, answer));

    ActionFailure failure = fails("resolve", "{\"dedupKey\":\"case-77\"}");

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void anAddressThatIsNotTheEventsApiIsRefused() {
    vendor.on("POST", ENQUEUE, status(404));

    ActionFailure failure = fails("resolve", "{\"dedupKey\":\"case-77\"}");

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
  }

  // ---- inputs and settings

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "~\"summary\":\"\\n\"~, summary",
        "~\"source\":\" \"~, source",
        "~\"severity\":\"page everybody\"~, severity",
        "~\"link\":\"javascript:alert(1)\"~, link",
        "~\"link\":\"https://user:pw@example.com/\"~, link",
        "~\"link\":\"https:// \"~, link",
        "~\"dedupKey\":\"a b\"~, dedupKey",
        "~\"dedupKey\":\"\"~, dedupKey"
      })
  void anInputThatCannotWorkIsNamed(String member, String input) throws Exception {
    ObjectNode all =
        (ObjectNode) Json.parse("{\"summary\":\"a\",\"source\":\"b\",\"severity\":\"high\"}");
    all.setAll((ObjectNode) Json.parse("{" + member + "}"));

    assertThatThrownBy(() -> action("trigger").read(all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input '" + input + "'");
  }

  @Test
  void anAlertOfNoNameCannotBeResolved() {
    assertThatThrownBy(() -> new AlertName("")).hasMessageContaining("input 'dedupKey'");
    assertThatThrownBy(() -> new AlertName("x".repeat(256))).hasMessageContaining("255");
  }

  @Test
  void aRoutingKeyWithABreakInItIsRefusedWithoutBeingShown() {
    assertThatThrownBy(
            () ->
                Settings.bind(
                    "connector 'pagerduty'",
                    PagerDutySettings.class,
                    Map.of("routing-key", "0a1b2c3d4e5f6071 8293a4b5c6d7e8f9")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'routing-key'")
        .hasMessageNotContaining("0a1b2c3d");
  }

  @Test
  void theUsualAddressIsTheOneOfTheUnitedStates() {
    PagerDutySettings usual =
        Settings.bind(
            "connector 'pagerduty'", PagerDutySettings.class, Map.of("routing-key", ROUTING_KEY));

    assertThat(usual.url()).hasToString("https://events.pagerduty.com");
    assertThat(usual.service()).isEqualTo("PagerDuty");
  }

  @Test
  void allItDoesIsToTell() {
    assertThat(pagerDuty().actions()).allMatch(a -> a.effect() == Effect.NOTIFY);
  }

  // ---- readiness

  @Test
  void readinessReachesTheHostWithoutAnEventAndSaysThatTheKeyIsUntold() throws Exception {
    vendor.on("GET", ENQUEUE, status(404));

    Readiness ready = pagerDuty().readiness();

    assertThat(ready.account()).isEqualTo("service 'Custody' at 127.0.0.1");
    assertThat(ready.grants())
        .hasSize(3)
        .allMatch(g -> g.state() == Readiness.State.UNTOLD)
        .allMatch(g -> g.detail().contains("(HTTP 404)"));
    assertThat(vendor.count("POST", ".*")).isZero();
    assertThat(vendor.received().get(0).getBodyAsString()).isEmpty();
  }

  @Test
  void aHostThatIsDownIsNotReady() {
    vendor.on("GET", ENQUEUE, status(503));

    assertThatThrownBy(() -> pagerDuty().readiness())
        .isInstanceOfSatisfying(
            ActionFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  // ---- how

  private void takes(String key) {
    vendor.on(
        "POST",
        ENQUEUE,
        json(
            202,
            "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\""
                + key
                + "\"}"));
  }

  private JsonNode sent() throws Exception {
    return Json.parse(vendor.received("POST", ENQUEUE).get(0).getBodyAsString());
  }

  private Connector pagerDuty() {
    return new PagerDutyKind().open(settings(), http);
  }

  @SuppressWarnings("unchecked")
  private Action<Record, Record> action(String name) {
    return (Action<Record, Record>)
        pagerDuty().actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private Record run(String name, String input) throws Exception {
    Action<Record, Record> action = action(name);
    return action
        .body()
        .run(
            new Call<>(
                action.read(Json.parse(input)),
                STEP,
                "incident-1",
                Instant.now().plus(action.deadline())));
  }

  private ActionFailure fails(String name, String input) {
    return Optional.ofNullable(catchThrowableOfType(ActionFailure.class, () -> run(name, input)))
        .orElseThrow();
  }
}
