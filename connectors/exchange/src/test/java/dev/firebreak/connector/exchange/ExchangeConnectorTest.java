package dev.firebreak.connector.exchange;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ExchangeConnectorTest extends ConnectorContract {
  private static final String HOLD = "/v1/withdrawals/wd-1/holds/" + FakeService.OWN_ID;
  private static final String ON_HOT_1 = "{\"wallet\":\"hot-1\",\"reason\":\"key theft\"}";

  @Override
  protected HttpConnectorKind<?> kind() {
    return new ExchangeKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of("url", baseUrl, "key-id", "firebreak-1", "secret", "not-a-real-key-0123456789");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    FakeService.keyMay(vendor, "freeze", "lift", "list", "hold", "release");
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        freeze("freeze-wallet-withdrawals", ON_HOT_1),
        freeze("freeze-asset-withdrawals", "{\"asset\":\"USDC\",\"reason\":\"key theft\"}"),
        freeze("freeze-all-withdrawals", "{\"reason\":\"key theft\"}"),
        ActionCase.of(
                "unfreeze-withdrawals",
                "{\"freezeId\":\"%s\",\"scope\":\"WALLET\",\"value\":\"hot-1\"}"
                    .formatted(FakeService.OWN_ID))
            .main("DELETE", FakeService.FREEZE)
            .before(v -> FakeService.freezeIs(v, "ACTIVE"))
            .vendor(v -> v.on("DELETE", FakeService.FREEZE, Answers.status(204)))
            .after(v -> FakeService.freezeIs(v, "LIFTED")),
        ActionCase.of("hold-pending-withdrawals", ON_HOT_1)
            .main("PUT", HOLD)
            .before(lists(List.of("wd-1", "wd-2"), List.of()))
            .vendor(FakeService::takesHolds)
            .after(lists(List.of(), List.of("wd-1", "wd-2"))),
        ActionCase.of(
                "release-held-withdrawals",
                "{\"wallet\":\"hot-1\",\"holdId\":\"%s\"}".formatted(FakeService.OWN_ID))
            .main("DELETE", HOLD)
            .before(lists(List.of(), List.of("wd-1", "wd-2")))
            .vendor(FakeService::takesHolds)
            .after(lists(List.of("wd-1", "wd-2"), List.of())),
        ActionCase.of("list-pending-withdrawals", "{\"wallet\":\"hot-1\"}")
            .main("GET", "/v1/withdrawals")
            .vendor(lists(List.of("wd-1"), List.of())));
  }

  private static ActionCase freeze(String action, String input) {
    return ActionCase.of(action, input)
        .main("PUT", FakeService.FREEZE)
        .before(FakeService::noFreeze)
        .vendor(
            v -> {
              FakeService.takesFreezes(v);
              v.on("GET", "/v1/withdrawals", Answers.json(200, "{\"items\":[]}"));
            })
        .after(v -> FakeService.freezeIs(v, "ACTIVE"));
  }

  private static Consumer<FakeVendor> lists(List<String> pending, List<String> held) {
    return v -> {
      FakeService.lists(v, "PENDING", pending.toArray(String[]::new));
      FakeService.lists(v, "HELD", held.toArray(String[]::new));
    };
  }

  @Test
  void whatTheKeyMayNotDoIsMissing() throws ActionFailure {
    FakeService.keyMay(vendor(), "freeze", "list", "hold");

    Readiness ready = connector().readiness();

    assertThat(ready.account()).isEqualTo("key firebreak-1, incident response");
    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.MISSING)
        .extracting(Readiness.Grant::action, Readiness.Grant::detail)
        .containsExactly(
            tuple("unfreeze-withdrawals", "give the key the right to [lift] at the service"),
            tuple(
                "release-held-withdrawals", "give the key the right to [release] at the service"));
  }

  @Test
  void aServiceOfTheFirstContractLeavesItUntold() throws ActionFailure {
    vendor().on("GET", "/v1/self", Answers.json(404, "{\"title\":\"no such resource\"}"));

    Readiness ready = connector().readiness();

    assertThat(ready.account()).isEqualTo("key firebreak-1");
    assertThat(ready.grants()).allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  @Test
  void everyPageOfPendingWithdrawalsIsRead() throws Exception {
    vendor().forget();
    page(FakeService.withdrawal("wd-1", "PENDING"), "a/b&c");
    vendor()
        .on(
            get(urlPathEqualTo("/v1/withdrawals"))
                .withQueryParam("cursor", equalTo("a/b&c"))
                .willReturn(
                    Answers.json(
                        200, "{\"items\":[" + FakeService.withdrawal("wd-2", "PENDING") + "]}")));

    Object listed = Calls.run(connector(), "list-pending-withdrawals", "{\"wallet\":\"hot-1\"}");

    assertThat(Json.write(listed)).isEqualTo("{\"count\":2,\"withdrawals\":[\"wd-1\",\"wd-2\"]}");
  }

  @Test
  void pagesThatNeverEndAreNotReadForEver() {
    vendor().forget();
    String same = "{\"items\":[],\"nextCursor\":\"again\"}";
    vendor().on("GET", "/v1/withdrawals", Answers.json(200, same));

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class,
            () -> Calls.run(connector(), "list-pending-withdrawals", "{\"wallet\":\"hot-1\"}"));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("hot-1").hasMessageContaining("nextCursor");
  }

  @Test
  void aWithdrawalThatLeftMeanwhileIsReportedAndTheOthersAreHeld() throws Exception {
    vendor().forget();
    FakeService.lists(vendor(), "PENDING", "wd-1", "wd-2");
    FakeService.lists(vendor(), "HELD", "wd-2");
    FakeService.takesHolds(vendor());
    vendor().instead("PUT", HOLD, Answers.json(409, "{\"title\":\"too late\",\"status\":409}"));

    Object held = Calls.run(connector(), "hold-pending-withdrawals", ON_HOT_1);

    assertThat(Json.write(held))
        .isEqualTo(
            "{\"holdId\":\"%s\",\"held\":1,\"withdrawals\":[\"wd-2\"],\"tooLate\":[\"wd-1\"]}"
                .formatted(FakeService.OWN_ID));
  }

  @Test
  void aRefusalNamesTheTargetAndTheServicesReason() {
    vendor().forget();
    String problem = "{\"title\":\"same id with another body\",\"status\":409}";
    vendor().on("PUT", FakeService.FREEZE, Answers.json(409, problem));

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class,
            () -> Calls.run(connector(), "freeze-wallet-withdrawals", ON_HOT_1));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("wallet:hot-1")
        .hasMessageContaining("same id with another body");
  }

  @Test
  void aStateNobodyDocumentedCountsNeitherAsFrozenNorAsFree() {
    vendor().forget();
    FakeService.freezeIs(vendor(), "THAWING");

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class,
            () -> Calls.observe(connector(), "freeze-wallet-withdrawals", ON_HOT_1));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.UNAVAILABLE);
  }

  @Test
  void withdrawalsOfAnotherWalletAreNeverHeldButThoseThatDoNotSayAre() throws Exception {
    vendor().forget();
    FakeService.listsPending(
        vendor(),
        "wallet",
        "hot-1",
        FakeService.worth("wd-1", "hot-1", "ETH", "1"),
        FakeService.worth("wd-2", "hot-2", "ETH", "1"),
        "{\"id\":\"wd-3\",\"state\":\"PENDING\",\"holds\":[]}");
    FakeService.lists(vendor(), "HELD");
    FakeService.takesHolds(vendor());

    Calls.run(connector(), "hold-pending-withdrawals", ON_HOT_1);

    assertThat(vendor().received("PUT", ".*"))
        .extracting(r -> r.getUrl())
        .containsExactly(
            "/v1/withdrawals/wd-1/holds/" + FakeService.OWN_ID,
            "/v1/withdrawals/wd-3/holds/" + FakeService.OWN_ID);
  }

  @Test
  void aFreezeIsRehearsedWithWhatIsPendingInItsScope() throws Exception {
    vendor().forget();
    FakeService.noFreeze(vendor());
    FakeService.listsPending(
        vendor(),
        "asset",
        "ETH",
        FakeService.worth("wd-1", "hot-1", "ETH", "1200000.5"),
        FakeService.worth("wd-2", "hot-2", "ETH", "null"),
        FakeService.worth("wd-3", "hot-2", "BTC", "99"));

    Preview preview =
        Calls.preview(
            connector(), "freeze-asset-withdrawals", "{\"asset\":\"ETH\",\"reason\":\"r\"}");

    assertThat(preview.sentence())
        .isEqualTo(
            "would stop every withdrawal of asset:ETH from now on, and 2 withdrawals (2 ETH;"
                + " 1,200,000.50 USD and 1 of unknown worth) pending now");
    assertThat(preview.affected()).isEqualTo(2);
    assertThat(preview.targets())
        .extracting(Target::toString)
        .containsExactly("asset:ETH", "wallet:hot-1", "wallet:hot-2");
  }

  @Test
  void aFreezeThatStopsNothingYetStillChangesItsTarget() throws Exception {
    vendor().forget();
    FakeService.noFreeze(vendor());
    FakeService.lists(vendor(), "PENDING");

    Preview preview = Calls.preview(connector(), "freeze-wallet-withdrawals", ON_HOT_1);

    assertThat(preview.affected()).isEqualTo(1);
    assertThat(preview.sentence()).endsWith("and 0 withdrawals pending now");
  }

  @Test
  void aFreezeOfEverythingAsksForNoWalletAndNoAsset() throws Exception {
    vendor().forget();
    FakeService.noFreeze(vendor());
    vendor().on("GET", "/v1/withdrawals", Answers.json(200, "{\"items\":[]}"));

    Calls.preview(connector(), "freeze-all-withdrawals", "{\"reason\":\"r\"}");

    assertThat(vendor().received("GET", "/v1/withdrawals"))
        .extracting(r -> r.getUrl())
        .containsExactly("/v1/withdrawals?state=PENDING");
  }

  @Test
  void aServiceThatDoesNotListEverythingKeepsNoFreezeFromBeingRehearsed() throws Exception {
    vendor().forget();
    FakeService.noFreeze(vendor());
    vendor()
        .on(
            "GET",
            "/v1/withdrawals",
            Answers.json(400, "{\"title\":\"wallet is required\",\"status\":400}"));

    Preview preview = Calls.preview(connector(), "freeze-all-withdrawals", "{\"reason\":\"r\"}");

    assertThat(preview.sentence()).endsWith("the service does not list what is pending now");
    assertThat(preview.affected()).isEqualTo(1);
  }

  @Test
  void aRehearsalThatEndsBeforeTheListDoesSaysSo() throws Exception {
    vendor().forget();
    FakeService.noFreeze(vendor());
    page(FakeService.withdrawal("wd-1", "PENDING"), "again");
    vendor()
        .on(
            get(urlPathEqualTo("/v1/withdrawals"))
                .withQueryParam("cursor", equalTo("again"))
                .willReturn(
                    Answers.json(
                        200,
                        "{\"items\":["
                            + FakeService.withdrawal("wd-2", "PENDING")
                            + "],\"nextCursor\":\"again\"}")));

    Preview preview = Calls.preview(connector(), "freeze-wallet-withdrawals", ON_HOT_1);

    assertThat(preview.sentence()).contains("at least 2 withdrawals (2 USDC; 0.00 USD");
  }

  @Test
  void anAmountThatWouldTakeForEverToAddUpIsOfUnknownWorth() throws Exception {
    vendor().forget();
    FakeService.listsPending(
        vendor(),
        "wallet",
        "hot-1",
        FakeService.worth("wd-1", "hot-1", "ETH", "1e999999999"),
        FakeService.worth("wd-2", "hot-1", "ETH", "1e-999999999"),
        FakeService.worth("wd-3", "hot-1", "ETH", "7"));

    Preview preview = Calls.preview(connector(), "hold-pending-withdrawals", ON_HOT_1);

    assertThat(preview.sentence())
        .isEqualTo(
            "would hold 3 withdrawals (3 ETH; 7.00 USD and 2 of unknown worth) pending in"
                + " wallet:hot-1");
  }

  @Test
  void liftingIsRehearsedWithWhatWouldBeLetGo() throws Exception {
    vendor().forget();
    FakeService.freezeIs(vendor(), "ACTIVE");
    FakeService.lists(vendor(), "HELD", "wd-1", "wd-2");

    Preview lift =
        Calls.preview(
            connector(),
            "unfreeze-withdrawals",
            "{\"freezeId\":\"%s\",\"scope\":\"WALLET\",\"value\":\"hot-1\"}"
                .formatted(FakeService.OWN_ID));
    Preview release =
        Calls.preview(
            connector(),
            "release-held-withdrawals",
            "{\"wallet\":\"hot-1\",\"holdId\":\"%s\"}".formatted(FakeService.OWN_ID));

    assertThat(lift.sentence()).endsWith("which stops 3 withdrawals now");
    assertThat(List.of(lift.affected(), release.affected())).containsExactly(3L, 2L);
  }

  private void page(String item, String nextCursor) {
    String body = "{\"items\":[" + item + "],\"nextCursor\":\"" + nextCursor + "\"}";
    vendor()
        .on(
            get(urlPathEqualTo("/v1/withdrawals"))
                .withQueryParam("cursor", absent())
                .willReturn(Answers.json(200, body)));
  }
}
