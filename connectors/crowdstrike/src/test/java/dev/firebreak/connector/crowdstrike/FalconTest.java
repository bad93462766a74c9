package dev.firebreak.connector.crowdstrike;

import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.rateLimited;
import static dev.firebreak.testkit.Answers.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Observation.State;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.FakeVendor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalconTest {
  private static final Instant NOW = Instant.parse("2026-03-01T11:00:00Z");
  private static final String AID = Shapes.AID;
  private static final String NAME = Shapes.NAME;

  private final FakeVendor vendor = FakeVendor.start();
  private VendorHttp http;
  private Connector connector;

  @BeforeEach
  void open() {
    FalconSettings settings = settings(Map.of());
    http = VendorHttp.open(new FalconKind().endpoint(settings), List.of("127.0.0.1"));
    connector = FalconKind.open(settings, http, Clock.fixed(NOW, ZoneOffset.UTC));
    vendor
        .on("POST", "/oauth2/token", Shapes.token())
        .on("GET", Shapes.SEARCH, Shapes.resources(200, quoted(AID)))
        .on("GET", Shapes.DEVICES, Shapes.host("normal"))
        .on("POST", Shapes.ACTIONS, Shapes.taken());
  }

  private FalconSettings settings(Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("url", vendor.url());
    values.put("client-id", "aabbccddeeff00112233445566778899");
    values.put("client-secret", "madeUpSecret");
    values.putAll(more);
    return Settings.bind("connector 'crowdstrike'", FalconSettings.class, values);
  }

  @AfterEach
  void close() {
    http.close();
    vendor.close();
  }

  // ---- ordering

  @Test
  void aContainmentIsOrderedOfTheOneHost() throws ActionFailure {
    Record ordered = run("contain-host", AID);

    assertThat(ordered).isEqualTo(new Containment.Ordered(AID, false));
    LoggedRequest order = vendor.received("POST", Shapes.ACTIONS).get(0);
    assertThat(order.getUrl()).isEqualTo(Shapes.ACTIONS + "?action_name=contain");
    assertThat(order.getBodyAsString()).isEqualTo("{\"ids\":[\"" + AID + "\"]}");
    assertThat(order.getHeader("Authorization")).isEqualTo("Bearer bWFkZXVw");
  }

  @Test
  void aLiftIsOrderedOfTheOneHost() throws ActionFailure {
    vendor.on("GET", Shapes.DEVICES, Shapes.host("contained"));

    run("lift-containment", AID);

    assertThat(vendor.received("POST", Shapes.ACTIONS).get(0).getUrl())
        .endsWith("?action_name=lift_containment");
  }

  @Test
  void aTokenIsAskedForOnceForAChildToo() throws ActionFailure {
    FalconSettings child = settings(Map.of("member-cid", "00112233445566778899AABBCCDDEEFF-1F"));

    FalconKind.open(child, http, Clock.systemUTC()).readiness();

    assertThat(vendor.received("POST", "/oauth2/token"))
        .singleElement()
        .extracting(LoggedRequest::getBodyAsString)
        .isEqualTo(
            "client_id=aabbccddeeff00112233445566778899&client_secret=madeUpSecret"
                + "&member_cid=00112233445566778899aabbccddeeff");
  }

  @ParameterizedTest
  @CsvSource({
    "contain-host, contained",
    "contain-host, containment_pending",
    "contain-host, Contained",
    "lift-containment, Normal",
    "lift-containment, lift_containment_pending"
  })
  void whatIsSoOrAboutToBeIsNotOrderedAgain(String action, String status) throws ActionFailure {
    vendor.on("GET", Shapes.DEVICES, Shapes.host(status));

    Record ordered = run(action, AID);

    assertThat(ordered).isEqualTo(new Containment.Ordered(AID, true));
    assertThat(vendor.count("POST", Shapes.ACTIONS)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"409, 409", "400, 400", "202, 409"})
  void somebodyWhoOrderedTheSameJustBeforeIsNoFailure(int status, int code) throws ActionFailure {
    devicesChange(Shapes.host("normal"), Shapes.host("containment_pending"));
    vendor.on("POST", Shapes.ACTIONS, Shapes.error(status, code, "already contained"));

    Record ordered = run("contain-host", AID);

    assertThat(ordered).isEqualTo(new Containment.Ordered(AID, true));
  }

  @ParameterizedTest
  @CsvSource({
    "202, 404, REFUSED",
    "202, 409, REFUSED",
    "202, 429, UNAVAILABLE",
    "200, 500, UNKNOWN",
    "404, 404, REFUSED",
    "403, 403, REFUSED",
    "500, 500, UNKNOWN"
  })
  void anErrorCountsAlsoWhereTheStatusSaysSuccess(int status, int code, Kind kind) {
    vendor.on("POST", Shapes.ACTIONS, Shapes.error(status, code, "not\\nthis host"));

    ActionFailure failure = fails("contain-host", AID);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining(code + " not this host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resources\":[],\"errors\":[]}",
        "{\"resources\":null}",
        "{\"resources\":[{\"id\":\"" + Shapes.OTHER_AID + "\"}]}"
      })
  void anOrderWhoseAnswerDoesNotNameTheHostIsUnknown(String body) {
    vendor.on("POST", Shapes.ACTIONS, json(202, body));

    assertThat(fails("contain-host", AID).kind()).isEqualTo(Kind.UNKNOWN);
  }

  // ---- finding the host

  @Test
  void aHostIsFoundByItsExactName() throws ActionFailure {
    run("contain-host", "SIGNER-7.treasury.example");

    assertThat(vendor.received("GET", Shapes.SEARCH).get(0).queryParameter("filter").firstValue())
        .isEqualTo("hostname:'SIGNER-7.treasury.example'");
    assertThat(vendor.received("POST", Shapes.ACTIONS).get(0).getBodyAsString()).contains(AID);
  }

  @Test
  void aNameThatSeveralHostsHaveIsRefusedWithTheirIds() {
    vendor
        .on("GET", Shapes.SEARCH, Shapes.resources(200, quoted(AID), quoted(Shapes.OTHER_AID)))
        .on(
            "GET",
            Shapes.DEVICES,
            Shapes.resources(
                200,
                Shapes.device(AID, NAME, "normal"),
                Shapes.device(Shapes.OTHER_AID, NAME, "contained")));

    ActionFailure failure = fails("contain-host", NAME);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("2 hosts are named " + NAME)
        .hasMessageContaining(AID + " (last seen 2026-03-01T10:59:00Z)")
        .hasMessageContaining(Shapes.OTHER_AID);
    assertThat(vendor.count("POST", Shapes.ACTIONS)).isZero();
  }

  @Test
  void hostsThatAreOnlySimilarDoNotCount() throws ActionFailure {
    vendor
        .on("GET", Shapes.SEARCH, Shapes.resources(200, quoted(AID), quoted(Shapes.OTHER_AID)))
        .on(
            "GET",
            Shapes.DEVICES,
            Shapes.resources(
                200,
                Shapes.device(Shapes.OTHER_AID, NAME + ".old", "normal"),
                Shapes.device(AID, NAME, "normal")));

    assertThat(run("contain-host", NAME)).isEqualTo(new Containment.Ordered(AID, false));
  }

  @Test
  void aNameNoHostHasIsRefused() {
    vendor.on("GET", Shapes.SEARCH, Shapes.resources(200));

    ActionFailure failure = fails("contain-host", NAME);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("no host named");
  }

  @Test
  void aNameThatFindsTooManyIsRefused() {
    String[] many =
        IntStream.range(0, 21).mapToObj(i -> quoted("%032x".formatted(i))).toArray(String[]::new);
    vendor.on("GET", Shapes.SEARCH, Shapes.resources(200, many));

    ActionFailure failure = fails("contain-host", NAME);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("over 20 hosts");
  }

  @Test
  void anIdOfNoHostIsRefused() {
    vendor.on("GET", Shapes.DEVICES, Shapes.resources(200));

    assertThat(fails("contain-host", AID).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void anotherHostThanTheOneAskedForIsNotTakenForIt() {
    vendor.on(
        "GET",
        Shapes.DEVICES,
        Shapes.resources(200, Shapes.device(Shapes.OTHER_AID, NAME, "normal")));

    assertThat(fails("contain-host", AID).kind()).isEqualTo(Kind.REFUSED);
    assertThat(vendor.count("POST", Shapes.ACTIONS)).isZero();
  }

  // ---- probing

  @ParameterizedTest
  @CsvSource({
    "contained, HOLDS, ABSENT",
    "CONTAINED, HOLDS, ABSENT",
    "containment_pending, PENDING, ABSENT",
    "Normal, ABSENT, HOLDS",
    "normal, ABSENT, HOLDS",
    "lift_containment_pending, ABSENT, PENDING"
  })
  void theStatusTellsHowFarItIs(String status, State contained, State lifted) throws ActionFailure {
    vendor.on("GET", Shapes.DEVICES, Shapes.host(status));

    assertThat(observe("contain-host").state()).isEqualTo(contained);
    assertThat(observe("lift-containment").state()).isEqualTo(lifted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "quarantined", "null"})
  void aStatusNobodyDocumentsTellsNothing(String status) {
    vendor.on("GET", Shapes.DEVICES, Shapes.host(status));

    ActionFailure failure =
        catchThrowableOfType(ActionFailure.class, () -> observe("contain-host"));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void theDetailNamesHostAndStatus() throws ActionFailure {
    vendor.on("GET", Shapes.DEVICES, Shapes.host("Containment_Pending"));

    assertThat(observe("contain-host").detail())
        .isEqualTo(NAME + " " + AID + " status=containment_pending");
  }

  // ---- rehearsing

  @Test
  void aRehearsalNamesTheHostThatWouldBeHit() throws ActionFailure {
    Preview preview = preview(NAME);

    assertThat(preview.targets()).extracting(t -> t.toString()).containsExactly("host:" + AID);
    assertThat(preview.sentence())
        .startsWith(
            "would contain " + NAME + " " + AID + " (last seen 2026-03-01T10:59:00Z), now normal");
  }

  @Test
  void aRehearsalOfAContainedHostChangesNothing() throws ActionFailure {
    vendor.on("GET", Shapes.DEVICES, Shapes.host("contained"));

    assertThat(preview(AID).affected()).isZero();
  }

  // ---- readiness

  @Test
  void whereHostsCanBeReadTheRestIsUntold() throws ActionFailure {
    Readiness ready = connector.readiness();

    assertThat(ready.account()).isEqualTo("API client aabbccddeeff00112233445566778899");
    assertThat(ready.grants())
        .allMatch(g -> g.state() == Readiness.State.UNTOLD)
        .allMatch(g -> g.detail().contains("Hosts: Write"));
  }

  @Test
  void whereHostsCannotBeReadTheScopesAreMissing() throws ActionFailure {
    vendor.on("GET", Shapes.SEARCH, Shapes.error(403, 403, "access denied, authorization failed"));

    assertThat(connector.readiness().grants())
        .allMatch(g -> g.state() == Readiness.State.MISSING)
        .allMatch(g -> g.detail().contains("Hosts: Read"));
  }

  // ---- errors

  @Test
  void aRateLimitWaitsUntilTheSecondItNamesOnFalconsClock() {
    vendor.on(
        "GET",
        Shapes.DEVICES,
        rateLimited(1)
            .withHeader("Date", "Sun, 01 Mar 2026 12:00:00 GMT")
            .withHeader("X-RateLimit-RetryAfter", epoch("2026-03-01T12:00:42Z")));

    ActionFailure failure = fails("contain-host", AID);

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(42));
  }

  @ParameterizedTest
  @CsvSource({"2026-03-01T10:00:00Z, PT1S", "2026-03-09T11:00:00Z, PT1H"})
  void aResetInThePastOrFarAwayIsBounded(String reset, Duration expected) {
    vendor.on(
        "GET",
        Shapes.DEVICES,
        status(429)
            .withHeader("Date", "Sun, 01 Mar 2026 11:00:00 GMT")
            .withHeader("X-RateLimit-RetryAfter", epoch(reset)));

    assertThat(fails("contain-host", AID).retryAfter()).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-5", ""})
  void aResetThatIsNoTimeLeavesItToRetryAfter(String reset) {
    vendor.on("GET", Shapes.DEVICES, rateLimited(9).withHeader("X-RateLimit-RetryAfter", reset));

    assertThat(fails("contain-host", AID).retryAfter()).contains(Duration.ofSeconds(9));
  }

  @Test
  void withoutADateOurOwnClockIsUsed() {
    vendor.on(
        "GET",
        Shapes.DEVICES,
        status(429)
            .withHeader("Date", "yesterday")
            .withHeader("X-RateLimit-RetryAfter", epoch("2026-03-01T11:00:30Z")));

    assertThat(fails("contain-host", AID).retryAfter()).contains(Duration.ofSeconds(30));
  }

  @Test
  void aMissingScopeIsSaidByName() {
    vendor.on("POST", Shapes.ACTIONS, Shapes.error(403, 403, "access denied"));

    assertThat(fails("contain-host", AID)).hasMessageContaining("Hosts: Read and Write");
  }

  // ---- inputs and settings

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "a'+status:'normal", "a b", "-a", "a\nb", "web*", "é"})
  void whatIsNoIdAndNoNameIsRefused(String host) {
    assertThatThrownBy(() -> new Containment.HostRef(host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input 'host'");
  }

  @ParameterizedTest
  @CsvSource({
    "client-id, firebreak, 'client-id'",
    "member-cid, 0011, 'member-cid'",
    "client-secret, a b, 'client-secret'"
  })
  void aSettingThatCannotWorkIsRefused(String key, String value, String message) {
    assertThatThrownBy(() -> settings(Map.of(key, value))).hasMessageContaining(message);
  }

  // ---- how

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static String epoch(String instant) {
    return String.valueOf(Instant.parse(instant).getEpochSecond());
  }

  private void devicesChange(ResponseDefinitionBuilder first, ResponseDefinitionBuilder then) {
    vendor.on(
        WireMock.get(WireMock.urlPathEqualTo(Shapes.DEVICES))
            .inScenario("devices")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("asked")
            .willReturn(first));
    vendor.on(
        WireMock.get(WireMock.urlPathEqualTo(Shapes.DEVICES))
            .inScenario("devices")
            .whenScenarioStateIs("asked")
            .willReturn(then));
  }

  @SuppressWarnings("unchecked")
  private Action<Containment.HostRef, Record> action(String name) {
    return (Action<Containment.HostRef, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static Call<Containment.HostRef> call(String host) {
    return new Call<>(
        new Containment.HostRef(host),
        "00112233445566778899aabbccddeeff00112233",
        "incident-1",
        NOW.plusSeconds(600));
  }

  private Record run(String name, String host) throws ActionFailure {
    return action(name).body().run(call(host));
  }

  private ActionFailure fails(String name, String host) {
    return catchThrowableOfType(ActionFailure.class, () -> run(name, host));
  }

  private Observation observe(String name) throws ActionFailure {
    return action(name).probe().orElseThrow().observe(call(AID));
  }

  private Preview preview(String host) throws ActionFailure {
    return action("contain-host").preview(call(host));
  }
}
