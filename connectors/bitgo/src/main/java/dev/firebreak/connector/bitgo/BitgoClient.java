package dev.firebreak.connector.bitgo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;

/** Requests of one BitGo user, and answers that are BitGo's. */
record BitgoClient(VendorHttp http, Signer signer) {
  /**
   * Sends a request and believes the answer only where its signature is right.
   *
   * @return any answer that {@link VendorHttp#send} returns
   * @throws ActionFailure as send; for a bad signature UNAVAILABLE when reading, UNKNOWN otherwise:
   *     the request may have arrived all the same
   */
  Response send(Request request) throws ActionFailure {
    String path = request.rawPathAndQuery(http.endpoint());
    Response answer =
        http.exchange(
            request.withHeaders(signer.headers(request.method(), path, request.bodyBytes())));
    String fault = signer.fault(request.method(), path, answer).orElse("");
    if (!fault.isEmpty()) {
      throw notBelieved(request, answer, fault);
    }
    return http.accepted(request, answer, said(answer));
  }

  private static ActionFailure notBelieved(Request request, Response answer, String fault) {
    String message =
        request.method()
            + " at BitGo was answered HTTP "
            + answer.status()
            + " with "
            + fault
            + ", so it is not believed; check the setting 'auth' and what stands between here and"
            + " BitGo";
    return answer.toRead() ? ActionFailure.unavailable(message) : ActionFailure.unknown(message);
  }

  /**
   * {@link #send}, where only 2xx will do.
   *
   * @throws ActionFailure REFUSED, with the vendor's words, for the other statuses
   */
  Response expect(Request request) throws ActionFailure {
    Response answer = send(request);
    if (!answer.ok()) {
      throw http.failure(request, answer, said(answer));
    }
    return answer;
  }

  /**
   * BitGo's own words on an error, and what to do where it wants a one-time password.
   *
   * @see <a href="https://developers.bitgo.com/docs/get-started-access-tokens">Which tokens need
   *     one</a>
   */
  private String said(Response answer) {
    if (answer.ok()) {
      return "";
    }
    try {
      JsonNode error = Json.parse(answer.body());
      String words = error.path("error").asText("").replace(signer.token().reveal(), "(token)");
      return error.path("needsOTP").asBoolean()
          ? "it wants a one-time password: use a long-lived access token; " + words
          : words;
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
