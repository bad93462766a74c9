package dev.firebreak.connector.okta;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.firebreak.connector.okta.OktaContractTest.CLEARED;
import static dev.firebreak.connector.okta.OktaContractTest.may;
import static dev.firebreak.connector.okta.OktaContractTest.user;
import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.redirect;
import static dev.firebreak.testkit.Answers.serverError;
import static dev.firebreak.testkit.Answers.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.FakeVendor;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OktaTest {
  private static final String TOKEN = "00tokenForTests";
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.250Z");
  private static final String ANA = "/api/v1/users/ana%40example\\.com";
  private static final String BY_ID = "/api/v1/users/00u7treasury";

  private final FakeVendor vendor = FakeVendor.start();
  private VendorHttp http = open(settings("SSWS"));

  private VendorHttp open(OktaSettings settings) {
    return VendorHttp.open(new OktaKind().endpoint(settings), List.of("127.0.0.1"));
  }

  private OktaSettings settings(String scheme) {
    return new OktaSettings(URI.create(vendor.url()), Secret.of(TOKEN), scheme);
  }

  @BeforeEach
  void connect() {
    vendor.forget();
    http = open(settings("SSWS"));
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
  void suspendReadsTheUserAndThenPostsToHisIdWithoutABody() throws ActionFailure {
    vendor.on("GET", ANA, user("ACTIVE")).on("POST", BY_ID + "/lifecycle/suspend", status(200));

    Suspended output = run("suspend-user", "ana@example.com", Suspended.class);

    assertThat(output).isEqualTo(new Suspended("00u7treasury", false));
    assertThat(wire())
        .containsExactly(
            "GET /api/v1/users/ana%40example.com",
            "POST /api/v1/users/00u7treasury/lifecycle/suspend");
    assertThat(vendor.received())
        .allSatisfy(
            r -> {
              assertThat(r.getHeader("Authorization")).isEqualTo("SSWS 00tokenForTests");
              assertThat(r.getHeader("Accept")).isEqualTo("application/json");
              assertThat(r.getBody()).isEmpty();
            });
  }

  @Test
  void unsuspendPostsToTheId() throws ActionFailure {
    vendor
        .on("GET", ANA, user("SUSPENDED"))
        .on("POST", BY_ID + "/lifecycle/unsuspend", status(200));

    run("unsuspend-user", "ana@example.com", Action.Done.class);

    assertThat(wire())
        .containsExactly(
            "GET /api/v1/users/ana%40example.com",
            "POST /api/v1/users/00u7treasury/lifecycle/unsuspend");
  }

  @Test
  void clearSessionsRevokesTheTokensToo() throws ActionFailure {
    vendor.on("GET", ANA, user("ACTIVE")).on("DELETE", BY_ID + "/sessions", status(204));

    run("clear-sessions", "ana@example.com", Action.Done.class);

    assertThat(wire())
        .containsExactly(
            "GET /api/v1/users/ana%40example.com",
            "DELETE /api/v1/users/00u7treasury/sessions?oauthTokens=true");
  }

  @Test
  void theProbeOfClearSessionsAsksTheSystemLogSinceTheActionBegan() throws ActionFailure {
    vendor.on("GET", ANA, user("ACTIVE")).on("GET", "/api/v1/logs", json(200, "[" + CLEARED + "]"));

    Observation seen = observe("clear-sessions", "ana@example.com", NOW.plusSeconds(100));

    assertThat(seen.state()).isEqualTo(Observation.State.HOLDS);
    assertThat(wire())
        .containsExactly(
            "GET /api/v1/users/ana%40example.com",
            "GET /api/v1/logs?since=2026-03-01T09%3A58%3A10Z&filter=eventType%20eq%20%22"
                + "user.session.clear%22%20and%20target.id%20eq%20%2200u7treasury%22&limit=100");
  }

  @Test
  void anOauthTokenGoesOutAsBearer() throws ActionFailure {
    vendor.on("GET", ANA, user("SUSPENDED"));
    OktaSettings bearer = settings("Bearer");

    action(new OktaKind().open(bearer, http), "suspend-user")
        .body()
        .run(call("ana@example.com", NOW));

    assertThat(vendor.received().get(0).getHeader("Authorization"))
        .isEqualTo("Bearer 00tokenForTests");
  }

  @Test
  void aLoginThatLooksLikeAPathOrAFilterStaysOnePathSegment() {
    String hostile = "a/../b\" or target.id eq \"x?q=1#&%2e";
    vendor.wireMock().stubFor(get(urlPathMatching(".*")).willReturn(status(404)));

    fails("suspend-user", hostile);

    assertThat(wire())
        .containsExactly(
            "GET /api/v1/users/a%2F..%2Fb%22%20or%20target.id%20eq%20%22x%3Fq%3D1%23%26%252e");
  }

  // ---- already in that state, and states that cannot be changed

  @Test
  void suspendingASuspendedUserSucceedsAndSaysSo() throws ActionFailure {
    vendor.on("GET", ANA, user("SUSPENDED"));

    Suspended output = run("suspend-user", "ana@example.com", Suspended.class);

    assertThat(output).isEqualTo(new Suspended("00u7treasury", true));
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @Test
  void aUserSomebodySuspendedBetweenOurReadAndOurCallCountsAsSuspended() throws ActionFailure {
    vendor
        .on("GET", ANA, user("ACTIVE"))
        .on("GET", BY_ID, user("SUSPENDED"))
        .on("POST", BY_ID + "/lifecycle/suspend", error(400, "E0000001", "not active"));

    Suspended output = run("suspend-user", "ana@example.com", Suspended.class);

    assertThat(output.already()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STAGED",
        "PROVISIONED",
        "RECOVERY",
        "PASSWORD_EXPIRED",
        "LOCKED_OUT",
        "DEPROVISIONED"
      })
  void aUserWhoIsNotActiveIsRefusedWithHisStatusAndWithoutACall(String status) {
    vendor.on("GET", ANA, user(status));

    ActionFailure failure = fails("suspend-user", "ana@example.com");

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("'ana@example.com' is " + status);
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @Test
  void unsuspendingAnActiveUserSucceedsWithoutACall() throws ActionFailure {
    vendor.on("GET", ANA, user("ACTIVE"));

    run("unsuspend-user", "ana@example.com", Action.Done.class);

    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @Test
  void unsuspendingADeactivatedUserIsRefused() {
    vendor.on("GET", ANA, user("DEPROVISIONED"));

    ActionFailure failure = fails("unsuspend-user", "ana@example.com");

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("activate it in the Admin Console");
  }

  @Test
  void anUnsuspensionRefusedBecauseSomebodyWasQuickerSucceeds() throws ActionFailure {
    vendor
        .on("GET", ANA, user("SUSPENDED"))
        .on("GET", BY_ID, user("ACTIVE"))
        .on("POST", BY_ID + "/lifecycle/unsuspend", error(400, "E0000001", "not suspended"));

    run("unsuspend-user", "ana@example.com", Action.Done.class);

    assertThat(vendor.count("POST", ".*")).isOne();
  }

  // ---- probes

  @ParameterizedTest
  @CsvSource({
    "suspend-user, SUSPENDED, HOLDS",
    "suspend-user, ACTIVE, ABSENT",
    "suspend-user, DEPROVISIONED, ABSENT",
    "unsuspend-user, ACTIVE, HOLDS",
    "unsuspend-user, LOCKED_OUT, HOLDS",
    "unsuspend-user, SUSPENDED, ABSENT",
    "unsuspend-user, DEPROVISIONED, ABSENT"
  })
  void theProbeReadsTheStatus(String action, String status, Observation.State expected)
      throws ActionFailure {
    vendor.on("GET", ANA, user(status));

    Observation seen = observe(action, "ana@example.com", NOW.plusSeconds(60));

    assertThat(seen).isEqualTo(new Observation(expected, "status=" + status));
  }

  @ParameterizedTest
  @CsvSource({"1, PENDING", "0, ABSENT", "-5, ABSENT"})
  void aClearingThatIsNotLoggedIsPendingUntilTheDeadline(
      int secondsLeft, Observation.State expected) throws ActionFailure {
    vendor.on("GET", ANA, user("ACTIVE")).on("GET", "/api/v1/logs", json(200, "[]"));

    Observation seen = observe("clear-sessions", "ana@example.com", NOW.plusSeconds(secondsLeft));

    assertThat(seen.state()).isEqualTo(expected);
  }

  @Test
  void aFailedClearingInTheLogDoesNotCount() throws ActionFailure {
    vendor
        .on("GET", ANA, user("ACTIVE"))
        .on("GET", "/api/v1/logs", json(200, "[" + CLEARED.replace("SUCCESS", "FAILURE") + "]"));

    Observation seen = observe("clear-sessions", "ana@example.com", NOW.plusSeconds(60));

    assertThat(seen.state()).isEqualTo(Observation.State.PENDING);
  }

  // ---- readiness

  @Test
  void aPermissionNoRoleGivesIsMissing() throws ActionFailure {
    may(vendor, List.of("suspend", "clearSessions"));

    Readiness ready = okta().readiness();

    assertThat(ready.account()).isEqualTo("firebreak@example.com in acme.okta.com");
    assertThat(states(ready))
        .containsExactly(
            "suspend-user GRANTED", "unsuspend-user MISSING", "clear-sessions GRANTED");
    assertThat(ready.grants().get(1).detail())
        .contains("okta.users.lifecycle.unsuspend")
        .contains("CUSTOM, REPORT_ADMIN");
  }

  @Test
  void aWiderPermissionGivesTheNarrowOnes() throws ActionFailure {
    may(vendor, List.of("manage"));

    Readiness ready = okta().readiness();

    assertThat(ready.grants()).allMatch(g -> g.state() == Readiness.State.GRANTED);
  }

  @Test
  void rolesThatMayNotBeReadLeaveItUntold() throws ActionFailure {
    may(vendor, List.of());
    vendor.on("GET", "/api/v1/users/00ufirebreak/roles", error(403, "E0000006", "not permitted"));

    Readiness ready = okta().readiness();

    assertThat(ready.grants()).allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  @Test
  void anOwnerThatIsNoUserMayStillAct() throws ActionFailure {
    may(vendor, List.of());
    vendor.on("GET", "/api/v1/users/me", error(404, "E0000007", "Not found"));

    Readiness ready = okta().readiness();

    assertThat(ready.account()).isEqualTo("an OAuth client in acme.okta.com");
    assertThat(ready.grants()).allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  @Test
  void whoMayNotReadUsersLacksEverything() throws ActionFailure {
    may(vendor, List.of("manage"));
    vendor.on("GET", "/api/v1/users", error(403, "E0000006", "not permitted"));

    Readiness ready = okta().readiness();

    assertThat(ready.grants())
        .allMatch(g -> g.state() == Readiness.State.MISSING)
        .allMatch(g -> g.detail().contains("okta.users.read"));
  }

  @Test
  void whoMayNotReadTheSystemLogCannotConfirmThatSessionsAreCleared() throws ActionFailure {
    may(vendor, List.of("manage"));
    vendor.on("GET", "/api/v1/logs", error(403, "E0000006", "not permitted"));

    Readiness ready = okta().readiness();

    assertThat(states(ready))
        .containsExactly(
            "suspend-user GRANTED", "unsuspend-user GRANTED", "clear-sessions MISSING");
  }

  @Test
  void aRoleOktaKeepsToItselfLeavesItUntold() throws ActionFailure {
    may(vendor, List.of());
    vendor.on(
        "GET",
        "/api/v1/users/00ufirebreak/roles",
        json(200, "[{\"id\":\"ra1\",\"type\":\"HELP_DESK_ADMIN\",\"status\":\"ACTIVE\"}]"));

    Readiness ready = okta().readiness();

    assertThat(ready.grants()).allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  private static List<String> states(Readiness ready) {
    return ready.grants().stream().map(g -> g.action() + " " + g.state()).toList();
  }

  // ---- errors

  @Test
  void aUserOktaDoesNotKnowIsRefusedByName() {
    vendor.on("GET", ANA, error(404, "E0000007", "Not found: Resource not found: ana (User)"));

    ActionFailure failure = fails("suspend-user", "ana@example.com");

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.getMessage())
        .isEqualTo(
            "reading Okta user 'ana@example.com': Okta answered HTTP 404 (E0000007 Not found:"
                + " Resource not found: ana (User)); check that the name is an id or login of this"
                + " organisation");
  }

  @Test
  void aRateLimitWaitsUntilItsResetOnOktasClock() {
    vendor.on(
        "GET",
        ANA,
        error(429, "E0000047", "API call exceeded rate limit due to too many requests.")
            .withHeader("Date", "Sun, 01 Mar 2026 11:00:00 GMT")
            .withHeader("X-Rate-Limit-Reset", epoch("2026-03-01T11:00:42Z")));

    ActionFailure failure = fails("suspend-user", "ana@example.com");

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(42));
    assertThat(failure).hasMessageContaining("E0000047").hasMessageContaining("42 s");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T10:59:00Z, PT1S",
    "2026-03-09T11:00:00Z, PT1H",
  })
  void aResetInThePastOrFarAwayIsBounded(String reset, Duration expected) {
    vendor.on(
        "GET",
        ANA,
        status(429)
            .withHeader("Date", "Sun, 01 Mar 2026 11:00:00 GMT")
            .withHeader("X-Rate-Limit-Reset", epoch(reset)));

    ActionFailure failure = fails("suspend-user", "ana@example.com");

    assertThat(failure.retryAfter()).contains(expected);
  }

  @Test
  void aRateLimitWithoutAUsableTimeSaysNone() {
    vendor.on("GET", ANA, status(429).withHeader("X-Rate-Limit-Reset", "soon"));

    ActionFailure failure = fails("suspend-user", "ana@example.com");

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.retryAfter()).isEmpty();
  }

  @Test
  void anErrorSummaryIsQuotedAsOneShortLineWithoutTheToken() {
    String summary = "line\\nbreak \\u202e\\u0007 " + TOKEN + " " + "x".repeat(400);
    vendor
        .on("GET", ANA + "|" + BY_ID, user("ACTIVE"))
        .on("POST", BY_ID + "/lifecycle/suspend", error(400, "E0000001", summary));

    ActionFailure failure = fails("suspend-user", "ana@example.com");

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.getMessage())
        .startsWith(
            "suspending Okta user 00u7treasury: Okta answered HTTP 400 (E0000001 line break"
                + " (secret) xxx")
        .endsWith("...)")
        .doesNotContain(TOKEN)
        .hasSizeLessThan(300);
  }

  @Test
  void aServerErrorToAChangeIsUnknownAndToAReadUnavailable() {
    vendor.on("GET", ANA, serverError());
    ActionFailure read = fails("suspend-user", "ana@example.com");
    vendor.on("GET", ANA, user("ACTIVE")).on("POST", BY_ID + "/lifecycle/suspend", serverError());

    ActionFailure change = fails("suspend-user", "ana@example.com");

    assertThat(read.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(change.kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void aRedirectIsRefusedWithAHintAtTheUrl() {
    vendor.on("GET", ANA, redirect("https://elsewhere.example/"));

    ActionFailure failure = fails("suspend-user", "ana@example.com");

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("check setting 'url'");
  }

  @Test
  void anIdThatCouldNotStandInAFilterIsNotUsed() {
    vendor.on("GET", ANA, json(200, "{\"id\":\"x\\\" or \\\"\",\"status\":\"ACTIVE\"}"));

    ActionFailure failure = fails("clear-sessions", "ana@example.com");

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(vendor.count("DELETE", ".*")).isZero();
  }

  // ---- inputs and settings

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        " ana",
        ".",
        "..",
        "me",
        "ME",
        "a\nb",
        "a\u202eb",
        "a\ud800",
        "a\u2028b"
      })
  void aUserThatNamesNobodyOrTheTokensOwnerIsRefused(String user) {
    assertThatThrownBy(() -> new Account(user))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input 'user'");
  }

  @Test
  void theAdminConsolesAddressIsRefused() {
    assertThatThrownBy(() -> bind(Map.of("url", "https://acme-admin.okta.com", "token", "t")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without '-admin'");
  }

  @Test
  void aTokenWithALineBreakIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> bind(Map.of("url", "https://acme.okta.com", "token", "00abc\nX-A: 1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setting 'token'")
        .hasMessageNotContaining("00abc");
  }

  @Test
  void theAuthSchemeIsSswsUnlessBearerIsChosen() {
    OktaSettings settings = bind(Map.of("url", "https://acme.okta.com", "token", "t"));

    assertThat(settings.authScheme()).isEqualTo("SSWS");
    assertThatThrownBy(
            () -> bind(Map.of("url", "https://a.okta.com", "token", "t", "auth-scheme", "Basic")))
        .hasMessageContaining("SSWS or Bearer, got 'Basic'");
  }

  // ---- how

  private static OktaSettings bind(Map<String, String> values) {
    return Settings.bind("connector 'okta'", OktaSettings.class, values);
  }

  private static ResponseDefinitionBuilder error(int status, String code, String summary) {
    return json(
        status,
        "{\"errorCode\":\""
            + code
            + "\",\"errorSummary\":\""
            + summary
            + "\",\"errorLink\":\""
            + code
            + "\",\"errorId\":\"oaeFirebreakTest\",\"errorCauses\":[]}");
  }

  private static String epoch(String instant) {
    return String.valueOf(Instant.parse(instant).getEpochSecond());
  }

  private List<String> wire() {
    return vendor.received().stream().map(OktaTest::line).toList();
  }

  private static String line(LoggedRequest r) {
    return r.getMethod() + " " + r.getUrl();
  }

  private Connector okta() {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    OktaApi api = new OktaApi(settings("SSWS"), http, clock);
    return new Okta(api, new OktaReadiness(api, "acme.okta.com"), clock);
  }

  @SuppressWarnings("unchecked")
  private static Action<Account, Record> action(Connector connector, String name) {
    return (Action<Account, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static Call<Account> call(String user, Instant deadline) {
    return new Call<>(
        new Account(user), "0123456789abcdef0123456789abcdef01234567", "incident-1", deadline);
  }

  private <O extends Record> O run(String name, String user, Class<O> output) throws ActionFailure {
    return output.cast(action(okta(), name).body().run(call(user, NOW.plusSeconds(60))));
  }

  private ActionFailure fails(String name, String user) {
    return catchThrowableOfType(ActionFailure.class, () -> run(name, user, Record.class));
  }

  private Observation observe(String name, String user, Instant deadline) throws ActionFailure {
    return action(okta(), name).probe().orElseThrow().observe(call(user, deadline));
  }
}
