package dev.firebreak.connector.vault;

import static dev.firebreak.connector.vault.Samples.ACCESSOR;
import static dev.firebreak.connector.vault.Samples.ENTITY;
import static dev.firebreak.connector.vault.Samples.LEASE;
import static dev.firebreak.connector.vault.Samples.denied;
import static dev.firebreak.connector.vault.Samples.entity;
import static dev.firebreak.connector.vault.Samples.keys;
import static dev.firebreak.connector.vault.Samples.lease;
import static dev.firebreak.connector.vault.Samples.noAccessor;
import static dev.firebreak.connector.vault.Samples.noLease;
import static dev.firebreak.connector.vault.Samples.nothing;
import static dev.firebreak.connector.vault.Samples.self;
import static dev.firebreak.connector.vault.Samples.token;
import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.redirect;
import static dev.firebreak.testkit.Answers.serverError;
import static dev.firebreak.testkit.Answers.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VaultTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String TOKEN = "hvs.tokenForTests";
  private static final String LOOKUP = "/v1/auth/token/lookup-accessor";
  private static final String REVOKE = "/v1/auth/token/revoke-accessor";
  private static final String ENTITY_PATH = "/v1/identity/entity/id/" + ENTITY;
  private static final String LIST = "/v1/sys/leases/lookup/database/creds/readonly/";
  private static final String REVOKE_PREFIX =
      "/v1/sys/leases/revoke-prefix/database/creds/readonly/";
  private static final Prefix READONLY = new Prefix("database/creds/readonly");

  private final FakeVendor vendor = FakeVendor.start();
  private final VendorHttp http =
      VendorHttp.open(new VaultKind().endpoint(byToken()), List.of("127.0.0.1"));

  @BeforeEach
  void aVaultThatKnowsUs() {
    vendor.forget();
    self(vendor);
  }

  @AfterAll
  void stop() {
    http.close();
    vendor.close();
  }

  // ---- on the wire

  @Test
  void anAccessorIsLookedUpAndRevokedWithTokenAndNamespace() throws ActionFailure {
    vendor.on("POST", LOOKUP, token(ACCESSOR)).on("POST", REVOKE, status(204));

    RevokedToken output =
        (RevokedToken)
            run(
                with(Map.of("token", TOKEN, "namespace", "acme/prod")),
                "revoke-accessor",
                new Accessor(ACCESSOR));

    assertThat(output)
        .isEqualTo(new RevokedToken(false, Optional.of("ldap-ana"), Optional.of(ENTITY)));
    assertThat(wire())
        .containsExactly(
            "POST " + LOOKUP + " {\"accessor\":\"" + ACCESSOR + "\"}",
            "GET /v1/auth/token/lookup-self ",
            "POST " + REVOKE + " {\"accessor\":\"" + ACCESSOR + "\"}");
    assertThat(vendor.received())
        .allSatisfy(
            r -> {
              assertThat(r.getHeader("X-Vault-Token")).isEqualTo(TOKEN);
              assertThat(r.getHeader("X-Vault-Namespace")).isEqualTo("acme/prod");
              assertThat(r.getHeader("X-Vault-Request")).isEqualTo("true");
            });
  }

  @Test
  void disablingAnEntitySendsNothingButTheSwitch() throws ActionFailure {
    vendor.on("GET", ENTITY_PATH, entity(false)).on("POST", ENTITY_PATH, status(204));

    Record output = run("disable-entity", new EntityId(ENTITY));

    assertThat(output).isEqualTo(new Switched("ana", false));
    assertThat(wire()).contains("POST " + ENTITY_PATH + " {\"disabled\":true}");
  }

  @Test
  void aPrefixIsRevokedAsAFolderSoThatItIsNoOtherNamesBeginning() throws ActionFailure {
    vendor.on("POST", REVOKE_PREFIX, status(202));

    run("revoke-prefix", READONLY);

    assertThat(wire()).contains("POST " + REVOKE_PREFIX + " ");
  }

  @Test
  void namesInAPrefixAreEncodedOneByOne() throws ActionFailure {
    vendor.on("POST", "/v1/sys/leases/revoke-prefix/.*", status(202));

    run(
        with(Map.of("token", TOKEN, "revocable-prefixes", "auth/ldap")),
        "revoke-prefix",
        new Prefix("auth/ldap/login/ana@example.com"));

    assertThat(wire())
        .contains("POST /v1/sys/leases/revoke-prefix/auth/ldap/login/ana%40example.com/ ");
  }

  // ---- already so, and what is not there

  @Test
  void anAccessorThatNoTokenHasIsRevokedAlready() throws ActionFailure {
    vendor.on("POST", LOOKUP, noAccessor());

    Record output = run("revoke-accessor", new Accessor(ACCESSOR));

    assertThat(output).isEqualTo(RevokedToken.GONE);
    assertThat(vendor.count("POST", REVOKE)).isZero();
  }

  @Test
  void aLeaseThatIsNotThereIsRevokedAlready() throws ActionFailure {
    vendor.on("POST", "/v1/sys/leases/lookup", noLease());

    Record output = run("revoke-lease", new LeaseId(LEASE));

    assertThat(output).isEqualTo(new RevokedLease(true));
    assertThat(vendor.count("POST", "/v1/sys/leases/revoke")).isZero();
  }

  @Test
  void anEntityThatIsDisabledIsLeftSo() throws ActionFailure {
    vendor.on("GET", ENTITY_PATH, entity(true));

    Record output = run("disable-entity", new EntityId(ENTITY));

    assertThat(output).isEqualTo(new Switched("ana", true));
    assertThat(vendor.count("POST", ENTITY_PATH)).isZero();
  }

  @Test
  void anEntityNobodyKnowsIsRefusedAndNeverMade() {
    vendor.on("GET", ENTITY_PATH, nothing());

    ActionFailure failure = fails("disable-entity", new EntityId(ENTITY));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("none with this id");
    assertThat(vendor.count("POST", ENTITY_PATH)).isZero();
  }

  // ---- what 400, 403, 404 and the rest mean

  @Test
  void aDeniedLookUpIsNotTakenForATokenThatIsGone() {
    vendor.on("POST", LOOKUP, denied());

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class, () -> observe("revoke-accessor", new Accessor(ACCESSOR)));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("permission denied");
  }

  @Test
  void aBadTokenIsGoneWhileOursIsTaken() throws ActionFailure {
    vendor.on("POST", LOOKUP, json(403, "{\"errors\":[\"bad token\"]}"));

    Observation seen = observe("revoke-accessor", new Accessor(ACCESSOR));

    assertThat(seen.state()).isEqualTo(Observation.State.HOLDS);
  }

  @Test
  void aBadTokenThatMayBeOursIsNotTakenForTheOthersEnd() {
    vendor
        .on("POST", LOOKUP, json(403, "{\"errors\":[\"bad token\"]}"))
        .on("GET", "/v1/auth/token/lookup-self", json(403, "{\"errors\":[\"bad token\"]}"));

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class, () -> observe("revoke-accessor", new Accessor(ACCESSOR)));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void aMissingRouteIsNotTakenForAnEmptyList() {
    vendor.on("GET", LIST, json(404, "{\"errors\":[\"no handler for route \\\"sys/leases\\\"\"]}"));

    ActionFailure failure =
        catchThrowableOfType(ActionFailure.class, () -> observe("revoke-prefix", READONLY));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("no handler for route");
  }

  @ParameterizedTest
  @CsvSource({"412, UNAVAILABLE", "503, UNAVAILABLE", "500, UNKNOWN", "400, REFUSED"})
  void aChangeThatFailsIsToldApartByItsStatus(int status, Kind expected) {
    vendor
        .on("GET", ENTITY_PATH, entity(false))
        .on("POST", ENTITY_PATH, json(status, "{\"errors\":[\"Vault is sealed\"]}"));

    ActionFailure failure = fails("disable-entity", new EntityId(ENTITY));

    assertThat(failure.kind()).isEqualTo(expected);
  }

  @Test
  void aLookUpThatFailsOnTheServerChangedNothingThoughItIsAPost() {
    vendor.on("POST", LOOKUP, serverError());

    ActionFailure failure = fails("revoke-accessor", new Accessor(ACCESSOR));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void aStandbysRedirectIsRefusedWithAHintAtTheUrl() {
    vendor.on("POST", LOOKUP, redirect("https://vault-2.example:8200/v1/auth").withStatus(307));

    ActionFailure failure = fails("revoke-accessor", new Accessor(ACCESSOR));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("check the connector's url");
  }

  @Test
  void vaultsWordsAreQuotedAsOneLineWithoutTheToken() {
    vendor.on(
        "POST", LOOKUP, json(403, "{\"errors\":[\"line\\nbreak \\u202e " + TOKEN + " denied\"]}"));

    ActionFailure failure = fails("revoke-accessor", new Accessor(ACCESSOR));

    assertThat(failure)
        .hasMessageContaining("line break (secret) denied")
        .hasMessageNotContaining(TOKEN);
  }

  // ---- what would cut off the connector itself

  @Test
  void itsOwnTokenIsNotRevoked() {
    vendor.on("POST", LOOKUP, token("FireBreakOwnAccessor0001"));

    ActionFailure failure = fails("revoke-accessor", new Accessor("FireBreakOwnAccessor0001"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(vendor.count("POST", REVOKE)).isZero();
  }

  @Test
  void itsOwnEntityIsNotDisabled() {
    String own = "00000000-1111-2222-3333-444444444444";
    vendor.on(
        "GET",
        "/v1/identity/entity/id/" + own,
        json(200, "{\"data\":{\"id\":\"" + own + "\",\"name\":\"fb\",\"disabled\":false}}"));

    ActionFailure failure = fails("disable-entity", new EntityId(own));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(vendor.count("POST", ".*entity.*")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth/approle", "auth/approle/login"})
  void aPrefixThatCoversItsOwnTokenIsNotRevoked(String prefix) {
    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class,
            () ->
                run(
                    with(Map.of("token", TOKEN, "revocable-prefixes", "auth")),
                    "revoke-prefix",
                    new Prefix(prefix)));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(vendor.count("POST", ".*revoke-prefix.*")).isZero();
  }

  // ---- leases end in the background

  @ParameterizedTest
  @CsvSource({"3000, ABSENT", "1, ABSENT", "0, PENDING", "-4, PENDING"})
  void aLeaseWhoseTimeIsOverIsOnItsWay(long ttl, Observation.State expected) throws ActionFailure {
    vendor.on("POST", "/v1/sys/leases/lookup", lease(LEASE, "2026-03-01T09:00:00Z", ttl));

    Observation seen = observe("revoke-lease", new LeaseId(LEASE));

    assertThat(seen.state()).isEqualTo(expected);
  }

  @Test
  void aLeaseThatNeverExpiresIsNotTakenForOneThatIsOver() throws ActionFailure {
    vendor.on(
        "POST",
        "/v1/sys/leases/lookup",
        json(
            200,
            "{\"data\":{\"id\":\""
                + LEASE
                + "\",\"issue_time\":\"2026-03-01T09:00:00Z\",\"expire_time\":null,\"ttl\":0}}"));

    Observation seen = observe("revoke-lease", new LeaseId(LEASE));

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
  }

  @Test
  void whyVaultCannotRevokeALeaseIsTold() throws ActionFailure {
    vendor.on(
        "POST",
        "/v1/sys/leases/lookup",
        json(
            200,
            "{\"data\":{\"id\":\""
                + LEASE
                + "\",\"issue_time\":\"2026-03-01T09:00:00Z\",\"ttl\":-9,"
                + "\"expire_time\":\"2026-03-01T09:59:00Z\","
                + "\"revoke_error\":\"dial tcp: connection refused\"}}"));

    Observation seen = observe("revoke-lease", new LeaseId(LEASE));

    assertThat(seen.detail()).contains("could not revoke it yet").contains("connection refused");
  }

  // ---- a prefix

  @Test
  void aRehearsalListsWhatIsInFoldersBelowFolders() throws ActionFailure {
    vendor
        .on("GET", "/v1/sys/leases/lookup/database/creds/", keys("readonly/", "stray"))
        .on("GET", LIST, keys("a1", "b2"));

    Preview preview =
        preview(with(Map.of("token", TOKEN, "revocable-prefixes", "database")), "database/creds");

    assertThat(preview.sentence()).isEqualTo("would revoke 3 leases below database/creds");
    assertThat(preview.affected()).isEqualTo(3);
    assertThat(preview.targets())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "credential:database/creds/stray",
            "credential:database/creds/readonly/a1",
            "credential:database/creds/readonly/b2");
    assertThat(vendor.received("POST", ".*")).isEmpty();
  }

  @Test
  void aRehearsalOfManyLeasesCountsAllAndListsSome() throws ActionFailure {
    String[] many = IntStream.range(0, 900).mapToObj(i -> "lease" + i).toArray(String[]::new);
    vendor.on("GET", LIST, keys(many));

    Preview preview = preview(byToken(), READONLY.prefix());

    assertThat(preview.affected()).isEqualTo(900);
    assertThat(preview.targets()).hasSize(Preview.MOST);
  }

  @Test
  void aRehearsalWhereNothingIsSaysSo() throws ActionFailure {
    vendor.on("GET", LIST, nothing());

    Preview preview = preview(byToken(), READONLY.prefix());

    assertThat(preview.affected()).isZero();
  }

  @Test
  void leasesThatWereMadeAfterTheCallDoNotCount() throws ActionFailure {
    vendor
        .on("GET", LIST, keys("2f6a614c"))
        .on("POST", "/v1/sys/leases/lookup", lease(LEASE, "2026-03-01T10:00:01.5+00:00", 3_000));

    Observation seen = observe("revoke-prefix", READONLY);

    assertThat(seen.state()).isEqualTo(Observation.State.HOLDS);
  }

  @ParameterizedTest
  @CsvSource({"3000, ABSENT", "-1, PENDING"})
  void anOldLeaseKeepsAPrefixOpen(long ttl, Observation.State expected) throws ActionFailure {
    vendor
        .on("GET", LIST, keys("2f6a614c"))
        .on("POST", "/v1/sys/leases/lookup", lease(LEASE, "2026-03-01T09:59:00Z", ttl));

    Observation seen = observe("revoke-prefix", READONLY);

    assertThat(seen.state()).isEqualTo(expected);
  }

  @Test
  void moreLeasesThanCanBeLookedAtAreNoConfirmation() throws ActionFailure {
    String[] many = IntStream.range(0, 201).mapToObj(i -> "lease" + i).toArray(String[]::new);
    vendor.on("GET", LIST, keys(many)).on("POST", "/v1/sys/leases/lookup", noLease());

    Observation seen = observe("revoke-prefix", READONLY);

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(seen.detail()).contains("201 leases").contains("look there yourself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"database", "database/creds/readwrite", "auth/ldap", "database/creds"})
  void aPrefixTheOperatorDidNotAllowIsBadInput(String prefix) {
    VaultSettings narrow =
        with(Map.of("token", TOKEN, "revocable-prefixes", "database/creds/read"));

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class, () -> run(narrow, "revoke-prefix", new Prefix(prefix)));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(vendor.received()).isEmpty();
  }

  @Test
  void aKeyThatIsNoNameIsNotFollowed() {
    vendor.on("GET", LIST, keys("../../../auth/token/"));

    ActionFailure failure =
        catchThrowableOfType(ActionFailure.class, () -> preview(byToken(), READONLY.prefix()));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(vendor.received()).hasSize(1);
  }

  // ---- AppRole

  @Test
  void anAppRoleLogsInOnceAndUsesItsToken() throws ActionFailure {
    logIn("hvs.first", 1200);
    vendor.on("GET", ENTITY_PATH, entity(true));
    Vault vault = Vault.of(byAppRole(), http, fixed());

    run(vault, "disable-entity", new EntityId(ENTITY));
    run(vault, "disable-entity", new EntityId(ENTITY));

    assertThat(wire())
        .containsExactly(
            "POST /v1/auth/firebreak/login {secret_id,role_id}",
            "GET " + ENTITY_PATH + " ",
            "GET " + ENTITY_PATH + " ");
    assertThat(vendor.received("GET", ".*"))
        .allMatch(r -> r.getHeader("X-Vault-Token").equals("hvs.first"));
  }

  @Test
  void anAppRolesTokenThatIsRefusedIsReplacedOnce() throws ActionFailure {
    Vault vault = Vault.of(byAppRole(), http, fixed());
    logIn("hvs.first", 1200);
    vendor.on("GET", ENTITY_PATH, entity(true));
    run(vault, "disable-entity", new EntityId(ENTITY));
    refusedUnless("hvs.second");
    logIn("hvs.second", 1200);

    Record output = run(vault, "disable-entity", new EntityId(ENTITY));

    assertThat(output).isEqualTo(new Switched("ana", true));
    assertThat(vendor.received("GET", ".*"))
        .extracting(r -> r.getHeader("X-Vault-Token"))
        .containsExactly("hvs.first", "hvs.first", "hvs.second");
  }

  @Test
  void aDeniedCallWithAFreshTokenIsNotSentAgain() {
    logIn("hvs.first", 1200);
    vendor.on("GET", ENTITY_PATH, denied());

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class, () -> run(byAppRole(), "disable-entity", new EntityId(ENTITY)));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(vendor.count("GET", ENTITY_PATH)).isOne();
  }

  @Test
  void aLogInThatVaultRefusesIsRefusedWithItsWords() {
    vendor.on(
        "POST",
        "/v1/auth/firebreak/login",
        json(400, "{\"errors\":[\"invalid role or secret ID\"]}"));

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class, () -> run(byAppRole(), "disable-entity", new EntityId(ENTITY)));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("invalid role or secret ID");
  }

  @Test
  void aLogInWhoseAnswerIsLostIsUnavailable() {
    vendor.on("POST", "/v1/auth/firebreak/login", serverError());

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class, () -> run(byAppRole(), "disable-entity", new EntityId(ENTITY)));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  // ---- readiness

  @Test
  void whatThePolicyLacksIsNamedPathByPath() throws ActionFailure {
    capabilities("[\"update\"]", "[\"read\"]", "[\"list\"]");

    Readiness ready = Vault.of(byToken(), http, fixed()).readiness();

    assertThat(ready.account()).isEqualTo("token approle of auth/approle/login");
    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.MISSING)
        .extracting(g -> g.action() + ": " + g.detail())
        .containsExactly(
            "revoke-prefix: add to the policy of Firebreak's token: [update, sudo] on"
                + " sys/leases/revoke-prefix/database/creds/readonly/, [list, sudo] on"
                + " sys/leases/lookup/database/creds/readonly/",
            "disable-entity: add to the policy of Firebreak's token: [read, update] on"
                + " identity/entity/id/00000000-0000-0000-0000-000000000000",
            "enable-entity: add to the policy of Firebreak's token: [read, update] on"
                + " identity/entity/id/00000000-0000-0000-0000-000000000000");
  }

  @Test
  void aRootTokenMayEverything() throws ActionFailure {
    capabilities("[\"root\"]", "[\"root\"]", "[\"root\"]");

    Readiness ready = Vault.of(byToken(), http, fixed()).readiness();

    assertThat(ready.grants()).allMatch(g -> g.state() == Readiness.State.GRANTED);
  }

  @Test
  void withoutRevocablePrefixesThatActionIsUntold() throws ActionFailure {
    capabilities("[\"update\"]", "[\"read\",\"update\"]", "[]");

    Readiness ready = Vault.of(with(Map.of("token", TOKEN)), http, fixed()).readiness();

    assertThat(ready.grants())
        .filteredOn(g -> g.action().equals("revoke-prefix"))
        .allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  // ---- inputs and settings

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hvs.CAESIJ1secretToken",
        "s.9gHt7Yy2secretTokenOldStyle",
        "hmac-sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
        "Zk3WbQ7yTn1XvR5s/../x",
        "short",
        "Zk3WbQ7yTn1XvR5sLc9DfG2h\n"
      })
  void whatIsNoAccessorIsRefusedWithoutBeingShown(String accessor) {
    assertThatThrownBy(() -> new Accessor(accessor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input 'accessor'")
        .satisfies(
            e ->
                assertThat(accessor.isEmpty() || !String.valueOf(e.getMessage()).contains(accessor))
                    .isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "*",
        "database/*",
        "../sys",
        "database/../sys",
        "database//creds",
        "/database",
        "."
      })
  void aPrefixThatCouldBeBroaderThanItLooksIsRefused(String prefix) {
    assertThatThrownBy(() -> new Prefix(prefix)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "database", "database/creds/", "a//b", "a/*", "a/b c", "a/b\n"})
  void whatIsNotTheWholeIdOfALeaseIsRefused(String lease) {
    assertThatThrownBy(() -> new LeaseId(lease)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ana", "7d2e3179-f69b-450c-7179-ac8ee8bd8ca9/x", "*"})
  void whatIsNoEntitysIdIsRefused(String id) {
    assertThatThrownBy(() -> new EntityId(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void exactlyOneWayToLogInIsAsked() {
    assertThatThrownBy(() -> with(Map.of())).hasMessageContaining("either setting 'token'");
    assertThatThrownBy(() -> with(Map.of("role-id", "r"))).hasMessageContaining("both");
    assertThatThrownBy(() -> with(Map.of("token", "t", "role-id", "r", "secret-id", "s")))
        .hasMessageContaining("either");
  }

  @Test
  void aTokenWithALineBreakIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> with(Map.of("token", "hvs.abc\nX: 1")))
        .hasMessageContaining("setting 'token'")
        .hasMessageNotContaining("hvs.abc");
  }

  @Test
  void anAddressWithTheApisVersionIsRefused() {
    assertThatThrownBy(() -> with(Map.of("token", "t", "url", "https://vault.example:8200/v1/")))
        .hasMessageContaining("without /v1");
  }

  @Test
  void aMountWithDotsIsRefused() {
    assertThatThrownBy(
            () -> with(Map.of("role-id", "r", "secret-id", "s", "approle-mount", "../sys")))
        .hasMessageContaining("setting 'approle-mount'");
  }

  // ---- how

  private VaultSettings byToken() {
    return with(Map.of("token", TOKEN, "revocable-prefixes", "database/creds/readonly/"));
  }

  private VaultSettings byAppRole() {
    return with(Map.of("role-id", "role-1", "secret-id", "secret-1", "approle-mount", "firebreak"));
  }

  private VaultSettings with(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.putIfAbsent("url", vendor.url());
    return Settings.bind("connector 'vault'", VaultSettings.class, all);
  }

  private static Clock fixed() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  private void logIn(String token, long seconds) {
    vendor.on(
        "POST",
        "/v1/auth/firebreak/login",
        json(
            200,
            "{\"auth\":{\"client_token\":\"" + token + "\",\"lease_duration\":" + seconds + "}}"));
  }

  private void refusedUnless(String token) {
    vendor
        .wireMock()
        .stubFor(
            WireMock.get(ENTITY_PATH)
                .inScenario("token")
                .whenScenarioStateIs(Scenario.STARTED)
                .withHeader("X-Vault-Token", WireMock.notMatching(token))
                .willReturn(denied()));
  }

  private void capabilities(String change, String ofEntity, String ofPrefix) {
    String p = "database/creds/readonly/";
    String body =
        "\"auth/token/lookup-accessor\":%1$s,\"auth/token/revoke-accessor\":%1$s,\"sys/leases/lookup\":%1$s,\"sys/leases/revoke\":%1$s,\"identity/entity/id/00000000-0000-0000-0000-000000000000\":%2$s,\"sys/leases/revoke-prefix/%4$s\":%3$s,\"sys/leases/lookup/%4$s\":%3$s"
            .formatted(change, ofEntity, ofPrefix, p);
    ResponseDefinitionBuilder answer = json(200, "{\"data\":{" + body + "}}");
    vendor.on("POST", "/v1/sys/capabilities-self", answer);
  }

  /** Bodies too; of a log-in only the names of what was sent. */
  private List<String> wire() {
    return vendor.received().stream()
        .map(
            r -> {
              String body = r.getBodyAsString();
              boolean login = r.getUrl().endsWith("/login");
              String shown =
                  login && body.contains("\"role_id\":\"role-1\"") && body.contains("secret-1")
                      ? "{secret_id,role_id}"
                      : body;
              return r.getMethod() + " " + r.getUrl() + " " + shown;
            })
        .toList();
  }

  private static <I extends Record> Call<I> call(I input) {
    return new Call<>(
        input,
        "0123456789abcdef0123456789abcdef01234567",
        "incident-1",
        NOW.plus(Vault.QUEUE_DEADLINE));
  }

  @SuppressWarnings("unchecked")
  private static <I extends Record> Action<I, Record> action(Vault vault, String name, I input) {
    Action<?, ?> action =
        vault.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    assertThat(input).isInstanceOf(action.input());
    return (Action<I, Record>) action;
  }

  private static <I extends Record> Record run(Vault vault, String name, I input)
      throws ActionFailure {
    return action(vault, name, input).body().run(call(input));
  }

  private <I extends Record> Record run(VaultSettings settings, String name, I input)
      throws ActionFailure {
    return run(Vault.of(settings, http, fixed()), name, input);
  }

  private <I extends Record> Record run(String name, I input) throws ActionFailure {
    return run(byToken(), name, input);
  }

  private <I extends Record> ActionFailure fails(String name, I input) {
    return catchThrowableOfType(ActionFailure.class, () -> run(name, input));
  }

  private <I extends Record> Observation observe(String name, I input) throws ActionFailure {
    return action(Vault.of(byToken(), http, fixed()), name, input)
        .probe()
        .orElseThrow()
        .observe(call(input));
  }

  private Preview preview(VaultSettings settings, String prefix) throws ActionFailure {
    Prefix input = new Prefix(prefix);
    return action(Vault.of(settings, http, fixed()), "revoke-prefix", input).preview(call(input));
  }
}
