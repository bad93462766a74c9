package dev.firebreak.connector.evm;

import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import dev.firebreak.connector.Json;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;

/** A node as the fake vendor plays it, for answers that no real node gives when asked to. */
record FakeNode(FakeVendor vendor, String path) {
  static final String PAUSED = "0x5c975abb";
  static final String PAUSE = "0x8456cb59";
  static final String TRUE = "0x" + "0".repeat(63) + "1";
  static final String FALSE = "0x" + "0".repeat(64);

  /** On chain 1, with a contract that is not paused and would let anybody pause it. */
  FakeNode inOrder() {
    result("eth_chainId", "0x1");
    result("eth_blockNumber", "0x64");
    call(PAUSED, FALSE);
    call(PAUSE, "0x");
    call("0x3f4ba83a", "0x");
    result("eth_estimateGas", "0xb000");
    result("eth_getBlockByNumber", "{\"baseFeePerGas\":\"0x3b9aca00\"}");
    result("eth_maxPriorityFeePerGas", "0x3b9aca00");
    result("eth_getTransactionCount", "0x7");
    result("eth_getBalance", "0xde0b6b3a7640000");
    result("eth_getTransactionReceipt", "null");
    return result("eth_getTransactionByHash", "null");
  }

  /** Text is quoted where it is neither an object nor null. */
  FakeNode result(String method, String result) {
    return on(method, Answers.json(200, envelope("result", quoted(result))));
  }

  FakeNode error(String method, String error) {
    return on(method, Answers.json(200, envelope("error", error)));
  }

  FakeNode on(String method, ResponseDefinitionBuilder answer) {
    vendor.on(request(method).willReturn(answer));
    return this;
  }

  FakeNode call(String selector, String result) {
    return call(selector, Answers.json(200, envelope("result", quoted(result))));
  }

  FakeNode revert(String selector, String error) {
    return call(selector, Answers.json(200, envelope("error", error)));
  }

  private FakeNode call(String selector, ResponseDefinitionBuilder answer) {
    vendor.on(
        request("eth_call")
            .withRequestBody(
                matchingJsonPath("$.params[0].data", WireMock.matching(selector + ".*")))
            .willReturn(answer));
    return this;
  }

  int count(String method) {
    return methods().stream().filter(method::equals).toList().size();
  }

  List<String> methods() {
    return vendor.received().stream().map(r -> method(r.getBodyAsString())).toList();
  }

  static String envelope(String member, String json) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"" + member + "\":" + json + "}";
  }

  private MappingBuilder request(String method) {
    return post(urlPathEqualTo(path))
        .withRequestBody(matchingJsonPath("$.method", WireMock.equalTo(method)));
  }

  private static String quoted(String result) {
    return result.startsWith("{") || result.equals("null") ? result : "\"" + result + "\"";
  }

  private static String method(String body) {
    try {
      return Json.parse(body).path("method").asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
