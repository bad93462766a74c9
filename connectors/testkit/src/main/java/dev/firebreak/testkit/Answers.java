package dev.firebreak.testkit;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The answers vendors give on good and on bad days. */
public final class Answers {
  private Answers() {}

  public static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  /** A status without a body. */
  public static ResponseDefinitionBuilder status(int status) {
    return aResponse().withStatus(status);
  }

  /** 429 with Retry-After. */
  public static ResponseDefinitionBuilder rateLimited(int seconds) {
    return json(429, "{\"message\":\"too many requests\"}")
        .withHeader("Retry-After", Integer.toString(seconds));
  }

  public static ResponseDefinitionBuilder serverError() {
    return json(500, "{\"message\":\"internal error\"}");
  }

  public static ResponseDefinitionBuilder unauthorized() {
    return json(401, "{\"message\":\"invalid credential\"}");
  }

  /** 403 as an edge in front of the vendor answers it: a page, not the vendor's JSON. */
  public static ResponseDefinitionBuilder forbiddenPage() {
    return aResponse()
        .withStatus(403)
        .withHeader("Content-Type", "text/html")
        .withBody("<!doctype html><title>403</title><h1>Forbidden</h1>");
  }

  /** The same answer, but later. */
  public static ResponseDefinitionBuilder late(ResponseDefinitionBuilder answer, int millis) {
    return answer.withFixedDelay(millis);
  }

  /** The connection is reset after the request was read. */
  public static ResponseDefinitionBuilder dropped() {
    return aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
  }

  /** The connection is closed after the request was read, without an answer. */
  public static ResponseDefinitionBuilder emptyReply() {
    return aResponse().withFault(Fault.EMPTY_RESPONSE);
  }

  /** 200 that calls itself JSON, with these bytes. */
  public static ResponseDefinitionBuilder rubbish(byte[] body) {
    return aResponse()
        .withStatus(200)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  /** 200 with well-formed JSON text of the given length in bytes. */
  public static ResponseDefinitionBuilder huge(int bytes) {
    byte[] body = new byte[bytes];
    Arrays.fill(body, (byte) ' ');
    byte[] object = "{}".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(object, 0, body, 0, object.length);
    return rubbish(body);
  }

  /** A redirect to somewhere else. */
  public static ResponseDefinitionBuilder redirect(String location) {
    return aResponse().withStatus(302).withHeader("Location", location);
  }
}
