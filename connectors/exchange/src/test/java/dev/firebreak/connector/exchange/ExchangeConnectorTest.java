package dev.firebreak.connector.exchange;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Json;
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
  protected ConnectorKind<?> kind() {
    return new ExchangeKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of("url", baseUrl, "key-id", "firebreak-1", "secret", "not-a-real-key-0123456789");
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
        .vendor(FakeService::takesFreezes)
        .after(v -> FakeService.freezeIs(v, "ACTIVE"));
  }

  private static Consumer<FakeVendor> lists(List<String> pending, List<String> held) {
    return v -> {
      FakeService.lists(v, "PENDING", pending.toArray(String[]::new));
      FakeService.lists(v, "HELD", held.toArray(String[]::new));
    };
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

  private void page(String item, String nextCursor) {
    String body = "{\"items\":[" + item + "],\"nextCursor\":\"" + nextCursor + "\"}";
    vendor()
        .on(
            get(urlPathEqualTo("/v1/withdrawals"))
                .withQueryParam("cursor", absent())
                .willReturn(Answers.json(200, body)));
  }
}
