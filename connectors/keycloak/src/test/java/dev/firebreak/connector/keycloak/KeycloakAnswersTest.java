package dev.firebreak.connector.keycloak;

import static dev.firebreak.connector.keycloak.KeycloakContractTest.ADMIN;
import static dev.firebreak.connector.keycloak.KeycloakContractTest.ID;
import static dev.firebreak.connector.keycloak.KeycloakContractTest.OFFLINE;
import static dev.firebreak.connector.keycloak.KeycloakContractTest.TOKEN;
import static dev.firebreak.connector.keycloak.KeycloakContractTest.USER;
import static dev.firebreak.connector.keycloak.KeycloakContractTest.realm;
import static dev.firebreak.connector.keycloak.KeycloakContractTest.session;
import static dev.firebreak.connector.keycloak.KeycloakContractTest.token;
import static dev.firebreak.connector.keycloak.KeycloakContractTest.user;
import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.serverError;
import static dev.firebreak.testkit.Answers.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real server does not answer on demand: faults, and what a hostile one could say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakAnswersTest {
  /** Our clock; Keycloak's, by its token, is an hour ahead of it. */
  private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

  private static final long THERE = Instant.parse("2026-03-01T10:00:00Z").getEpochSecond();
  private static final String SECRET = "secretForTests";
  private static final String STALE = "11111111-2222-3333-4444-555555555555";

  private final FakeVendor vendor = FakeVendor.start();
  private final VendorHttp http =
      VendorHttp.open(new KeycloakKind().endpoint(settings()), List.of("127.0.0.1"));

  @BeforeEach
  void aRealmWithAna() {
    vendor.forget();
    vendor
        .on("POST", TOKEN, token())
        .on("GET", ADMIN, realm(5))
        .on("PUT", ADMIN, status(204))
        .on("POST", ADMIN + "/(logout-all|push-revocation)", json(200, "{}"))
        .on("GET", ADMIN + "/users", json(200, "[" + user(true, 0) + "]"))
        .on("GET", USER, json(200, user(true, 0)))
        .on("PUT", USER, status(204))
        .on("POST", USER + "/logout", status(204))
        .on("GET", USER + "/sessions", json(200, "[]"))
        .on("GET", USER + "/consents", json(200, "[" + OFFLINE + "]"))
        .on("DELETE", USER + "/consents/app", status(204));
  }

  @AfterAll
  void stop() {
    http.close();
    vendor.close();
  }

  // ---- on the wire

  @Test
  void loggingOutAUserComesBeforeHisOfflineTokens() throws ActionFailure {
    Record output = run("log-out-user", account("ana"));

    assertThat(output).isEqualTo(new LoggedOut(ID, List.of("app")));
    assertThat(wire())
        .containsExactly(
            "POST "
                + TOKEN
                + " grant_type=client_credentials&client_id=firebreak&client_secret=secretForTests",
            "GET " + ADMIN + "/users?username=ana&exact=true&first=0&max=10 ",
            "POST " + USER + "/logout ",
            "GET " + USER + "/consents ",
            "DELETE " + USER + "/consents/app ");
  }

  @Test
  void theWholeUserIsSentBackWithOneChange() throws ActionFailure {
    run("disable-user", account("ana"));

    assertThat(vendor.received("PUT", USER).get(0).getBodyAsString())
        .isEqualTo(user(false, 0).replaceAll("\\s*\\n\\s*", ""));
  }

  @Test
  void notBeforeIsTheTimeOnKeycloaksClock() throws ActionFailure {
    run("revoke-realm-tokens", new RealmName("acme"));

    assertThat(wire())
        .contains("PUT " + ADMIN + " {\"notBefore\":" + THERE + "}")
        .endsWith("POST " + ADMIN + "/push-revocation ");
  }

  @Test
  void notBeforeIsNeverSetBack() throws ActionFailure {
    vendor.on("GET", ADMIN, realm(THERE + 60));

    run("revoke-realm-tokens", new RealmName("acme"));

    assertThat(vendor.count("PUT", ADMIN)).isZero();
    assertThat(vendor.count("POST", ADMIN + "/push-revocation")).isOne();
  }

  @Test
  void anAddressIsLookedForAsNameAndAsAddress() throws ActionFailure {
    run("disable-user", account("ana@example.com"));

    assertThat(wire())
        .contains(
            "GET " + ADMIN + "/users?username=ana%40example.com&exact=true&first=0&max=10 ",
            "GET " + ADMIN + "/users?email=ana%40example.com&exact=true&first=0&max=10 ");
  }

  @ParameterizedTest
  @CsvSource({"id, 0, 0", "username, 1, 0", "email, 0, 1"})
  void whatIsSaidToBeMeantIsTheOnlyThingTried(String by, int byName, int byAddress) {
    fails("disable-user", new Account("ana@example.com", Optional.of(by)));

    assertThat(wire()).filteredOn(l -> l.contains("?username=")).hasSize(byName);
    assertThat(wire()).filteredOn(l -> l.contains("?email=")).hasSize(byAddress);
  }

  // ---- what comes back

  @Test
  void anOfflineTokenThatIsGoneMeanwhileIsDone() throws ActionFailure {
    vendor.on(
        "DELETE",
        USER + "/consents/app",
        json(404, "{\"error\":\"Consent nor offline token not found\"}"));

    assertThat(run("log-out-user", account("ana"))).isEqualTo(new LoggedOut(ID, List.of("app")));
  }

  @Test
  void anOfflineTokenThatCannotBeRevokedIsNoSuccess() {
    vendor.on("DELETE", USER + "/consents/app", serverError());

    ActionFailure failure = fails("log-out-user", account("ana"));

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void clientsThatCannotBeToldDoNotMakeTheRevocationAFailure() throws ActionFailure {
    vendor.on("POST", ADMIN + "/push-revocation", serverError());

    Told told = (Told) run("revoke-realm-tokens", new RealmName("acme"));

    assertThat(told.told()).isEmpty();
    assertThat(told.failed()).singleElement().asString().contains("HTTP 500");
  }

  @Test
  void whoWasToldAndWhoWasNotIsHandedOn() throws ActionFailure {
    vendor.on(
        "POST",
        ADMIN + "/logout-all",
        json(
            200,
            "{\"successRequests\":[\"https://a.example\"],"
                + "\"failedRequests\":[\"https://b.example\\n\"]}"));

    assertThat(run("log-out-realm", new RealmName("acme")))
        .isEqualTo(new Told(List.of("https://a.example"), List.of("https://b.example")));
  }

  @Test
  void aUserKeycloakFindsButNobodyAskedForIsNotHit() {
    vendor.on(
        "GET",
        ADMIN + "/users",
        json(200, "[" + user(true, 0).replace("\"ana\"", "\"anna\"") + "]"));

    ActionFailure failure = fails("disable-user", account("ana"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(vendor.count("PUT", ".*")).isZero();
  }

  @Test
  void whatHeIsToldToBeWhenReadAgainIsNotSentToAnother() {
    vendor.on("GET", USER, json(200, user(true, 0).replace(ID, STALE)));

    ActionFailure failure = fails("disable-user", account("ana"));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(vendor.count("PUT", ".*")).isZero();
  }

  @Test
  void aMissingRealmIsNotTakenForAMissingUser() {
    vendor.on("GET", ADMIN + "/users/.*", json(404, "{\"error\":\"Realm not found.\"}"));

    ActionFailure failure = fails("disable-user", account(STALE));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("Realm not found.");
  }

  @Test
  void aProfileThatDoesNotPassIsRefusedWithItsFields() {
    vendor.on(
        "PUT",
        USER,
        json(
            400,
            "{\"errors\":[{\"field\":\"email\",\"errorMessage\":\"error-invalid-email\"},"
                + "{\"field\":\"x\\u202e\",\"errorMessage\":\""
                + SECRET
                + "\"}]}"));

    ActionFailure failure = fails("disable-user", account("ana"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("error-invalid-email email (secret) x)")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void aClientSettingAsUnreadableTokenCannotTellTheTime() {
    vendor.on("POST", TOKEN, json(200, "{\"access_token\":\"opaque\",\"expires_in\":60}"));

    ActionFailure failure = fails("revoke-realm-tokens", new RealmName("acme"));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(vendor.count("PUT", ADMIN)).isZero();
  }

  @Test
  void withoutSightOfTheRealmNothingIsConfirmed() {
    vendor.on("GET", ADMIN, json(200, "{\"realm\":\"acme\"}"));

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class, () -> observe("log-out-realm", new RealmName("acme")));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("view-realm");
  }

  // ---- times are Keycloak's

  @ParameterizedTest
  @CsvSource({"0, HOLDS", "-2, HOLDS", "-3, ABSENT", "-3600, ABSENT", "30, HOLDS"})
  void aUsersNotBeforeIsComparedOnKeycloaksClock(int seconds, Observation.State expected)
      throws ActionFailure {
    vendor
        .on("GET", ADMIN + "/users", json(200, "[" + user(true, THERE + seconds) + "]"))
        .on("GET", USER + "/consents", json(200, "[]"));

    Observation seen = observe("log-out-user", account("ana"));

    assertThat(seen.state()).as(seen.detail()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, HOLDS", "-3, ABSENT"})
  void aRealmsNotBeforeIsComparedOnKeycloaksClock(int seconds, Observation.State expected)
      throws ActionFailure {
    vendor.on("GET", ADMIN, realm(THERE + seconds));

    Observation seen = observe("log-out-realm", new RealmName("acme"));

    assertThat(seen.state()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"-1, ABSENT", "0, HOLDS", "9, HOLDS"})
  void aSessionOlderThanTheLogOutKeepsItOpen(int seconds, Observation.State expected)
      throws ActionFailure {
    vendor
        .on("GET", ADMIN + "/users", json(200, "[" + user(true, THERE) + "]"))
        .on("GET", USER + "/consents", json(200, "[]"))
        .on("GET", USER + "/sessions", json(200, "[" + session(THERE + seconds) + "]"));

    Observation seen = observe("log-out-user", account("ana"));

    assertThat(seen.state()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"-1, ABSENT", "9, HOLDS"})
  void anOlderOfflineSessionKeepsItOpenToo(int seconds, Observation.State expected)
      throws ActionFailure {
    vendor
        .on("GET", ADMIN + "/users", json(200, "[" + user(true, THERE) + "]"))
        .on(
            "GET",
            USER + "/offline-sessions/df81cf96-5f35-4c79-848d-d5b2413c44a1",
            json(200, "[" + session(THERE + seconds) + "]"));

    Observation seen = observe("log-out-user", account("ana"));

    assertThat(seen.state()).isEqualTo(expected);
  }

  // ---- readiness

  @Test
  void aRealmWithoutUsersCannotTellWhetherTheyMayBeManaged() throws ActionFailure {
    vendor.on("GET", ADMIN + "/users", json(200, "[]"));

    Readiness ready = keycloak().readiness();

    assertThat(ready.grants().subList(0, 4)).allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  // ---- inputs and settings

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " ana", ".", "..", "a\nb", "a\u202eb"})
  void aUserThatNamesNobodyIsRefused(String user) {
    assertThatThrownBy(() -> account(user))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input 'user'");
  }

  @Test
  void anUnknownWayToNameAUserIsRefused() {
    assertThatThrownBy(() -> new Account("ana", Optional.of("phone")))
        .hasMessageContaining("id, username or email");
  }

  @ParameterizedTest
  @CsvSource({
    "realm, a/b",
    "realm, ..",
    "client-realm, a b",
    "url, https://sso.acme.example/realms/acme",
    "url, https://sso.acme.example/admin"
  })
  void aSettingThatCannotWorkIsNamed(String key, String value) {
    assertThatThrownBy(() -> with(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setting '" + key + "'");
  }

  // ---- how

  private static Account account(String user) {
    return new Account(user, Optional.empty());
  }

  private KeycloakSettings settings() {
    return with(Map.of());
  }

  private KeycloakSettings with(Map<String, String> changes) {
    Map<String, String> all = new HashMap<>();
    all.put("url", vendor.url());
    all.put("realm", "acme");
    all.put("client-id", "firebreak");
    all.put("client-secret", SECRET);
    all.putAll(changes);
    return Settings.bind("connector 'keycloak'", KeycloakSettings.class, all);
  }

  private Connector keycloak() {
    return Keycloak.of(settings(), http, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private List<String> wire() {
    return vendor.received().stream()
        .map(r -> r.getMethod() + " " + r.getUrl() + " " + r.getBodyAsString())
        .toList();
  }

  @SuppressWarnings("unchecked")
  private <I extends Record> Action<I, Record> action(String name, I input) {
    Action<?, ?> action =
        keycloak().actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    assertThat(input).isInstanceOf(action.input());
    return (Action<I, Record>) action;
  }

  private static <I extends Record> Call<I> call(Action<I, ?> action, I input) {
    return new Call<>(
        input,
        "0123456789abcdef0123456789abcdef01234567",
        "incident-1",
        NOW.plus(action.deadline()));
  }

  private <I extends Record> Record run(String name, I input) throws ActionFailure {
    Action<I, Record> action = action(name, input);
    return action.body().run(call(action, input));
  }

  private <I extends Record> ActionFailure fails(String name, I input) {
    return catchThrowableOfType(ActionFailure.class, () -> run(name, input));
  }

  private <I extends Record> Observation observe(String name, I input) throws ActionFailure {
    Action<I, Record> action = action(name, input);
    return action.probe().orElseThrow().observe(call(action, input));
  }
}
