package dev.firebreak.connector.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The actuator's requests and what its answers mean; knows nothing of playbooks. */
record ExampleApi(VendorHttp http, Secret token) {
  /**
   * Switches something on.
   *
   * @return the actuator's reference
   */
  String start(String action, String id, String idempotencyKey, Map<String, String> body)
      throws ActionFailure {
    Request request =
        Request.json("POST", Request.path("/v1/{}/{}", action, id), body)
            .withHeader("Idempotency-Key", idempotencyKey);
    Response answer = expect2xx(send(request), action + " " + id);
    JsonNode ref = answer.json().path("ref");
    if (!ref.isTextual() || ref.textValue().isBlank()) {
      throw ActionFailure.unknown(
          action + " " + id + ": the answer has no 'ref'; look at the actuator whether it acted");
    }
    return ref.textValue();
  }

  /** Switches it off; fine when it already is. */
  void stop(String action, String id) throws ActionFailure {
    Response answer = send(Request.delete(Request.path("/v1/{}/{}", action, id)));
    if (answer.status() != 404) {
      expect2xx(answer, "lifting " + action + " " + id);
    }
  }

  /** Whether it is on. */
  boolean active(String action, String id) throws ActionFailure {
    Response answer = send(Request.get(Request.path("/v1/state/{}/{}", action, id)));
    if (answer.status() == 404) {
      return false;
    }
    JsonNode active = expect2xx(answer, "reading " + action + " " + id).json().path("active");
    if (!active.isBoolean()) {
      throw ActionFailure.unavailable(
          "reading " + action + " " + id + ": the answer does not say 'active' true or false");
    }
    return active.booleanValue();
  }

  /**
   * Who we are there, and what we may do.
   *
   * @param may names of the actuator's actions
   */
  record Self(String client, Set<String> may) {}

  Self self() throws ActionFailure {
    JsonNode self = expect2xx(send(Request.get("/v1/self")), "asking who we are").json();
    Set<String> may = new TreeSet<>();
    self.path("may").forEach(action -> may.add(action.asText()));
    return new Self(self.path("client").asText("unnamed"), may);
  }

  private Response send(Request request) throws ActionFailure {
    return http.send(request.withHeader("Authorization", "Bearer " + token.reveal()));
  }

  private static Response expect2xx(Response answer, String what) throws ActionFailure {
    if (!answer.ok()) {
      throw ActionFailure.refused(
          what + ": the actuator answered HTTP " + answer.status() + "; check the id and its log");
    }
    return answer;
  }
}
