package dev.firebreak.connector.openc2;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.firebreak.testkit.FakeVendor;
import java.util.Map;

/** Answers as consumers give them, to the request that was made. */
final class FakeConsumer {
  static final String PATH = "/.well-known/openc2";
  static final String TOKEN = "made-up-token-7f31c09a";

  private static final String SAME_ID = "{{jsonPath request.body '$.headers.request_id'}}";

  static final String PAIRS =
      "{\"versions\":[\"1.0\"],\"profiles\":[\"slpf\"],\"pairs\":{\"query\":[\"features\","
          + "\"command\",\"slpf:rule_number\"],\"deny\":[\"ipv4_net\",\"ipv6_net\",\"domain_name\"],"
          + "\"allow\":[\"ipv4_net\",\"ipv6_net\",\"domain_name\"],\"contain\":[\"device\"],"
          + "\"restore\":[\"device\"],\"delete\":[\"slpf/rule_number\"]}}";

  private FakeConsumer() {}

  static Map<String, String> settings(String baseUrl) {
    return Map.of("url", baseUrl, "token", TOKEN, "read-back", "command");
  }

  /** Answers commands of an action. */
  static void on(FakeVendor vendor, String action, ResponseDefinitionBuilder answer) {
    vendor.on(
        post(urlPathEqualTo(PATH))
            .withRequestBody(
                matchingJsonPath("$.body.openc2.request[?(@.action == '" + action + "')]"))
            .willReturn(answer));
  }

  /** Answers queries of a target. */
  static void onQuery(FakeVendor vendor, String target, ResponseDefinitionBuilder answer) {
    vendor.on(
        post(urlPathEqualTo(PATH))
            .withRequestBody(matchingJsonPath("$.body.openc2.request.target.['" + target + "']"))
            .withRequestBody(matchingJsonPath("$.body.openc2.request[?(@.action == 'query')]"))
            .willReturn(answer));
  }

  static ResponseDefinitionBuilder status(int status) {
    return answer(status, "{\"status\":" + status + "}");
  }

  static ResponseDefinitionBuilder status(int status, String text) {
    return answer(status, "{\"status\":" + status + ",\"status_text\":\"" + text + "\"}");
  }

  static ResponseDefinitionBuilder results(String results) {
    return answer(200, "{\"status\":200,\"results\":" + results + "}");
  }

  private static ResponseDefinitionBuilder answer(int status, String response) {
    return message(status == 102 ? 200 : status, SAME_ID, response);
  }

  static ResponseDefinitionBuilder message(int http, String requestId, String response) {
    return aResponse()
        .withStatus(http)
        .withHeader("Content-Type", "application/openc2+json;version=1.0")
        .withBody(
            "{\"headers\":{\"request_id\":\""
                + requestId
                + "\",\"created\":1772359200000},\"body\":{\"openc2\":{\"response\":"
                + response
                + "}}}")
        .withTransformers("response-template");
  }
}
