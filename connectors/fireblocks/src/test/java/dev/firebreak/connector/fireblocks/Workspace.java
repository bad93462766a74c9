package dev.firebreak.connector.fireblocks;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import dev.firebreak.connector.Json;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A made-up workspace: its API user, and answers in the vendor's shapes. */
final class Workspace {
  static final String API_KEY = "4e1b2c9a-made-up-api-user";
  static final KeyPair KEYS = keys();

  private Workspace() {}

  static Map<String, String> settings(String baseUrl) {
    return Map.of("url", baseUrl + "/v1", "api-key", API_KEY, "private-key", pem());
  }

  static String pem() {
    String base64 = Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
  }

  /** Empty listings for every status, an account 7, and the given transactions in their status. */
  static void holding(FakeVendor vendor, Tx... transactions) {
    vendor.on("GET", "/v1/transactions", Answers.json(200, "[]"));
    vendor.on("GET", "/v1/vault/accounts/7", Answers.json(200, "{\"id\":\"7\",\"name\":\"Hot\"}"));
    Arrays.stream(transactions)
        .map(Tx::status)
        .distinct()
        .forEach(
            status ->
                vendor.on(
                    get(urlPathEqualTo("/v1/transactions"))
                        .withQueryParam("status", equalTo(status))
                        .willReturn(
                            Answers.json(
                                200,
                                list(
                                    Arrays.stream(transactions)
                                        .filter(t -> t.status().equals(status))
                                        .toList())))));
    for (Tx t : transactions) {
      vendor.on("GET", "/v1/transactions/" + t.id(), Answers.json(200, Json.write(t.json())));
      vendor.on("POST", cancelPath(t.id()), Answers.json(200, "{\"success\":true}"));
    }
  }

  /** An API user of the role Non-Signing Admin, in a workspace that tells its status. */
  static void readyForAdmin(FakeVendor vendor) {
    vendor.on("GET", "/v1/transactions", Answers.json(200, "[]"));
    vendor.on(
        "GET",
        "/v1/management/api_users",
        Answers.json(
            200,
            "{\"users\":[{\"id\":\"8d0e-other\",\"name\":\"Payouts\",\"role\":\"SIGNER\"},"
                + "{\"id\":\""
                + API_KEY
                + "\",\"name\":\"Firebreak\",\"role\":\"NON_SIGNING_ADMIN\","
                + "\"enabled\":true}]}"));
    vendor.on(
        "GET", "/v1/management/workspace_status", Answers.json(200, "{\"status\":\"ACTIVE\"}"));
  }

  static String cancelPath(String id) {
    return "/v1/transactions/" + id + "/cancel";
  }

  static String list(List<Tx> transactions) {
    return Json.write(transactions.stream().map(Tx::json).toList());
  }

  /** An outgoing transaction of vault account 7 in ETH. */
  static Tx tx(String id, String status) {
    return new Tx(id, status, "7", "ETH");
  }

  record Tx(String id, String status, String account, String asset, Optional<String> usd) {
    Tx(String id, String status, String account, String asset) {
      this(id, status, account, asset, Optional.empty());
    }

    Tx worth(String usd) {
      return new Tx(id, status, account, asset, Optional.of(usd));
    }

    Map<String, Object> json() {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("id", id);
      all.put("status", status);
      all.put("assetId", asset);
      all.put("source", Map.of("type", "VAULT_ACCOUNT", "id", account));
      usd.ifPresent(u -> all.put("amountInfo", Map.of("amount", "1", "amountUSD", u)));
      return all;
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(2048);
      return rsa.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
