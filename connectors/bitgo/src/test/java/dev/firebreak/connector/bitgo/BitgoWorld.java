package dev.firebreak.connector.bitgo;

import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** BitGo as the fake vendor plays it, with or without signatures on its answers. */
record BitgoWorld(FakeVendor vendor, String auth, Clock clock) {
  static final String TOKEN = "v2x" + "7a51c0de".repeat(8);
  static final String WALLET = "65f0c2b1a9d84e7f0031aa5e9c77d102";
  static final String APPROVAL = "65f0c2b1a9d84e7f0031aa5e9c77d2f1";
  static final String WALLET_PATH = "/api/v2/tbtc4/wallet/" + WALLET;
  static final String FREEZE_PATH = WALLET_PATH + "/freeze";
  static final String LIST_PATH = "/api/v2/tbtc4/pendingapprovals";
  static final String LIST = LIST_PATH + "?walletId=" + WALLET;
  static final String APPROVAL_PATH = LIST_PATH + "/" + APPROVAL;
  static final OneWallet ONE = new OneWallet("tbtc4", WALLET);

  /** Answers a request, signed where this world signs. */
  BitgoWorld on(String method, String pathAndQuery, int status, String body) {
    vendor.on(
        request(method, urlEqualTo(pathAndQuery))
            .willReturn(answer(method, pathAndQuery, status, body)));
    return this;
  }

  ResponseDefinitionBuilder answer(String method, String pathAndQuery, int status, String body) {
    ResponseDefinitionBuilder answer = Answers.json(status, body);
    if (auth.equals("bearer")) {
      return answer;
    }
    long now = clock.millis();
    String subject = now + "|" + pathAndQuery + "|" + status + "|" + body;
    return answer
        .withHeader("Timestamp", Long.toString(now))
        .withHeader("HMAC", hmac(auth.equals("hmac-v3") ? method + "|" + subject : subject));
  }

  BitgoWorld session(String... scopes) {
    String list = scopes.length == 0 ? "" : "\"" + String.join("\",\"", scopes) + "\"";
    return on(
        "GET",
        "/api/v2/user/session",
        200,
        "{\"session\":{\"user\":\"65f0c2b1a9d84e7f0031aa5e9c77d0aa\",\"label\":\"firebreak\","
            + "\"scope\":["
            + list
            + "],\"expires\":\"2029-01-01T00:00:00.000Z\"}}");
  }

  BitgoWorld wallet(String freeze) {
    return on("GET", WALLET_PATH, 200, walletJson(freeze));
  }

  BitgoWorld listing(String... approvals) {
    return on("GET", LIST, 200, "{\"pendingApprovals\":[" + String.join(",", approvals) + "]}");
  }

  static String walletJson(String freeze) {
    return "{\"id\":\""
        + WALLET
        + "\",\"coin\":\"tbtc4\",\"label\":\"Hot wallet\",\"balanceString\":\"125000000\","
        + "\"confirmedBalanceString\":\"120000000\",\"spendableBalanceString\":\"110000000\","
        + "\"freeze\":"
        + freeze
        + "}";
  }

  static String frozenUntil(String expires) {
    return "{\"time\":\"2026-03-01T09:00:00.000Z\",\"expires\":\"" + expires + "\"}";
  }

  static String approval(String id, String state, String type) {
    return "{\"id\":\""
        + id
        + "\",\"coin\":\"tbtc4\",\"wallet\":\""
        + WALLET
        + "\",\"creator\":\"65f0c2b1a9d84e7f0031aa5e9c77d0bb\",\"state\":\""
        + state
        + "\",\"info\":{\"type\":\""
        + type
        + "\",\"transactionRequest\":{\"recipients\":[{\"address\":\"tb1qmadeup0000\","
        + "\"amount\":\"70000000\"}],\"buildParams\":{},\"coinSpecific\":{}}}}";
  }

  static String hmac(String subject) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(subject.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
