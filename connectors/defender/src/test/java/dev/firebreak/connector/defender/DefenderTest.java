package dev.firebreak.connector.defender;

import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.rateLimited;
import static dev.firebreak.testkit.Answers.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
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
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.FakeVendor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefenderTest {
  private static final String ISOLATE = "/api/machines/" + Shapes.MACHINE + "/isolate";
  private static final String UNISOLATE = "/api/machines/" + Shapes.MACHINE + "/unisolate";
  private static final String KEY = "00112233445566778899aabbccddeeff00112233";
  private static final Isolation.Isolate FULLY = isolate(Optional.empty());

  private final FakeVendor vendor = FakeVendor.start();
  private VendorHttp http;
  private Connector connector;

  @BeforeEach
  void open() {
    DefenderKind kind = new DefenderKind();
    DefenderSettings settings = settings(Map.of());
    http = VendorHttp.open(kind.endpoint(settings), List.of("127.0.0.1"));
    connector = kind.open(settings, http);
    vendor.on("POST", Shapes.TOKEN_PATH, Shapes.token("Machine.Isolate", "Machine.Read.All"));
    vendor.on("GET", Shapes.ORDERS, Shapes.orders());
  }

  private DefenderSettings settings(Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("url", vendor.url());
    values.put("login-url", vendor.url());
    values.put("tenant", Shapes.TENANT);
    values.put("client-id", "0f0e0d0c-0b0a-0908-0706-050403020100");
    values.put("client-secret", "made~up");
    values.putAll(more);
    return Settings.bind("connector 'defender'", DefenderSettings.class, values);
  }

  @AfterEach
  void close() {
    http.close();
    vendor.close();
  }

  // ---- ordering

  @Test
  void anIsolationIsOrderedWithItsKeyAndIncident() throws ActionFailure, IOException {
    vendor.on("POST", ISOLATE, json(201, Shapes.order("Isolate", "Pending", "null", "12")));

    Record order = run("isolate-machine", FULLY);

    assertThat(order).isEqualTo(new Isolation.Order("5a0f7c1e-12", false));
    JsonNode body = Json.parse(vendor.received("POST", ISOLATE).get(0).getBody());
    assertThat(body)
        .isEqualTo(
            Json.parse(
                "{\"Comment\":\"Firebreak incident incident-1, measure "
                    + KEY
                    + "\",\"ExternalId\":\""
                    + KEY
                    + "\",\"IsolationType\":\"Full\"}"));
  }

  @Test
  void anAppsTokenIsAskedForOnceAndUsed() throws ActionFailure {
    vendor.on("POST", ISOLATE, json(201, Shapes.order("Isolate", "Pending", "null", "12")));

    run("isolate-machine", FULLY);

    LoggedRequest token = vendor.received("POST", Shapes.TOKEN_PATH).get(0);
    assertThat(vendor.count("POST", Shapes.TOKEN_PATH)).isOne();
    assertThat(token.getBodyAsString())
        .contains("grant_type=client_credentials")
        .contains("scope=https%3A%2F%2Fapi.securitycenter.microsoft.com%2F.default");
    assertThat(vendor.received("POST", ISOLATE).get(0).getHeader("Authorization"))
        .startsWith("Bearer aGVhZA.");
  }

  @Test
  void theOrdersOfTheOneMachineAreAskedFor() throws ActionFailure {
    observe("isolate-machine", FULLY);

    assertThat(vendor.received("GET", Shapes.ORDERS).get(0).queryParameter("$filter").firstValue())
        .isEqualTo(
            "machineId eq '" + Shapes.MACHINE + "' and (type eq 'Isolate' or type eq 'Unisolate')");
  }

  @ParameterizedTest
  @CsvSource({"Pending", "InProgress", "Succeeded"})
  void aMachineThatIsIsolatedOrAboutToBeIsNotOrderedAgain(String status) throws ActionFailure {
    vendor.on("GET", Shapes.ORDERS, Shapes.orders(Shapes.order("Isolate", status, "null", "10")));

    Record order = run("isolate-machine", FULLY);

    assertThat(order).isEqualTo(new Isolation.Order("5a0f7c1e-10", true));
    assertThat(vendor.count("POST", ISOLATE)).isZero();
  }

  @Test
  void aMachineThatWasNeverIsolatedNeedsNoRelease() throws ActionFailure {
    Record order = run("release-machine", new Isolation.Release(Shapes.MACHINE));

    assertThat(order).isEqualTo(new Isolation.Order("none", true));
    assertThat(vendor.count("POST", UNISOLATE)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "ActiveRequestAlreadyExists, Another one is active",
    "BadRequest, Action is already in progress"
  })
  void somebodyWhoOrderedTheSameJustBeforeIsNoFailure(String code, String message)
      throws ActionFailure {
    ordersChange(
        Shapes.orders(), Shapes.orders(Shapes.order("Isolate", "Pending", "\"Full\"", "12")));
    vendor.on("POST", ISOLATE, Shapes.error(400, code, message));

    Record order = run("isolate-machine", FULLY);

    assertThat(order).isEqualTo(new Isolation.Order("5a0f7c1e-12", true));
  }

  @Test
  void anotherOrderUnderWayIsWaitedFor() {
    vendor.on(
        "GET",
        Shapes.ORDERS,
        Shapes.orders(
            Shapes.order("Isolate", "Succeeded", "\"Full\"", "10"),
            Shapes.order("Unisolate", "InProgress", "null", "11")));
    vendor.on(
        "POST", ISOLATE, Shapes.error(400, "ActiveRequestAlreadyExists", "already in progress"));

    ActionFailure failure = fails("isolate-machine", FULLY);

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("carrying out another order");
  }

  @Test
  void selectiveIsolationIsNotEnoughWhereFullIsWanted() throws ActionFailure {
    vendor.on(
        "GET",
        Shapes.ORDERS,
        Shapes.orders(Shapes.order("Isolate", "Succeeded", "\"Selective\"", "10")));
    vendor.on("POST", ISOLATE, json(201, Shapes.order("Isolate", "Pending", "null", "12")));

    Record order = run("isolate-machine", FULLY);

    assertThat(order).isEqualTo(new Isolation.Order("5a0f7c1e-12", false));
  }

  @Test
  void selectiveIsolationIsOrderedAsSuch() throws ActionFailure {
    vendor.on("POST", ISOLATE, json(201, Shapes.order("Isolate", "Pending", "null", "12")));

    run("isolate-machine", isolate(Optional.of("Selective")));

    assertThat(vendor.received("POST", ISOLATE).get(0).getBodyAsString())
        .contains("\"IsolationType\":\"Selective\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"id\":null}", "{\"id\":\"../x\"}", "[]"})
  void anOrderWithoutItsIdMayHaveBeenTaken(String body) {
    vendor.on("POST", ISOLATE, json(201, body));

    assertThat(fails("isolate-machine", FULLY).kind()).isEqualTo(Kind.UNKNOWN);
  }

  // ---- probing

  @ParameterizedTest
  @CsvSource({
    // type, status, scope of the older and the newer order; then what both probes see
    "Isolate,Succeeded,Full, Isolate,Failed,Full, HOLDS, ABSENT",
    "Isolate,Succeeded,Full, Unisolate,Failed,Full, HOLDS, ABSENT",
    "Isolate,Succeeded,Full, Unisolate,Pending,Full, ABSENT, PENDING",
    "Isolate,Succeeded,Full, Unisolate,Succeeded,Full, ABSENT, HOLDS",
    "Unisolate,Succeeded,Full, Isolate,Pending,Full, PENDING, ABSENT",
    "Unisolate,Succeeded,Full, Isolate,InProgress,Full, PENDING, ABSENT",
    "Unisolate,Succeeded,Full, Isolate,Failed,Full, ABSENT, HOLDS",
    "Unisolate,Succeeded,Full, Isolate,TimeOut,Full, ABSENT, HOLDS",
    "Unisolate,Succeeded,Full, Isolate,Cancelled,Full, ABSENT, HOLDS",
    "Unisolate,Succeeded,Full, Isolate,Succeeded,Selective, ABSENT, ABSENT",
    "Unisolate,Succeeded,Full, Isolate,Pending,Selective, ABSENT, ABSENT",
    "Unisolate,Succeeded,Full, isolate,SUCCEEDED,Full, HOLDS, ABSENT"
  })
  void theStateFollowsFromTheOrders(
      String type1,
      String status1,
      String scope1,
      String type2,
      String status2,
      String scope2,
      State isolated,
      State released)
      throws ActionFailure {
    vendor.on(
        "GET",
        Shapes.ORDERS,
        Shapes.orders(
            Shapes.order(type2, status2, "\"" + scope2 + "\"", "11"),
            Shapes.order(type1, status1, "\"" + scope1 + "\"", "10")));

    assertThat(observe("isolate-machine", FULLY).state()).isEqualTo(isolated);
    assertThat(observe("release-machine", new Isolation.Release(Shapes.MACHINE)).state())
        .isEqualTo(released);
  }

  @Test
  void theDetailTellsTheNewestOrderAndWhatIsInForce() throws ActionFailure {
    vendor.on(
        "GET",
        Shapes.ORDERS,
        Shapes.orders(
            Shapes.order("Isolate", "Succeeded", "\"Selective\"", "10"),
            Shapes.order("Isolate", "Failed", "\"Full\"", "11")));

    assertThat(observe("isolate-machine", isolate(Optional.of("Selective"))))
        .isEqualTo(
            Observation.holds(
                "Isolate came to nothing, ordered 2026-03-01T11:00:00.123456700Z; in force: Isolate"
                    + " succeeded (selective), ordered 2026-03-01T10:00:00.123456700Z"));
  }

  @Test
  void ordersToOtherMachinesAndOfOtherTypesDoNotCount() throws ActionFailure {
    vendor.on(
        "GET",
        Shapes.ORDERS,
        Shapes.orders(
            Shapes.order("ff".repeat(20), "Isolate", "Succeeded", "\"Full\"", "10"),
            Shapes.order("RunAntiVirusScan", "Succeeded", "\"Full\"", "11")));

    assertThat(observe("isolate-machine", FULLY)).isEqualTo(Observation.absent("never isolated"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":null}",
        "{\"value\":[],\"@odata.nextLink\":\"https://x\"}",
        "{\"value\":[{\"machineId\":\"" + Shapes.MACHINE + "\",\"type\":\"Isolate\"}]}"
      })
  void aListThatCannotBeReadWhollyTellsNothing(String body) {
    vendor.on("GET", Shapes.ORDERS, json(200, body));

    ActionFailure failure =
        catchThrowableOfType(ActionFailure.class, () -> observe("isolate-machine", FULLY));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void aStatusNobodyDocumentsTellsNothing() {
    vendor.on("GET", Shapes.ORDERS, Shapes.orders(Shapes.order("Isolate", "Done", "null", "10")));

    ActionFailure failure =
        catchThrowableOfType(ActionFailure.class, () -> observe("isolate-machine", FULLY));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  // ---- rehearsing

  @Test
  void aRehearsalNamesTheMachine() throws ActionFailure {
    vendor.on("GET", "/api/machines/" + Shapes.MACHINE, Shapes.machine("Inactive"));

    Preview preview = preview(FULLY);

    assertThat(preview.affected()).isOne();
    assertThat(preview.sentence())
        .isEqualTo(
            "would isolate signer-7.treasury.example (Windows11, Inactive) fully; now: never"
                + " isolated; it does not call in as it should, so the order may wait");
  }

  @Test
  void aRehearsalOfAnIsolatedMachineChangesNothing() throws ActionFailure {
    vendor
        .on("GET", "/api/machines/" + Shapes.MACHINE, Shapes.machine("Active"))
        .on(
            "GET",
            Shapes.ORDERS,
            Shapes.orders(Shapes.order("Isolate", "Succeeded", "\"Full\"", "10")));

    assertThat(preview(FULLY).affected()).isZero();
  }

  @Test
  void aMachineOfAnotherTenantIsRefused() {
    vendor.on(
        "GET",
        "/api/machines/" + Shapes.MACHINE,
        Shapes.error(404, "ResourceNotFound", "Machine was not found"));

    ActionFailure failure = catchThrowableOfType(ActionFailure.class, () -> preview(FULLY));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("ResourceNotFound");
  }

  // ---- readiness

  @Test
  void permissionsThatTheTokenLacksAreMissing() throws ActionFailure {
    vendor.on("POST", Shapes.TOKEN_PATH, Shapes.token("Machine.Read.All"));

    Readiness ready = connector.readiness();

    assertThat(ready.account())
        .isEqualTo("app 0f0e0d0c-0b0a-0908-0706-050403020100 in tenant treasury.example");
    assertThat(ready.grants())
        .allMatch(g -> g.state() == Readiness.State.MISSING)
        .allMatch(g -> g.detail().contains("permission Machine.Isolate of WindowsDefenderATP"));
  }

  @Test
  void aTokenThatDoesNotShowItsPermissionsTellsNothing() throws ActionFailure {
    vendor.on("POST", Shapes.TOKEN_PATH, json(200, "{\"access_token\":\"opaque\"}"));

    assertThat(connector.readiness().grants()).allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  @Test
  void aSecretThatEndedIsSaidWithEntrasCode() {
    vendor.on(
        "POST",
        Shapes.TOKEN_PATH,
        json(
            401,
            "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000222: The provided"
                + " client secret keys for app are expired.\"}"));

    ActionFailure failure = catchThrowableOfType(ActionFailure.class, () -> connector.readiness());

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("AADSTS7000222");
  }

  // ---- errors

  @Test
  void aRateLimitIsWaitedForAsLongAsItSays() {
    vendor.on("GET", Shapes.ORDERS, rateLimited(42));

    ActionFailure failure = fails("isolate-machine", FULLY);

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(42));
  }

  @ParameterizedTest
  @CsvSource({
    "400, OsPlatformNotSupported, REFUSED",
    "400, ClientVersionNotSupported, REFUSED",
    "403, Forbidden, REFUSED",
    "404, ResourceNotFound, REFUSED",
    "500, InternalServerError, UNKNOWN"
  })
  void anErrorIsOfItsKindAndInDefendersWords(int status, String code, Kind kind) {
    vendor.on("POST", ISOLATE, Shapes.error(status, code, "because\\nof that"));

    ActionFailure failure = fails("isolate-machine", FULLY);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining(code + " because of that");
  }

  @Test
  void a401IsAskedAgainWithANewTokenAndThenRefusedWithoutItsWords() {
    vendor.on("POST", ISOLATE, Shapes.error(401, "Unauthorized", "token aGVhZA is bad"));

    ActionFailure failure = fails("isolate-machine", FULLY);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageNotContaining("aGVhZA");
    assertThat(vendor.count("POST", ISOLATE)).isEqualTo(2);
    assertThat(vendor.count("POST", Shapes.TOKEN_PATH)).isEqualTo(2);
  }

  @Test
  void aPlainPageInsteadOfAnErrorIsRefused() {
    vendor.on("POST", ISOLATE, status(403).withBody("<html>blocked</html>"));

    assertThat(fails("isolate-machine", FULLY).kind()).isEqualTo(Kind.REFUSED);
  }

  // ---- inputs and settings

  @ParameterizedTest
  @ValueSource(
      strings = {"", "signer-7", "00aa11bb22cc33dd44ee55ff66778899aabbccd", "' or 'a' eq 'a"})
  void whatIsNoMachineIdIsRefused(String machine) {
    assertThatThrownBy(() -> new Isolation.Release(machine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input 'machine'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "UnManagedDevice", ""})
  void anotherIsolationTypeIsRefused(String type) {
    assertThatThrownBy(() -> isolate(Optional.of(type)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be Full or Selective");
  }

  @ParameterizedTest
  @CsvSource({
    "tenant, common, 'tenant'",
    "tenant, a/b, 'tenant'",
    "client-id, firebreak, 'client-id'",
    "client-secret, 0f0e0d0c-0b0a-0908-0706-050403020100, 'id of a secret'",
    "login-url, https://login.example/tenant, 'login-url'",
    "audience, https://u@api.example, 'audience'"
  })
  void aSettingThatCannotWorkIsRefused(String key, String value, String message) {
    assertThatThrownBy(() -> settings(Map.of(key, value))).hasMessageContaining(message);
  }

  // ---- how

  private static Isolation.Isolate isolate(Optional<String> type) {
    return new Isolation.Isolate(Shapes.MACHINE, type);
  }

  private void ordersChange(
      com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder first,
      com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder then) {
    vendor.on(
        WireMock.get(WireMock.urlPathEqualTo(Shapes.ORDERS))
            .inScenario("orders")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("asked")
            .willReturn(first));
    vendor.on(
        WireMock.get(WireMock.urlPathEqualTo(Shapes.ORDERS))
            .inScenario("orders")
            .whenScenarioStateIs("asked")
            .willReturn(then));
  }

  @SuppressWarnings("unchecked")
  private Action<Record, Record> action(String name) {
    return (Action<Record, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static Call<Record> call(Record input) {
    return new Call<>(input, KEY, "incident-1", Instant.now().plusSeconds(600));
  }

  private Record run(String name, Record input) throws ActionFailure {
    return action(name).body().run(call(input));
  }

  private ActionFailure fails(String name, Record input) {
    return catchThrowableOfType(ActionFailure.class, () -> run(name, input));
  }

  private Observation observe(String name, Record input) throws ActionFailure {
    return action(name).probe().orElseThrow().observe(call(input));
  }

  private Preview preview(Record input) throws ActionFailure {
    return action("isolate-machine").preview(call(input));
  }
}
