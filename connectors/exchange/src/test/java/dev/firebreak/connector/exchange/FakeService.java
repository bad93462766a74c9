package dev.firebreak.connector.exchange;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a withdrawal service answers. */
final class FakeService {
  static final String OWN_ID = "fb-0123456789abcdef0123456789abcdef01234567";
  static final String FREEZE = "/v1/withdrawal-freezes/" + OWN_ID;

  private FakeService() {}

  static void keyMay(FakeVendor vendor, String... rights) {
    String may =
        Arrays.stream(rights).map(r -> "\"" + r + "\"").collect(Collectors.joining(",", "[", "]"));
    vendor.on(
        "GET",
        "/v1/self",
        Answers.json(200, "{\"client\":\"incident response\",\"may\":" + may + "}"));
  }

  static String freeze(String state) {
    return """
        {"id":"%s","state":"%s","scope":"WALLET","values":["hot-1"],"mode":"HOLD",
         "reason":"key theft","caseId":"incident-1","effectiveAt":"2026-01-15T12:00:00Z",
         "heldWithdrawals":3}"""
        .formatted(OWN_ID, state);
  }

  static void freezeIs(FakeVendor vendor, String state) {
    vendor.on("GET", FREEZE, Answers.json(200, freeze(state)));
  }

  static void noFreeze(FakeVendor vendor) {
    vendor.on("GET", FREEZE, Answers.json(404, "{\"title\":\"no such freeze\",\"status\":404}"));
  }

  static void takesFreezes(FakeVendor vendor) {
    vendor.on("PUT", FREEZE, Answers.json(201, freeze("ACTIVE")));
  }

  /** Lists these withdrawals of wallet hot-1 in this state. */
  static void lists(FakeVendor vendor, String state, String... ids) {
    String items =
        Arrays.stream(ids)
            .map(id -> withdrawal(id, state))
            .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    vendor.on(
        get(urlPathEqualTo("/v1/withdrawals"))
            .withQueryParam("state", equalTo(state))
            .withQueryParam("wallet", equalTo("hot-1"))
            .willReturn(Answers.json(200, items)));
  }

  static String withdrawal(String id, String state) {
    String holds = state.equals("HELD") ? "\"" + OWN_ID + "\"" : "";
    return "{\"id\":\"%s\",\"state\":\"%s\",\"wallet\":\"hot-1\",\"asset\":\"USDC\",\"holds\":[%s]}"
        .formatted(id, state, holds);
  }

  /** Lists withdrawals of a scope that is asked for by a query parameter. */
  static void listsPending(FakeVendor vendor, String parameter, String value, String... items) {
    vendor.on(
        get(urlPathEqualTo("/v1/withdrawals"))
            .withQueryParam("state", equalTo("PENDING"))
            .withQueryParam(parameter, equalTo(value))
            .willReturn(Answers.json(200, "{\"items\":[" + String.join(",", items) + "]}")));
  }

  /**
   * @param usd JSON, for example {@code 12.5}
   */
  static String worth(String id, String wallet, String asset, String usd) {
    return """
        {"id":"%s","state":"PENDING","wallet":"%s","asset":"%s","amountUsd":%s,"holds":[]}"""
        .formatted(id, wallet, asset, usd);
  }

  static void takesHolds(FakeVendor vendor) {
    vendor.on(
        "PUT", "/v1/withdrawals/[^/]+/holds/" + OWN_ID, Answers.json(200, withdrawal("w", "HELD")));
    vendor.on("DELETE", "/v1/withdrawals/[^/]+/holds/" + OWN_ID, Answers.status(204));
  }
}
