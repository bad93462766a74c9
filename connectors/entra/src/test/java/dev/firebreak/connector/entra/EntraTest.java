package dev.firebreak.connector.entra;

import static dev.firebreak.connector.entra.Samples.CLIENT;
import static dev.firebreak.connector.entra.Samples.ID;
import static dev.firebreak.connector.entra.Samples.NAME;
import static dev.firebreak.connector.entra.Samples.TENANT;
import static dev.firebreak.connector.entra.Samples.TOKEN_PATH;
import static dev.firebreak.connector.entra.Samples.error;
import static dev.firebreak.connector.entra.Samples.opaqueToken;
import static dev.firebreak.connector.entra.Samples.token;
import static dev.firebreak.connector.entra.Samples.user;
import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.rateLimited;
import static dev.firebreak.testkit.Answers.serverError;
import static dev.firebreak.testkit.Answers.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Observation;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EntraTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String SECRET = "x8Q~secretForTests";
  private static final String LONG_AGO = "2024-05-05T05:05:05Z";
  private static final String BY_NAME = "/v1.0/users/ana%40acme\\.example";
  private static final String BY_ID = "/v1.0/users/" + ID;
  private static final String REVOKE = BY_ID + "/revokeSignInSessions";

  private final FakeVendor vendor = FakeVendor.start();
  private final VendorHttp http =
      VendorHttp.open(new EntraKind().endpoint(settings()), List.of("127.0.0.1"));

  @BeforeEach
  void aTenantThatKnowsTheApp() {
    vendor.forget();
    vendor
        .on("POST", TOKEN_PATH, token("User.Read.All"))
        .on("GET", BY_NAME, user(true, LONG_AGO))
        .on("PATCH", BY_ID, status(204))
        .on("POST", REVOKE, json(200, "{\"value\":true}"));
  }

  @AfterAll
  void stop() {
    http.close();
    vendor.close();
  }

  // ---- on the wire

  @Test
  void disablingAsksForATokenReadsTheUserAndPatchesHisIdWithTheSwitchAlone() throws ActionFailure {
    Record output = run("disable-user", NAME);

    assertThat(output).isEqualTo(new Switched(ID, false, false, false));
    assertThat(wire())
        .containsExactly(
            "POST "
                + TOKEN_PATH
                + " grant_type=client_credentials&client_id="
                + CLIENT
                + "&client_secret=x8Q~secretForTests&scope="
                + vendor.url().replace(":", "%3A").replace("/", "%2F")
                + "%2F.default",
            "GET /v1.0/users/ana%40acme.example?$select=id,userPrincipalName,accountEnabled,"
                + "externalUserState,onPremisesSyncEnabled,signInSessionsValidFromDateTime ",
            "PATCH " + BY_ID + " {\"accountEnabled\":false}");
  }

  @Test
  void aChangeCarriesTheSameRequestIdAtEveryAttempt() throws ActionFailure {
    run("disable-user", NAME);
    run("disable-user", NAME);

    assertThat(vendor.received("PATCH", BY_ID))
        .extracting(r -> r.getHeader("client-request-id"))
        .containsExactly(
            "01234567-89ab-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdef");
  }

  @Test
  void sessionsAreRevokedByAPostWithoutABodyButWithItsLength() throws ActionFailure {
    Record output = run("revoke-sessions", NAME);

    LoggedRequest sent = vendor.received("POST", REVOKE).get(0);
    assertThat(output).isEqualTo(new Revoked(ID));
    assertThat(sent.getBody()).isEmpty();
    assertThat(sent.getHeader("Content-Length")).isEqualTo("0");
    assertThat(sent.getHeader("Authorization")).startsWith("Bearer ey");
  }

  @Test
  void aTokenIsUsedAgainAndReplacedWhereItIsRefused() throws ActionFailure {
    Connector entra = entra();
    run(entra, "enable-user", NAME);
    vendor.on("GET", BY_NAME, error(401, "InvalidAuthenticationToken", "expired"));

    ActionFailure failure =
        catchThrowableOfType(ActionFailure.class, () -> run(entra, "enable-user", NAME));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(vendor.count("POST", TOKEN_PATH)).isEqualTo(2);
  }

  @Test
  void aGuestsNameStaysOnePathSegment() throws ActionFailure {
    String name = "ana_home.example#EXT#@acme.example";
    vendor.on("GET", "/v1.0/users/ana_home.*", user(name, true, LONG_AGO, "null", "null"));

    run("disable-user", name);

    assertThat(vendor.received("GET", ".*").get(0).getUrl())
        .startsWith("/v1.0/users/ana_home.example%23EXT%23%40acme.example?$select=");
  }

  // ---- who he is

  @Test
  void aUserWhoIsDisabledAlreadyIsSaidToBeSoAndDisabledAgainSinceReadsLag() throws ActionFailure {
    vendor.on("GET", BY_NAME, user(false, LONG_AGO));

    Record output = run("disable-user", NAME);

    assertThat(output).isEqualTo(new Switched(ID, true, false, false));
    assertThat(vendor.count("PATCH", BY_ID)).isOne();
  }

  @Test
  void aGuestIsDisabledAndSaidToBeOne() throws ActionFailure {
    vendor.on("GET", BY_NAME, user(NAME, true, LONG_AGO, "\"Accepted\"", "null"));

    Record output = run("disable-user", NAME);

    assertThat(output).isEqualTo(new Switched(ID, false, true, false));
  }

  @Test
  void aUserMasteredOnPremisesIsSaidToBeSo() throws ActionFailure {
    vendor.on("GET", BY_NAME, user(NAME, true, LONG_AGO, "null", "true"));

    Record output = run("disable-user", NAME);

    assertThat(output).isEqualTo(new Switched(ID, false, false, true));
  }

  @ParameterizedTest
  @CsvSource({
    "ana_home.example#EXT#@acme.example, null",
    "ana@acme.example, \"Accepted\"",
    "ana@acme.example, \"PendingAcceptance\""
  })
  void sessionsOfAGuestAreNotRevokedForTheyAreNotHere(String name, String state) {
    vendor.on("GET", "/v1.0/users/ana.*", user(name, true, LONG_AGO, state, "null"));

    ActionFailure failure = fails("revoke-sessions", name);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("home tenant");
    assertThat(vendor.count("POST", REVOKE)).isZero();
  }

  @Test
  void aGuestsFreshDateIsNoConfirmation() throws ActionFailure {
    vendor.on("GET", BY_NAME, user(NAME, true, "2026-03-01T10:00:01Z", "\"Accepted\"", "null"));

    Observation seen = observe("revoke-sessions", NAME);

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
  }

  // ---- eventual consistency

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T10:00:02Z, HOLDS",
    "2026-03-01T09:59:31Z, HOLDS",
    "2026-03-01T09:59:30Z, ABSENT",
    "2026-02-01T10:00:00Z, ABSENT"
  })
  void sessionsAreRevokedWhenTheyAreValidFromAfterTheCallLessTheClocksSlack(
      String validFrom, Observation.State expected) throws ActionFailure {
    vendor.on("GET", BY_NAME, user(true, validFrom));

    Observation seen = observe("revoke-sessions", NAME);

    assertThat(seen)
        .isEqualTo(new Observation(expected, "signInSessionsValidFromDateTime=" + validFrom));
  }

  @ParameterizedTest
  @CsvSource({
    "disable-user, false, HOLDS",
    "disable-user, true, ABSENT",
    "enable-user, true, HOLDS",
    "enable-user, false, ABSENT"
  })
  void theProbeReadsWhetherHeIsEnabled(String action, boolean enabled, Observation.State expected)
      throws ActionFailure {
    vendor.on("GET", BY_NAME, user(enabled, LONG_AGO));

    Observation seen = observe(action, NAME);

    assertThat(seen).isEqualTo(new Observation(expected, "accountEnabled=" + enabled));
  }

  // ---- answers

  @Test
  void revokingAnswered204IsSuccess() throws ActionFailure {
    vendor.on("POST", REVOKE, status(204));

    assertThat(run("revoke-sessions", NAME)).isEqualTo(new Revoked(ID));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"value\":false}", "{}", "[]", "not json"})
  void revokingAnsweredWithoutTrueIsUnknown(String body) {
    vendor.on("POST", REVOKE, json(200, body));

    ActionFailure failure = fails("revoke-sessions", NAME);

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void aUserNobodyKnowsIsRefusedWithGraphsWords() {
    vendor.on(
        "GET",
        BY_NAME,
        error(404, "Request_ResourceNotFound", "Resource 'ana' does not exist\\u202e\\n or"));

    ActionFailure failure = fails("disable-user", NAME);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("Request_ResourceNotFound Resource 'ana' does not exist or");
  }

  @Test
  void aDeniedChangeNamesTheAdministratorsAsAReason() {
    vendor.on("PATCH", BY_ID, error(403, "Authorization_RequestDenied", "Insufficient privileges"));

    ActionFailure failure = fails("disable-user", NAME);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("Insufficient privileges")
        .hasMessageContaining("administrator");
  }

  @Test
  void anAnswerThatHidesWhetherHeIsEnabledAsksForThePermission() {
    vendor.on(
        "GET",
        BY_NAME,
        json(
            200,
            "{\"id\":\""
                + ID
                + "\",\"userPrincipalName\":\""
                + NAME
                + "\","
                + "\"accountEnabled\":null}"));

    ActionFailure failure = fails("disable-user", NAME);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("User.Read.All");
  }

  @Test
  void anAnswerAboutSomebodyElseIsNotActedOn() {
    vendor.on("GET", BY_NAME, user("bob@acme.example", true, LONG_AGO, "null", "null"));

    ActionFailure failure = fails("disable-user", NAME);

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(vendor.count("PATCH", ".*")).isZero();
  }

  @Test
  void aLimitWaitsAsLongAsGraphSays() {
    vendor.on("PATCH", BY_ID, rateLimited(17));

    ActionFailure failure = fails("disable-user", NAME);

    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(17));
  }

  // ---- tokens and readiness

  @Test
  void whatTheTokenLacksIsNamedActionByAction() throws ActionFailure {
    vendor
        .on("POST", TOKEN_PATH, token("User.Read.All", "User.EnableDisableAccount.All"))
        .on("GET", "/v1.0/users", json(200, "{\"value\":[]}"));

    Readiness ready = entra().readiness();

    assertThat(ready.account()).isEqualTo("app " + CLIENT + " in tenant " + TENANT);
    assertThat(ready.grants())
        .extracting(g -> g.action() + " " + g.state())
        .containsExactly("disable-user GRANTED", "enable-user GRANTED", "revoke-sessions MISSING");
    assertThat(ready.grants().get(2).detail()).contains("User.RevokeSessions.All of Microsoft");
  }

  @ParameterizedTest
  @CsvSource({
    "User.RevokeSessions.All, User.Read.All",
    "User.ReadBasic.All, User.RevokeSessions.All and User.Read.All",
    "Directory.Read.All, User.RevokeSessions.All"
  })
  void revokingNeedsBothToReadAndToRevoke(String role, String lacks) throws ActionFailure {
    vendor
        .on("POST", TOKEN_PATH, token(role))
        .on("GET", "/v1.0/users", json(200, "{\"value\":[]}"));

    Readiness ready = entra().readiness();

    assertThat(ready.grants().get(2).state()).isEqualTo(Readiness.State.MISSING);
    assertThat(ready.grants().get(2).detail()).contains("application permission " + lacks + " of");
  }

  @ParameterizedTest
  @ValueSource(strings = {"opaque", "a.b.c", "a.!!.c", "e30.W10.x"})
  void aTokenThatCannotBeReadLeavesAllUntold(String token) throws ActionFailure {
    vendor.on("POST", TOKEN_PATH, opaqueToken(token));

    Readiness ready = entra().readiness();

    assertThat(ready.grants()).hasSize(3).allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  @Test
  void aSecretThatIsOverIsRefusedWithEntrasCodeOnly() {
    vendor.on(
        "POST",
        TOKEN_PATH,
        json(
            401,
            "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000222: The provided"
                + " client secret keys for app are expired. "
                + SECRET
                + "\"}"));

    ActionFailure failure = catchThrowableOfType(ActionFailure.class, () -> entra().readiness());

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("AADSTS7000222")
        .hasMessageContaining("client-secret")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void aTokenThatCannotBeHadIsUnavailableThoughItIsAskedForByPost() {
    vendor.on("POST", TOKEN_PATH, serverError());

    ActionFailure failure = fails("disable-user", NAME);

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  // ---- inputs and settings

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ana",
        "me",
        "$ana@acme.example",
        "ana@",
        "@acme.example",
        "ana/x@acme.example",
        "ana@acme.example?$select=id",
        "ana @acme.example",
        "ana@acme.example\n",
        "a%2fb@c.example"
      })
  void whatIsNeitherIdNorPrincipalNameIsRefused(String user) {
    assertThatThrownBy(() -> new Account(user))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input 'user'");
  }

  @ParameterizedTest
  @CsvSource({
    "tenant, common",
    "tenant, Organizations",
    "tenant, a/b",
    "client-id, my-app",
    "client-secret, 0f3b2c1d-7777-4a5b-8c9d-e1f2a3b4c5d6",
    "graph-url, https://graph.microsoft.com/v1.0",
    "login-url, https://login.microsoftonline.com/acme"
  })
  void aSettingThatCannotWorkIsNamed(String key, String value) {
    assertThatThrownBy(() -> with(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setting '" + key + "'");
  }

  @Test
  void theGlobalCloudIsTheDefault() {
    Map<String, String> few =
        Map.of("tenant", TENANT, "client-id", CLIENT, "client-secret", SECRET);

    EntraSettings settings = Settings.bind("connector 'entra'", EntraSettings.class, few);

    assertThat(new EntraKind().endpoint(settings).moreHosts())
        .containsExactly("login.microsoftonline.com");
    assertThat(settings.scope()).isEqualTo("https://graph.microsoft.com/.default");
  }

  // ---- how

  private EntraSettings settings() {
    return with(Map.of());
  }

  private EntraSettings with(Map<String, String> changes) {
    Map<String, String> all = new HashMap<>();
    all.put("tenant", TENANT);
    all.put("client-id", CLIENT);
    all.put("client-secret", SECRET);
    all.put("graph-url", vendor.url());
    all.put("login-url", vendor.url());
    all.putAll(changes);
    return Settings.bind("connector 'entra'", EntraSettings.class, all);
  }

  private Connector entra() {
    return Entra.of(settings(), http, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private List<String> wire() {
    return vendor.received().stream()
        .map(r -> r.getMethod() + " " + r.getUrl() + " " + r.getBodyAsString())
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Action<Account, Record> action(Connector connector, String name) {
    return (Action<Account, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static Call<Account> call(Action<Account, Record> action, String user) {
    return new Call<>(
        new Account(user),
        "0123456789abcdef0123456789abcdef01234567",
        "incident-1",
        NOW.plus(action.deadline()));
  }

  private static Record run(Connector entra, String name, String user) throws ActionFailure {
    Action<Account, Record> action = action(entra, name);
    return action.body().run(call(action, user));
  }

  private Record run(String name, String user) throws ActionFailure {
    return run(entra(), name, user);
  }

  private ActionFailure fails(String name, String user) {
    return catchThrowableOfType(ActionFailure.class, () -> run(name, user));
  }

  private Observation observe(String name, String user) throws ActionFailure {
    Action<Account, Record> action = action(entra(), name);
    return action.probe().orElseThrow().observe(call(action, user));
  }
}
