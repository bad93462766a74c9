package dev.firebreak.connector.evm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON-RPC 2.0 over HTTP to one address.
 *
 * @param who named in messages, for example {@code the node}
 * @param token sent as a bearer token
 * @param path of the address, which may hold a provider's key and so appears in no message
 * @see <a href="https://ethereum.github.io/execution-apis/">Execution APIs</a>
 */
record Rpc(String who, VendorHttp http, Optional<Secret> token, Optional<Secret> path) {
  private static final int SHORTEST_KEY = 8;

  /**
   * Asks something that changes nothing.
   *
   * @return the result, JSON null included
   * @throws RpcError where the node says no
   * @throws ActionFailure UNAVAILABLE where it does not answer, REFUSED where it does not take the
   *     credential
   */
  JsonNode read(String method, Object... params) throws ActionFailure, RpcError {
    try {
      return call(method, params);
    } catch (ActionFailure e) {
      throw e.kind() == ActionFailure.Kind.UNKNOWN
          ? ActionFailure.unavailable(e.getMessage(), e)
          : e;
    }
  }

  /**
   * Asks for something that has an effect.
   *
   * @throws ActionFailure as {@link #read}, and UNKNOWN where the answer is lost
   */
  JsonNode change(String method, Object... params) throws ActionFailure, RpcError {
    return call(method, params);
  }

  private JsonNode call(String method, Object... params) throws ActionFailure, RpcError {
    Request request = request(method, List.of(params));
    try {
      Response answer = http.exchange(request);
      if (answer.ok() || answer.status() == 400) {
        Optional<JsonNode> error = error(answer);
        if (error.isPresent()) {
          throw RpcError.of(error.get(), this::withoutSecrets);
        }
      }
      if (!answer.ok()) {
        throw http.failure(request, answer, withoutSecrets(words(answer)));
      }
      return result(method, answer);
    } catch (ActionFailure e) {
      throw hidden(e, method);
    }
  }

  private Request request(String method, List<Object> params) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("jsonrpc", "2.0");
    body.put("id", 1);
    body.put("method", method);
    body.put("params", params);
    String base = http.endpoint().base().toString();
    String ownPath = http.endpoint().base().getRawPath();
    String rest = path.map(Secret::reveal).orElse(ownPath.isEmpty() ? "/" : "");
    Request request = Request.json("POST", base + rest, body);
    return token
        .map(t -> request.withHeader("Authorization", "Bearer " + t.reveal()))
        .orElse(request);
  }

  private JsonNode result(String method, Response answer) throws ActionFailure {
    JsonNode json = answer.json();
    if (!json.isObject() || !json.has("result") || json.path("id").asInt(0) != 1) {
      String message = who + "'s answer to " + method + " is not JSON-RPC";
      throw ActionFailure.unknown(message);
    }
    return json.path("result");
  }

  private static Optional<JsonNode> error(Response answer) {
    try {
      JsonNode error = Json.parse(answer.body()).path("error");
      return error.isObject() ? Optional.of(error) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String words(Response answer) {
    return error(answer).map(e -> e.path("message").asText("")).orElse("");
  }

  /** The path may hold the key between slashes, and a node repeat only that. */
  private String withoutSecrets(String text) {
    String clean = token.map(t -> text.replace(t.reveal(), "(not shown)")).orElse(text);
    String whole = http.endpoint().base().getRawPath() + path.map(Secret::reveal).orElse("");
    clean = whole.length() > 1 ? clean.replace(whole, "/(not shown)") : clean;
    for (String part : whole.split("/")) {
      clean = part.length() >= SHORTEST_KEY ? clean.replace(part, "(not shown)") : clean;
    }
    return clean;
  }

  private ActionFailure hidden(ActionFailure e, String method) {
    String message = withoutSecrets(method + ": " + e.getMessage());
    return switch (e.kind()) {
      case BAD_INPUT -> ActionFailure.badInput(message);
      case REFUSED -> ActionFailure.refused(message);
      case UNKNOWN -> ActionFailure.unknown(message);
      case UNAVAILABLE ->
          e.retryAfter().isPresent()
              ? ActionFailure.unavailable(message, e.retryAfter().get())
              : ActionFailure.unavailable(message);
    };
  }
}
