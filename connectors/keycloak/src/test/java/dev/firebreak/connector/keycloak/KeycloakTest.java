package dev.firebreak.connector.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.connector.keycloak.TestRealm.LogIn;
import dev.firebreak.connector.keycloak.TestRealm.Person;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Keycloak makes of it: real log-ins whose tokens are refused afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakTest {
  /** Client ids of service accounts, and what each may do: never more than a test needs. */
  private static final String FOR_USERS = "firebreak-users";

  private static final String FOR_LOGOUT = "firebreak-logout";
  private static final String FOR_TOKENS = "firebreak-tokens";
  private static final String FOR_ALL = "Firebreak-All";
  private static final String VIEWER = "firebreak-viewer";
  private static final String NOBODY = "firebreak-nobody";
  private static final Map<String, List<String>> ACCOUNTS =
      Map.of(
          FOR_USERS, List.of("manage-users"),
          FOR_LOGOUT, List.of("manage-users", "view-realm"),
          FOR_TOKENS, List.of("manage-realm"),
          FOR_ALL, List.of("manage-users", "view-realm", "manage-realm"),
          VIEWER, List.of("view-users", "view-realm"),
          NOBODY, List.of());

  private final List<VendorHttp> opened = new ArrayList<>();
  private TestRealm realm;

  @BeforeAll
  void aRealmOnAServer() {
    Optional<String> missing = KeycloakServer.missing();
    missing.ifPresent(why -> System.out.println("skipped: " + why));
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    Map<String, ?> provider = Map.of("alias", "corp", "providerId", "oidc", "enabled", true);
    realm =
        TestRealm.with(
            KeycloakServer.start(), ACCOUNTS, Map.of("identityProviders", List.of(provider)));
    realm.allowAnyAttribute();
  }

  @AfterEach
  void close() {
    opened.forEach(VendorHttp::close);
    opened.clear();
  }

  // ---- logging a user out

  @Test
  void loggingOutEndsSessionsAndOfflineTokens() throws ActionFailure {
    Person ana = realm.addUser();
    LogIn online = realm.logIn(ana);
    LogIn offline = realm.logInOffline(ana);
    assertThat(realm.isActive(online)).isTrue();
    Connector keycloak = keycloak(FOR_USERS);
    Call<Account> call = call(keycloak, "log-out-user", account(ana.name()));
    Observation before = observe(keycloak, "log-out-user", call);

    Record output = run(keycloak, "log-out-user", call);

    assertThat(output).isEqualTo(new LoggedOut(ana.id(), List.of(TestRealm.APP)));
    assertThat(before.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(observe(keycloak, "log-out-user", call).state()).isEqualTo(Observation.State.HOLDS);
    assertThat(realm.isActive(online)).isFalse();
    assertThat(realm.refreshes(online)).isFalse();
    assertThat(realm.refreshes(offline)).isFalse();
  }

  @Test
  void whoLogsInAgainAfterwardsDoesNotUnsettleIt() throws ActionFailure {
    Person ana = realm.addUser();
    realm.logIn(ana);
    Connector keycloak = keycloak(FOR_USERS);
    Call<Account> call = call(keycloak, "log-out-user", account(ana.name()));
    run(keycloak, "log-out-user", call);
    LogIn again = realm.logIn(ana);
    LogIn againOffline = realm.logInOffline(ana);

    Observation seen = observe(keycloak, "log-out-user", call);

    assertThat(seen.state()).as(seen.detail()).isEqualTo(Observation.State.HOLDS);
    assertThat(realm.refreshes(again)).isTrue();
    assertThat(realm.refreshes(againOffline)).isTrue();
  }

  @Test
  void aRehearsalCountsSessionsAndOfflineTokensAndEndsNone() throws ActionFailure {
    Person ana = realm.addUser();
    LogIn first = realm.logIn(ana);
    realm.logIn(ana);
    realm.logInOffline(ana);
    Connector keycloak = keycloak(FOR_USERS);
    Call<Account> call = call(keycloak, "log-out-user", account(ana.name()));

    Preview preview = action(keycloak, "log-out-user", Account.class).preview(call);

    assertThat(preview.sentence())
        .isEqualTo(
            "would end 2 sessions of "
                + ana.name()
                + " and revoke his offline tokens at 1 clients");
    assertThat(preview.affected()).isEqualTo(3);
    assertThat(realm.refreshes(first)).isTrue();
  }

  @Test
  void offlineTokensOfAClientWhoseIdIsAnAddressAreRevokedToo() throws ActionFailure {
    String wallet = "https://wallet.example/app?x=1#y";
    realm.addClient(wallet);
    Person ana = realm.addUser();
    LogIn offline = realm.logIn(wallet, ana, "openid offline_access");
    assertThat(realm.refreshes(wallet, offline)).isTrue();

    Record output = run(FOR_USERS, "log-out-user", account(ana.name()));

    assertThat(((LoggedOut) output).offlineClients()).containsExactly(wallet);
    assertThat(realm.refreshes(wallet, offline)).isFalse();
  }

  // ---- disabling

  @Test
  void disablingChangesNothingElseOfTheUser() throws ActionFailure {
    Map<String, ?> much =
        Map.of(
            "attributes", Map.of("badge", List.of("7"), "team", List.of("a", "b")),
            "requiredActions", List.of("CONFIGURE_TOTP"),
            "federatedIdentities",
                List.of(Map.of("identityProvider", "corp", "userId", "c-1", "userName", "carla")));
    String id = realm.addUser("carla", "carla@example.com", much);
    JsonNode before = realm.user(id);

    Record output = run(FOR_USERS, "disable-user", account("carla"));

    assertThat(output).isEqualTo(new Switched(id, false));
    assertThat(before.path("attributes")).hasSize(2);
    assertThat(before.path("federatedIdentities")).hasSize(1);
    assertThat(realm.user(id)).isEqualTo(((ObjectNode) before).put("enabled", false));
  }

  @Test
  void aDisabledUsersTokensAreRefusedAndHeCannotLogIn() throws ActionFailure {
    Person ana = realm.addUser();
    LogIn login = realm.logIn(ana);
    LogIn offline = realm.logInOffline(ana);
    Connector keycloak = keycloak(FOR_USERS);
    Call<Account> call = call(keycloak, "disable-user", account(ana.name()));
    Observation before = observe(keycloak, "disable-user", call);

    run(keycloak, "disable-user", call);

    assertThat(before.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(observe(keycloak, "disable-user", call).state()).isEqualTo(Observation.State.HOLDS);
    assertThat(realm.logIn(ana).status()).isEqualTo(400);
    assertThat(realm.isActive(login)).isFalse();
    assertThat(realm.refreshes(login)).isFalse();
    assertThat(realm.refreshes(offline)).isFalse();
  }

  @Test
  void enablingGivesTheUserBackAndTheSessionsNobodyEnded() throws ActionFailure {
    Person ana = realm.addUser();
    LogIn login = realm.logIn(ana);
    run(FOR_USERS, "disable-user", account(ana.name()));

    Record output = run(FOR_USERS, "enable-user", account(ana.name()));

    assertThat(output).isEqualTo(new Switched(ana.id(), false));
    assertThat(realm.logIn(ana).status()).isEqualTo(200);
    assertThat(realm.refreshes(login)).isTrue();
  }

  @Test
  void loggingOutADisabledUserLeavesNothingToComeBack() throws ActionFailure {
    Person ana = realm.addUser();
    LogIn login = realm.logIn(ana);
    run(FOR_USERS, "disable-user", account(ana.name()));
    run(FOR_USERS, "log-out-user", account(ana.name()));

    run(FOR_USERS, "enable-user", account(ana.name()));

    assertThat(realm.refreshes(login)).isFalse();
  }

  @Test
  void disablingTwiceSaysThatItWasSo() throws ActionFailure {
    Person ana = realm.addUser();
    run(FOR_USERS, "disable-user", account(ana.name()));

    Record output = run(FOR_USERS, "disable-user", account(ana.name()));

    assertThat(output).isEqualTo(new Switched(ana.id(), true));
  }

  @Test
  void itsOwnServiceAccountIsNotDisabledInWhateverCaseItIsWritten() {
    ActionFailure failure =
        fails(FOR_ALL, "disable-user", account("Service-Account-Firebreak-All"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("own service account");
  }

  // ---- who is meant

  @Test
  void aUserIsFoundByIdNameAndAddressInAnyCase() throws ActionFailure {
    Person ana = realm.addUser();
    String shouted = ana.name().toUpperCase(Locale.ROOT);
    run(FOR_USERS, "disable-user", account(ana.id()));

    for (String user :
        List.of(ana.id(), ana.name(), shouted, ana.email(), shouted + "@Example.com")) {
      assertThat(run(FOR_USERS, "disable-user", account(user)))
          .as(user)
          .isEqualTo(new Switched(ana.id(), true));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"an", "ana*", "*", "ana%", "11111111-2222-3333-4444-555555555555", "f:x:y", "@"})
  void whoIsNotThereIsRefusedAndNobodyElseHit(String user) {
    Person ana = realm.addUser();

    ActionFailure failure = fails(FOR_USERS, "disable-user", account(user));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("is not in realm");
    assertThat(realm.user(ana.id()).path("enabled").asBoolean()).isTrue();
  }

  @Test
  void anAddressThatTwoUsersHaveIsRefused() throws ActionFailure {
    TestRealm shared =
        TestRealm.with(
            KeycloakServer.start(),
            ACCOUNTS,
            Map.of("loginWithEmailAllowed", false, "duplicateEmailsAllowed", true));
    String ana = shared.addUser("ana", "shared@example.com", Map.of());
    String bob = shared.addUser("bob", "shared@example.com", Map.of());
    Connector keycloak = keycloak(values(shared, FOR_USERS));
    Call<Account> call = call(keycloak, "disable-user", account("shared@example.com"));

    ActionFailure failure =
        catchThrowableOfType(ActionFailure.class, () -> run(keycloak, "disable-user", call));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining(ana).hasMessageContaining(bob);
  }

  @Test
  void aNameThatIsAnothersIdIsRefusedUnlessItIsSaidWhichIsMeant() throws ActionFailure {
    Person victim = realm.addUser();
    realm.addUser(victim.id(), "mallory@example.com", Map.of());

    ActionFailure failure = fails(FOR_USERS, "disable-user", account(victim.id()));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    Account byId = new Account(victim.id(), Optional.of("id"));
    assertThat(run(FOR_USERS, "disable-user", byId)).isEqualTo(new Switched(victim.id(), false));
  }

  // ---- the whole realm

  @Test
  void loggingOutARealmEndsWhatEverybodyHas() throws ActionFailure {
    realm.endAllSessions();
    Person ana = realm.addUser();
    LogIn online = realm.logIn(ana);
    LogIn offline = realm.logInOffline(realm.addUser());
    realm.nextSecond();
    Connector keycloak = keycloak(FOR_LOGOUT);
    Call<RealmName> call = call(keycloak, "log-out-realm", new RealmName(realm.name()));
    Preview preview = action(keycloak, "log-out-realm", RealmName.class).preview(call);

    Record output = run(keycloak, "log-out-realm", call);

    assertThat(preview.sentence())
        .isEqualTo(
            "would log out realm "
                + realm.name()
                + ": 1 online and 1 offline sessions at 1 clients; every user has to log in again");
    assertThat(preview.affected()).isEqualTo(2);
    assertThat(output).isEqualTo(new Told(List.of(), List.of()));
    assertThat(realm.refreshes(online)).isFalse();
    assertThat(realm.refreshes(offline)).isFalse();
    assertThat(observe(keycloak, "log-out-realm", call).state()).isEqualTo(Observation.State.HOLDS);
    assertThat(realm.refreshes(realm.logIn(ana))).isTrue();
  }

  @Test
  void revokingARealmsTokensRefusesWhatWasIssuedAndTakesWhatComes() throws ActionFailure {
    Person ana = realm.addUser();
    LogIn online = realm.logIn(ana);
    LogIn offline = realm.logInOffline(ana);
    JsonNode before = realm.realm();
    Connector keycloak = keycloak(FOR_TOKENS);
    Call<RealmName> call = call(keycloak, "revoke-realm-tokens", new RealmName(realm.name()));
    // The connector has a token of its own by now, which the measure makes stale as well.
    observe(keycloak, "revoke-realm-tokens", call);
    realm.nextSecond();

    Record output = run(keycloak, "revoke-realm-tokens", call);

    assertThat(output).isEqualTo(new Told(List.of(), List.of()));
    assertThat(realm.isActive(online)).isFalse();
    assertThat(realm.refreshes(online)).isFalse();
    assertThat(realm.refreshes(offline)).isFalse();
    assertThat(observe(keycloak, "revoke-realm-tokens", call).state())
        .isEqualTo(Observation.State.HOLDS);
    assertThat(realm.refreshes(realm.logIn(ana))).isTrue();
    ObjectNode after = (ObjectNode) realm.realm();
    assertThat(after.path("notBefore").asLong()).isGreaterThan(before.path("notBefore").asLong());
    assertThat(after.set("notBefore", before.path("notBefore")).equals(before)).isTrue();
  }

  @Test
  void aClientThatCannotBeToldIsNamedAndTheMeasureHolds() throws ActionFailure {
    realm.changeClient(NOBODY, "adminUrl", "http://127.0.0.1:1/firebreak");
    Connector keycloak = keycloak(FOR_TOKENS);
    Call<RealmName> call = call(keycloak, "revoke-realm-tokens", new RealmName(realm.name()));

    Record output = run(keycloak, "revoke-realm-tokens", call);

    realm.changeClient(NOBODY, "adminUrl", "");
    assertThat(output).isEqualTo(new Told(List.of(), List.of("http://127.0.0.1:1/firebreak")));
    assertThat(observe(keycloak, "revoke-realm-tokens", call).state())
        .isEqualTo(Observation.State.HOLDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"log-out-realm", "revoke-realm-tokens"})
  void anotherRealmsNameIsBadInput(String name) {
    JsonNode before = realm.realm();

    ActionFailure failure = fails(FOR_ALL, name, new RealmName("master"));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(realm.realm()).isEqualTo(before);
  }

  // ---- the service account

  @Test
  void allIsGrantedWithTheThreeRoles() throws ActionFailure {
    realm.addUser();

    Readiness ready = keycloak(FOR_ALL).readiness();

    assertThat(ready.account())
        .isEqualTo("service account of client Firebreak-All in realm " + realm.name());
    assertThat(states(ready))
        .containsExactly(
            "log-out-user GRANTED",
            "disable-user GRANTED",
            "enable-user GRANTED",
            "log-out-realm GRANTED",
            "revoke-realm-tokens GRANTED");
  }

  @Test
  void whatARoleIsMissingForIsNamed() throws ActionFailure {
    realm.addUser();

    Readiness ready = keycloak(FOR_USERS).readiness();

    assertThat(states(ready))
        .containsExactly(
            "log-out-user GRANTED",
            "disable-user GRANTED",
            "enable-user GRANTED",
            "log-out-realm MISSING",
            "revoke-realm-tokens MISSING");
    assertThat(ready.grants().get(3).detail()).contains("view-realm");
    assertThat(ready.grants().get(4).detail()).contains("manage-realm");
  }

  @ParameterizedTest
  @ValueSource(strings = {VIEWER, NOBODY})
  void whoMayOnlySeeOrNotEvenThatMissesAll(String account) throws ActionFailure {
    realm.addUser();

    Readiness ready = keycloak(account).readiness();

    assertThat(states(ready)).hasSize(5).allMatch(s -> s.endsWith("MISSING"));
  }

  @Test
  void lightweightTokensHideOnlyWhatNothingElseTells() throws ActionFailure {
    realm.addUser();
    realm.changeClient(
        FOR_TOKENS, "attributes", Map.of("client.use.lightweight.access.token.enabled", "true"));

    Readiness ready = keycloak(FOR_TOKENS).readiness();

    realm.changeClient(
        FOR_TOKENS, "attributes", Map.of("client.use.lightweight.access.token.enabled", "false"));
    assertThat(states(ready)).contains("revoke-realm-tokens UNTOLD");
  }

  @Test
  void aClientInRealmMasterCanActOnAnotherRealm() throws ActionFailure {
    Person ana = realm.addUser();
    String client = "firebreak-for-" + realm.name();
    masterClient(client);
    Map<String, String> values = new HashMap<>(values(realm, client));
    values.put("client-realm", "master");
    Connector keycloak = keycloak(values);

    Record output =
        run(keycloak, "disable-user", call(keycloak, "disable-user", account(ana.name())));

    assertThat(output).isEqualTo(new Switched(ana.id(), false));
    assertThat(states(keycloak.readiness())).contains("revoke-realm-tokens GRANTED");
  }

  private void masterClient(String id) {
    String json = Json.write(TestRealm.client(id, TestRealm.SECRET, true));
    realm.admin("POST", "/admin/realms/master/clients", json, 201);
    JsonNode client =
        realm.admin("GET", "/admin/realms/master/clients?clientId=" + id, "", 200).path(0);
    JsonNode manages =
        realm
            .admin(
                "GET", "/admin/realms/master/clients?clientId=" + realm.name() + "-realm", "", 200)
            .path(0);
    String account =
        realm
            .admin(
                "GET",
                "/admin/realms/master/clients/"
                    + client.path("id").asText()
                    + "/service-account-user",
                "",
                200)
            .path("id")
            .asText();
    List<JsonNode> roles = new ArrayList<>();
    for (String role : List.of("manage-users", "manage-realm")) {
      roles.add(
          realm.admin(
              "GET",
              "/admin/realms/master/clients/" + manages.path("id").asText() + "/roles/" + role,
              "",
              200));
    }
    realm.admin(
        "POST",
        "/admin/realms/master/users/"
            + account
            + "/role-mappings/clients/"
            + manages.path("id").asText(),
        Json.write(roles),
        204);
  }

  @Test
  void aWrongSecretIsRefusedAndNotShown() {
    Map<String, String> values = new HashMap<>(values(realm, FOR_USERS));
    values.put("client-secret", "wrong-secret-91c");

    ActionFailure failure =
        catchThrowableOfType(ActionFailure.class, () -> keycloak(values).readiness());

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("Invalid client")
        .hasMessageNotContaining("wrong-secret-91c");
  }

  @Test
  void withoutTheRoleKeycloakRefusesAndSaysSo() {
    Person ana = realm.addUser();

    ActionFailure failure = fails(VIEWER, "disable-user", account(ana.name()));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("403");
    assertThat(realm.user(ana.id()).path("enabled").asBoolean()).isTrue();
  }

  // ---- how

  private static Account account(String user) {
    return new Account(user, Optional.empty());
  }

  private static Map<String, String> values(TestRealm realm, String client) {
    return Map.of(
        "url",
        KeycloakServer.start().url().toString(),
        "realm",
        realm.name(),
        "client-id",
        client,
        "client-secret",
        TestRealm.SECRET);
  }

  private Connector keycloak(String client) {
    return keycloak(values(realm, client));
  }

  private Connector keycloak(Map<String, String> values) {
    KeycloakSettings settings =
        Settings.bind("connector 'keycloak'", KeycloakSettings.class, values);
    VendorHttp http = VendorHttp.open(new KeycloakKind().endpoint(settings), List.of("127.0.0.1"));
    opened.add(http);
    return Keycloak.of(settings, http, Clock.systemUTC());
  }

  private static <I extends Record> Call<I> call(Connector keycloak, String name, I input) {
    Action<?, ?> action = action(keycloak, name, input.getClass());
    return new Call<>(
        input,
        "0123456789abcdef0123456789abcdef01234567",
        "incident-1",
        Instant.now().plus(action.deadline()));
  }

  private <I extends Record> Record run(String client, String name, I input) throws ActionFailure {
    Connector keycloak = keycloak(client);
    return run(keycloak, name, call(keycloak, name, input));
  }

  private <I extends Record> ActionFailure fails(String client, String name, I input) {
    return catchThrowableOfType(ActionFailure.class, () -> run(client, name, input));
  }

  private static <I extends Record> Record run(Connector keycloak, String name, Call<I> call)
      throws ActionFailure {
    return action(keycloak, name, type(call)).body().run(call);
  }

  private static <I extends Record> Observation observe(
      Connector keycloak, String name, Call<I> call) throws ActionFailure {
    return action(keycloak, name, type(call)).probe().orElseThrow().observe(call);
  }

  @SuppressWarnings("unchecked")
  private static <I extends Record> Class<I> type(Call<I> call) {
    return (Class<I>) call.input().getClass();
  }

  @SuppressWarnings("unchecked")
  private static <I extends Record> Action<I, Record> action(
      Connector keycloak, String name, Class<I> input) {
    Action<?, ?> action =
        keycloak.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    assertThat(action.input()).isEqualTo(input);
    return (Action<I, Record>) action;
  }

  private static List<String> states(Readiness ready) {
    return ready.grants().stream().map(g -> g.action() + " " + g.state()).toList();
  }
}
