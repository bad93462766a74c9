package dev.firebreak.connector.openc2;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Observation.State;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.testkit.FakeAccess;
import dev.firebreak.testkit.FakeVendor;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenC2Test {
  private static final String KEY = "0123456789abcdef0123456789abcdef01234567";
  private static final String IP = "{\"ip\":\"203.0.113.9\"}";
  private static final String WITH_RULES = "rule-numbers-from";

  private final FakeVendor vendor = FakeVendor.start();
  private FakeAccess access = FakeAccess.at(Clock.systemUTC()).withHttp().withEntries();

  @BeforeEach
  void forget() {
    vendor.forget();
    access = access.withEntries();
  }

  @AfterAll
  void stop() {
    vendor.close();
  }

  // ---- what goes over the wire

  @Test
  void aDenialIsAMessageOfVersion11() throws Exception {
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(200));

    run(open(), "deny-ip", IP);

    LoggedRequest request = vendor.received().get(0);
    JsonNode message = Json.parse(request.getBodyAsString());
    String id = message.at("/headers/request_id").asText();
    assertThat(Json.write(message))
        .isEqualTo(
            "{\"headers\":{\"request_id\":\""
                + id
                + "\"},\"body\":{\"openc2\":{\"request\":{\"action\":\"deny\",\"target\":"
                + "{\"ipv4_net\":\"203.0.113.9\"},\"args\":{\"response_requested\":\"complete\"},"
                + "\"actuator\":{\"slpf\":{}},\"command_id\":\""
                + id
                + "\"}}}}");
    assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(request.getHeader("X-Request-ID")).isEqualTo(id);
    assertThat(request.getHeader("Content-Type")).isEqualTo("application/openc2+json;version=1.0");
    assertThat(request.getHeader("Accept")).isEqualTo("application/openc2+json;version=1.0");
    assertThat(request.getHeader("Cache-Control")).isEqualTo("no-cache");
    assertThat(request.getHeader("Date"))
        .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
    assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + FakeConsumer.TOKEN);
  }

  @Test
  void aDenialOfVersion10IsBareAndItsIdIsInHttpsHeaders() throws Exception {
    Connector old = open("transfer", "1.0", "path", "/openc2");
    vendor.on(
        post(urlPathEqualTo("/openc2"))
            .willReturn(
                aResponse()
                    .withHeader("X-Request-ID", "{{request.headers.X-Request-ID}}")
                    .withBody("{\"status\":200,\"results\":{\"slpf\":{\"rule_number\":1234}}}")
                    .withTransformers("response-template")));

    Record output = run(old, "deny-ip", IP);

    LoggedRequest request = vendor.received().get(0);
    JsonNode command = Json.parse(request.getBodyAsString());
    assertThat(command.path("action").asText()).isEqualTo("deny");
    assertThat(request.getHeader("Content-Type"))
        .isEqualTo("application/openc2-cmd+json;version=1.0");
    assertThat(request.getHeader("Accept")).isEqualTo("application/openc2-rsp+json;version=1.0");
    assertThat(request.getHeader("X-Request-ID")).isEqualTo(command.path("command_id").asText());
    assertThat(output).isEqualTo(new OpenC2.Outcome(200, "", Optional.of(1234L)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deny-ip|{\"ip\":\"2001:DB8:0:0::9\"}|{\"ipv6_net\":\"2001:db8::9\"}",
        "deny-net|{\"net\":\"198.51.100.0/24\"}|{\"ipv4_net\":\"198.51.100.0/24\"}",
        "deny-net|{\"net\":\"2001:db8:7::/48\"}|{\"ipv6_net\":\"2001:db8:7::/48\"}",
        "allow-domain|{\"domain\":\"Bücher.example.\"}|{\"domain_name\":\"xn--bcher-kva.example\"}",
        "contain-device|{\"device\":\"laptop-7\"}|{\"device\":{\"device_id\":\"laptop-7\"}}",
        "delete-rule|{\"rule\":5234}|{\"slpf:rule_number\":5234}"
      })
  void aTargetIsNamedAsTheLanguageDoes(String action, String input, String target)
      throws Exception {
    String verb = action.substring(0, action.indexOf('-'));
    FakeConsumer.on(vendor, verb, FakeConsumer.status(200));

    run(open(WITH_RULES, "5000"), action, input);

    JsonNode request = request(0);
    assertThat(request.path("action").asText()).isEqualTo(verb);
    assertThat(Json.write(request.path("target"))).isEqualTo(target);
  }

  @Test
  void theFilterIsNamedByItsProfileAndAsset() throws Exception {
    Connector one = open("profile", "pf", "asset-id", "fw-30", "named-group", "perimeter");
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(200));

    run(one, "deny-ip", IP);

    assertThat(Json.write(request(0).path("actuator")))
        .isEqualTo("{\"pf\":{\"asset_id\":\"fw-30\",\"named_group\":\"perimeter\"}}");
  }

  @Test
  void devicesAreNamedAndReleasedAsTheConsumerWantsIt() throws Exception {
    Connector other = open("device-by", "hostname", "release-device-by", "allow");
    FakeConsumer.on(vendor, "allow", FakeConsumer.status(200));

    run(other, "restore-device", "{\"device\":\"laptop-7.corp.example\"}");

    assertThat(Json.write(request(0).path("target")))
        .isEqualTo("{\"device\":{\"hostname\":\"laptop-7.corp.example\"}}");
    assertThat(request(0).path("action").asText()).isEqualTo("allow");
  }

  @Test
  void basicAuthenticationIsTheOtherWayToSignIn() throws Exception {
    Connector basic =
        opened(
            Map.of(
                "url", vendor.url(),
                "username", "firebreak",
                "password", "made-up-password",
                "read-back", "command"));
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(200));

    run(basic, "deny-ip", IP);

    assertThat(vendor.received().get(0).getHeader("Authorization"))
        .isEqualTo("Basic ZmlyZWJyZWFrOm1hZGUtdXAtcGFzc3dvcmQ=");
  }

  // ---- rules with our numbers

  @Test
  void aDenialWithARuleOfOurNumberIsUndoneByDeletingThatRule() throws Exception {
    Connector rules = open(WITH_RULES, "5000");
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(200));
    FakeConsumer.on(vendor, "delete", FakeConsumer.status(200));
    run(rules, "deny-ip", IP);
    long number = request(0).at("/args/slpf/insert_rule").asLong();

    Action<Record, Record> denial = action(rules, "deny-ip");
    Record undo = denial.inverse().orElseThrow().input().from(call(denial, IP));
    run(rules, "delete-rule", Json.write(undo));

    assertThat(number).isBetween(5_000L, 5_000L + (1L << 30));
    assertThat(denial.inverse().orElseThrow().action()).isEqualTo("delete-rule");
    assertThat(undo).isEqualTo(new Subject.Rule(number, Optional.of("ip:203.0.113.9")));
    assertThat(request(1).at("/target/slpf:rule_number").asLong()).isEqualTo(number);
    assertThat(request(1).path("args").has("slpf")).isFalse();
  }

  @Test
  void withoutNumbersADenialIsUndoneByAllowingAndNoRuleCanBeDeleted() {
    Action<Record, Record> denial = action(open(), "deny-net");

    assertThat(denial.inverse().orElseThrow().action()).isEqualTo("allow-net");
    assertThat(open().actions()).noneMatch(a -> a.name().equals("delete-rule"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4_999, 5_000 + (1L << 30), Long.MAX_VALUE})
  void aRuleThatIsNotOursIsNeverDeleted(long rule) {
    Connector rules = open(WITH_RULES, "5000");

    ActionFailure failure = failureOf(() -> run(rules, "delete-rule", "{\"rule\":" + rule + "}"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(vendor.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 501})
  void aRuleThatAnEarlierAttemptMadeIsDone(int status) throws Exception {
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(status, "Rule number currently in use"));

    Record output = run(open(WITH_RULES, "5000"), "deny-ip", IP);

    assertThat(((OpenC2.Outcome) output).status()).isEqualTo(200);
  }

  @Test
  void aNumberInUseIsNoSuccessWhereWeChoseNone() {
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(501, "Rule number currently in use"));

    assertThat(failureOf(() -> run(open(), "deny-ip", IP)).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void aRuleThatIsGoneAlreadyIsDone() throws Exception {
    FakeConsumer.on(vendor, "delete", FakeConsumer.status(404));

    assertThat(run(open(WITH_RULES, "5000"), "delete-rule", "{\"rule\":5007}"))
        .isEqualTo(new OpenC2.Outcome(200, "", Optional.of(5007L)));
  }

  @Test
  void aWebServersNotFoundIsNoRuleThatIsGone() {
    vendor.on("POST", FakeConsumer.PATH, aResponse().withStatus(404).withBody("<h1>404</h1>"));

    assertThat(
            failureOf(() -> run(open(WITH_RULES, "5000"), "delete-rule", "{\"rule\":5007}")).kind())
        .isEqualTo(Kind.REFUSED);
    assertThat(
            failureOf(() -> observe(open(WITH_RULES, "5000"), "delete-rule", "{\"rule\":5007}"))
                .kind())
        .isEqualTo(Kind.REFUSED);
  }

  // ---- answers

  @ParameterizedTest
  @CsvSource({
    "400, REFUSED",
    "401, REFUSED",
    "403, REFUSED",
    "404, REFUSED",
    "500, UNKNOWN",
    "501, REFUSED",
    "503, UNAVAILABLE",
    "418, UNKNOWN"
  })
  void aStatusInTheMessageCountsThoughHttpSays200(int status, Kind kind) {
    FakeConsumer.on(
        vendor,
        "deny",
        FakeConsumer.message(
            200,
            "{{jsonPath request.body '$.headers.request_id'}}",
            "{\"status\":" + status + ",\"status_text\":\"Target not supported\"}"));

    ActionFailure failure = failureOf(() -> run(open(), "deny-ip", IP));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining(status + " (Target not supported)");
  }

  @ParameterizedTest
  @CsvSource({"400, REFUSED", "403, REFUSED", "500, UNKNOWN", "501, REFUSED", "503, UNAVAILABLE"})
  void aStatusOfHttpCountsToo(int status, Kind kind) {
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(status, "Option not supported"));

    ActionFailure failure = failureOf(() -> run(open(), "deny-ip", IP));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining("Option not supported");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 102})
  void doneAndUnderWayAreNoFailures(int status) throws Exception {
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(status));

    assertThat(run(open(), "deny-ip", IP))
        .isEqualTo(new OpenC2.Outcome(status, "", Optional.empty()));
  }

  @Test
  void anAnswerToAnotherCommandIsUnknown() {
    FakeConsumer.on(
        vendor,
        "deny",
        FakeConsumer.message(200, "6f1f2f53-6a0e-4c1e-8a55-2f2c8b1d9e10", "{\"status\":200}"));

    ActionFailure failure = failureOf(() -> run(open(), "deny-ip", IP));

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(failure).hasMessageContaining("another command");
  }

  @Test
  void anAnswerThatDoesNotSayToWhichCommandIsUnknown() {
    FakeConsumer.on(
        vendor,
        "deny",
        aResponse().withBody("{\"body\":{\"openc2\":{\"response\":{\"status\":200}}}}"));

    assertThat(failureOf(() -> run(open(), "deny-ip", IP)))
        .hasMessageContaining("request id is missing");
  }

  @Test
  void aStatusThatIsTextIsNoStatus() {
    FakeConsumer.on(
        vendor,
        "deny",
        FakeConsumer.message(
            200, "{{jsonPath request.body '$.headers.request_id'}}", "{\"status\":\"200\"}"));

    assertThat(failureOf(() -> run(open(), "deny-ip", IP)).kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void aConsumerThatRepeatsTheCredentialDoesNotGetItIntoAMessage() {
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(400, "bad token " + FakeConsumer.TOKEN));

    assertThat(failureOf(() -> run(open(), "deny-ip", IP)))
        .hasMessageContaining("(secret)")
        .hasMessageNotContaining(FakeConsumer.TOKEN);
  }

  // ---- reading back by command

  @ParameterizedTest
  @CsvSource({"200, HOLDS", "102, PENDING", "404, ABSENT"})
  void aConsumerThatKnowsCommandsSaysWhatBecameOfOurs(int status, State state) throws Exception {
    FakeConsumer.onQuery(vendor, "command", FakeConsumer.status(status));

    Observation seen = observe(open(), "deny-ip", IP);

    assertThat(seen.state()).isEqualTo(state);
    assertThat(request(0).at("/target/command").asText())
        .isEqualTo(Command.of(KEY, "deny", new Subject.Ip("203.0.113.9"), settings()).id())
        .hasSize(36);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 501})
  void aConsumerThatCannotBeAskedLeavesItOpenAndSaysSo(int status) {
    FakeConsumer.onQuery(vendor, "command", FakeConsumer.status(status));

    ActionFailure failure = failureOf(() -> observe(open(), "deny-ip", IP));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure)
        .hasMessageContaining("cannot be asked")
        .hasMessageContaining(Integer.toString(status));
  }

  // ---- reading back by rule

  @ParameterizedTest
  @CsvSource({
    "deny-ip, {\"ip\":\"203.0.113.9\"}, 200, HOLDS",
    "deny-ip, {\"ip\":\"203.0.113.9\"}, 404, ABSENT",
    "deny-ip, {\"ip\":\"203.0.113.9\"}, 102, PENDING",
    "delete-rule, {\"rule\":7}, 200, ABSENT",
    "delete-rule, {\"rule\":7}, 404, HOLDS"
  })
  void aConsumerThatKnowsRulesSaysWhetherOursIsThere(
      String action, String input, int status, State state) throws Exception {
    Connector rules = open(WITH_RULES, "5000", "read-back", "rule-number", "profile", "pf");
    FakeConsumer.onQuery(vendor, "pf:rule_number", FakeConsumer.status(status));

    assertThat(observe(rules, action, input).state()).isEqualTo(state);
  }

  @Test
  void whatHasNoRuleIsReadBackByItsCommand() throws Exception {
    Connector rules = open(WITH_RULES, "5000", "read-back", "rule-number");
    FakeConsumer.onQuery(vendor, "command", FakeConsumer.status(200));

    assertThat(observe(rules, "contain-device", "{\"device\":\"laptop-7\"}").state())
        .isEqualTo(State.HOLDS);
  }

  // ---- believing the answer

  @Test
  void whereTheConsumerCannotBeAskedItsAnswerIsKeptAndCalledThat() throws Exception {
    Connector believing = open("read-back", "answer");
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(200));
    State before = observe(believing, "deny-ip", IP).state();
    run(believing, "deny-ip", IP);
    vendor.forget();

    Observation after = observe(believing, "deny-ip", IP);

    assertThat(before).isEqualTo(State.ABSENT);
    assertThat(after.state()).isEqualTo(State.HOLDS);
    assertThat(after.detail()).contains("its word only");
    assertThat(vendor.received()).isEmpty();
  }

  @Test
  void anAnswerThatItIsUnderWayNeverBecomesDoneByItself() throws Exception {
    Connector believing = open("read-back", "answer");
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(102));
    run(believing, "deny-ip", IP);
    State underWay = observe(believing, "deny-ip", IP).state();
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(200));
    run(believing, "deny-ip", IP);

    assertThat(underWay).isEqualTo(State.PENDING);
    assertThat(observe(believing, "deny-ip", IP).state()).isEqualTo(State.HOLDS);
  }

  @Test
  void aRefusalOrALostAnswerIsNotKept() throws Exception {
    Connector believing = open("read-back", "answer");
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(501));
    failureOf(() -> run(believing, "deny-ip", IP));
    FakeConsumer.on(vendor, "deny", FakeConsumer.message(200, "other", "{\"status\":200}"));
    failureOf(() -> run(believing, "deny-ip", IP));

    assertThat(observe(believing, "deny-ip", IP).state()).isEqualTo(State.ABSENT);
  }

  // ---- beforehand

  @Test
  void aRehearsalSaysWhetherTheConsumerCanAndCountsAddresses() throws Exception {
    FakeConsumer.onQuery(
        vendor, "features", FakeConsumer.results("{\"pairs\":{\"deny\":[\"ipv4_net\"]}}"));

    Preview can = preview(open(), "deny-net", "{\"net\":\"198.51.100.0/24\"}");
    Preview cannot = preview(open(), "deny-domain", "{\"domain\":\"evil.example\"}");

    assertThat(can.affected()).isEqualTo(256);
    assertThat(can.sentence()).contains("which it says it can do");
    assertThat(cannot.sentence()).contains("does not say it can");
    assertThat(vendor.received()).hasSize(2);
  }

  @Test
  void readinessComparesWhatTheConsumerListsWithWhatWeNeed() throws Exception {
    FakeConsumer.onQuery(
        vendor,
        "features",
        FakeConsumer.results(
            "{\"versions\":[\"1.0\"],\"profiles\":[\"slpf\"],\"pairs\":{\"query\":[\"features\","
                + "\"command\"],\"deny\":[\"ipv4_net\"],\"allow\":[\"ipv4_net\"]}}"));

    Readiness ready = open().readiness();

    assertThat(ready.account()).contains("OpenC2 1.0").contains("slpf");
    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.GRANTED)
        .extracting(Readiness.Grant::action)
        .containsExactly("deny-ip", "allow-ip", "deny-net", "allow-net");
    assertThat(ready.grants())
        .filteredOn(g -> g.action().equals("contain-device"))
        .allMatch(g -> g.state() == Readiness.State.MISSING);
  }

  @Test
  void aConsumerThatCannotBeReadBackAsConfiguredIsFoundBeforehand() throws Exception {
    FakeConsumer.onQuery(
        vendor,
        "features",
        FakeConsumer.results("{\"pairs\":{\"query\":[\"features\"],\"deny\":[\"ipv4_net\"]}}"));

    assertThat(grant(open(), "deny-ip").detail()).contains("read-back");
    assertThat(grant(open(), "deny-ip").state()).isEqualTo(Readiness.State.MISSING);
    assertThat(grant(open("read-back", "answer"), "deny-ip").state())
        .isEqualTo(Readiness.State.GRANTED);
  }

  @Test
  void aConsumerThatListsNoPairsLeavesItUntold() throws Exception {
    FakeConsumer.onQuery(vendor, "features", FakeConsumer.status(200));

    assertThat(grant(open(), "deny-ip").state()).isEqualTo(Readiness.State.UNTOLD);
  }

  // ---- limits and inputs

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deny-ip|{\"ip\":\"127.0.0.1\"}|REFUSED",
        "deny-ip|{\"ip\":\"10.0.0.53\"}|REFUSED",
        "deny-net|{\"net\":\"0.0.0.0/0\"}|REFUSED",
        "deny-net|{\"net\":\"10.0.0.0/16\"}|REFUSED",
        "deny-net|{\"net\":\"2000::/8\"}|REFUSED",
        "deny-domain|{\"domain\":\"www.exchange.example\"}|REFUSED",
        "deny-domain|{\"domain\":\"com\"}|BAD_INPUT",
        "deny-domain|{\"domain\":\"co.uk\"}|BAD_INPUT",
        "allow-net|{\"net\":\"0.0.0.0/0\"}|REFUSED",
        "allow-domain|{\"domain\":\"com\"}|BAD_INPUT"
      })
  void whatWouldHitOurselvesOrEverybodyIsNeverSent(String action, String input, Kind kind) {
    Connector careful = open("never", "10.0.0.53,exchange.example");

    assertThat(failureOf(() -> run(careful, action, input)).kind()).isEqualTo(kind);
    assertThat(failureOf(() -> preview(careful, action, input)).kind()).isEqualTo(kind);
    assertThat(vendor.received()).isEmpty();
  }

  @Test
  void anInnerAddressMayBeDenied() throws Exception {
    FakeConsumer.on(vendor, "deny", FakeConsumer.status(200));

    run(open(), "deny-ip", "{\"ip\":\"10.0.7.7\"}");

    assertThat(vendor.received()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deny-ip|{\"ip\":\"203.0.113.0/24\"}",
        "deny-ip|{\"ip\":\"\"}",
        "deny-net|{\"net\":\"203.0.113.9/24\"}",
        "deny-domain|{\"domain\":\"*.evil.example\"}",
        "contain-device|{\"device\":\"\"}",
        "contain-device|{\"device\":\"*\"}",
        "delete-rule|{\"rule\":-1}",
        "delete-rule|{\"rule\":\"all\"}"
      })
  void anInputThatNamesNothingOrTooMuchIsRefused(String action, String input) {
    assertThatThrownBy(() -> run(open(WITH_RULES, "5000"), action, input))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "path, well-known",
    "transfer, 2.0",
    "profile, SLPF profile",
    "read-back, hope",
    "read-back, rule-number",
    "rule-numbers-from, -1",
    "device-by, name",
    "release-device-by, hope",
    "username, somebody",
    "never, a b",
    "broadest-ipv4, 0"
  })
  void aSettingThatCannotWorkIsRefusedByName(String key, String value) {
    assertThatThrownBy(() -> open(key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @Test
  void nobodyMayCommandWithoutACredential() {
    assertThatThrownBy(() -> opened(Map.of("url", vendor.url(), "read-back", "command")))
        .hasMessageContaining("'token'");
  }

  // ---- how

  private Readiness.Grant grant(Connector connector, String action) throws ActionFailure {
    return connector.readiness().grants().stream()
        .filter(g -> g.action().equals(action))
        .findFirst()
        .orElseThrow();
  }

  private OpenC2Settings settings() {
    return Settings.bind("openc2", OpenC2Settings.class, FakeConsumer.settings(vendor.url()));
  }

  private Connector open(String... more) {
    Map<String, String> values = new HashMap<>(FakeConsumer.settings(vendor.url()));
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return opened(values);
  }

  private Connector opened(Map<String, String> values) {
    OpenC2Kind kind = new OpenC2Kind();
    return kind.open(Settings.bind("openc2", kind.settings(), values), access);
  }

  /** The command or query that was received as the n-th. */
  private JsonNode request(int n) throws JsonProcessingException {
    return Json.parse(vendor.received().get(n).getBodyAsString()).at("/body/openc2/request");
  }

  private static Record run(Connector connector, String name, String input) throws ActionFailure {
    Action<Record, Record> action = action(connector, name);
    return action.body().run(call(action, input));
  }

  private static Observation observe(Connector connector, String name, String input)
      throws ActionFailure {
    Action<Record, Record> action = action(connector, name);
    return action.probe().orElseThrow().observe(call(action, input));
  }

  private static Preview preview(Connector connector, String name, String input)
      throws ActionFailure {
    Action<Record, Record> action = action(connector, name);
    return action.preview(call(action, input));
  }

  @SuppressWarnings("unchecked")
  private static Action<Record, Record> action(Connector connector, String name) {
    return (Action<Record, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static Call<Record> call(Action<Record, Record> action, String input) {
    try {
      Record read = Json.mapper().readValue(input, action.input());
      return new Call<>(read, KEY, "i-7", Instant.now().plusSeconds(60));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static ActionFailure failureOf(ThrowingCallable call) {
    Optional<Throwable> thrown = Optional.empty();
    try {
      call.call();
    } catch (Throwable t) {
      thrown = Optional.of(t);
    }
    assertThat(thrown).containsInstanceOf(ActionFailure.class);
    return (ActionFailure) thrown.orElseThrow();
  }
}
