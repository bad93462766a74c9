package dev.firebreak.connector.fireblocks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.Map;

/**
 * Signed calls to one workspace. Throws what {@link VendorHttp#send} throws; statuses below 500
 * other than 401, 403 and 429 are for the caller.
 */
final class FireblocksClient {
  private final VendorHttp http;
  private final Secret apiKey;
  private final RequestSigner signer;

  FireblocksClient(VendorHttp http, Secret apiKey, RequestSigner signer) {
    this.http = http;
    this.apiKey = apiKey;
    this.signer = signer;
  }

  Response get(String target) throws ActionFailure {
    return send(Request.get(target));
  }

  /** A read that the API user's role may not allow: 403 is for the caller, too. */
  Response tryGet(String target) throws ActionFailure {
    Request request = signed(Request.get(target));
    Response response = http.exchange(request);
    return response.status() == 403 ? response : http.accepted(request, response, "");
  }

  /**
   * POST without a body.
   *
   * @param idempotencyKey the vendor repeats its first answer to this key for 24 hours
   * @see <a href="https://developers.fireblocks.com/reference/api-idempotency">API idempotency</a>
   */
  Response post(String target, String idempotencyKey) throws ActionFailure {
    return send(Request.post(target).withHeader("Idempotency-Key", idempotencyKey));
  }

  private Response send(Request request) throws ActionFailure {
    return http.send(signed(request));
  }

  private Request signed(Request request) {
    String token = signer.token(request.rawPathAndQuery(http.endpoint()), request.bodyBytes());
    return request.withHeaders(
        Map.of(
            "X-API-Key",
            apiKey.reveal(),
            "Authorization",
            "Bearer " + token,
            "Content-Type",
            "application/json"));
  }

  /**
   * The vendor's own words about an error, cut to what a person reads: {@code HTTP 400, code 1404:
   * ...}.
   *
   * @see <a href="https://developers.fireblocks.com/reference/api-error-codes">Error codes</a>
   */
  static String problem(Response response) {
    StringBuilder out = new StringBuilder("HTTP ").append(response.status());
    try {
      JsonNode error = Json.parse(response.body());
      if (error.path("code").isNumber()) {
        out.append(", code ").append(error.path("code").asInt());
      }
      String message = error.path("message").asText("").replaceAll("\\p{Cntrl}", " ").strip();
      if (!message.isEmpty()) {
        out.append(": ").append(message, 0, Math.min(message.length(), 200));
      }
    } catch (JsonProcessingException e) {
      out.append(", without a readable explanation");
    }
    return out.toString();
  }
}
