package dev.firebreak.connector.defender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.http.BearerTokens;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls of Defender for Endpoint this connector makes; each may be made 100 times a minute and
 * 1,500 times an hour. Errors: https://learn.microsoft.com/defender-endpoint/api/common-errors
 */
record DefenderApi(VendorHttp http, BearerTokens tokens) {
  private static final String BOTH = "(type eq 'Isolate' or type eq 'Unisolate')";

  /** What was ordered, or that something else is under way on the machine. */
  sealed interface Ordered {
    record Accepted(String id) implements Ordered {}

    record Busy() implements Ordered {}
  }

  /**
   * All orders to isolate a machine or to end that.
   * https://learn.microsoft.com/defender-endpoint/api/get-machineactions-collection
   */
  List<MachineAction> orders(String machine) throws ActionFailure {
    String what = "reading the orders to machine " + machine;
    String filter = "machineId eq '" + machine + "' and " + BOTH;
    JsonNode answer =
        result(Request.get(Request.path("/api/machineactions?$filter={}", filter)), what).json();
    if (!answer.path("value").isArray() || answer.hasNonNull("@odata.nextLink")) {
      throw ActionFailure.unavailable(what + ": the answer is not one page of machine actions");
    }
    List<MachineAction> orders = new ArrayList<>();
    for (JsonNode json : answer.path("value")) {
      // A filter that is not heard must not mix machines up.
      boolean its = json.path("machineId").asText().equalsIgnoreCase(machine);
      if (its && MachineAction.type(json).isPresent()) {
        orders.add(MachineAction.read(json, what));
      }
    }
    return orders;
  }

  /**
   * https://learn.microsoft.com/defender-endpoint/api/isolate-machine,
   * https://learn.microsoft.com/defender-endpoint/api/unisolate-machine
   *
   * @param verb {@code isolate} or {@code unisolate}
   * @param body with its parameters in the documented case, which matters
   */
  Ordered order(String machine, String verb, Map<String, String> body) throws ActionFailure {
    String what = "ordering machine " + machine + " to " + verb;
    Request request =
        Request.json("POST", Request.path("/api/machines/{}/{}", machine, verb), body);
    Response answer = exchange(request);
    if (answer.status() == 400 && inProgress(answer)) {
      return new Ordered.Busy();
    }
    require(request, answer, what);
    return new Ordered.Accepted(id(answer, what));
  }

  /**
   * @param health Active, Inactive, ImpairedCommunication and others
   */
  record Machine(String name, String os, String health) {}

  /** https://learn.microsoft.com/defender-endpoint/api/get-machine-by-id */
  Machine machine(String id) throws ActionFailure {
    String what = "reading machine " + id;
    JsonNode json = result(Request.get(Request.path("/api/machines/{}", id)), what).json();
    if (!json.path("id").asText().equalsIgnoreCase(id)) {
      throw ActionFailure.unavailable(what + ": the answer is not that machine");
    }
    return new Machine(
        word(json, "computerDnsName"), word(json, "osPlatform"), word(json, "healthStatus"));
  }

  /** Reads one machine action of any machine, for trying whether we may. */
  void tryReading() throws ActionFailure {
    var unused = result(Request.get("/api/machineactions?$top=1"), "reading machine actions");
  }

  private static String word(JsonNode json, String name) {
    String text = VendorHttp.oneLine(json.path(name).asText(""));
    return text.isEmpty() ? "unknown " + name : text;
  }

  /** An order without its id may have been taken all the same. */
  private static String id(Response answer, String what) throws ActionFailure {
    String id = answer.json().path("id").asText("");
    if (!id.matches("[0-9A-Za-z-]{1,64}")) {
      throw ActionFailure.unknown(what + ": the answer names no machine action");
    }
    return id;
  }

  private Response result(Request request, String what) throws ActionFailure {
    Response answer = exchange(request);
    require(request, answer, what);
    return answer;
  }

  private Response exchange(Request request) throws ActionFailure {
    return tokens.exchange(request.withHeader("Accept", "application/json"));
  }

  private void require(Request request, Response answer, String what) throws ActionFailure {
    String said = said(answer);
    var unused = http.accepted(request, answer, said);
    if (answer.status() == 404) {
      throw ActionFailure.refused(
          what + ": Defender knows no such machine (" + said + "); is the id of this tenant?");
    }
    if (!answer.ok()) {
      throw ActionFailure.refused(
          what + ": Defender answered HTTP " + answer.status() + " " + said);
    }
  }

  /** Code and words of an error, but none where a token may be quoted. */
  private static String said(Response answer) {
    return error(answer)
        .filter(e -> answer.status() != 401)
        .map(e -> VendorHttp.oneLine(e.path("code").asText() + " " + e.path("message").asText()))
        .orElse("");
  }

  private static boolean inProgress(Response answer) {
    String words = error(answer).map(e -> e.path("code") + " " + e.path("message")).orElse("");
    return words.contains("ActiveRequestAlreadyExists") || words.contains("already in progress");
  }

  private static Optional<JsonNode> error(Response answer) {
    try {
      return answer.ok()
          ? Optional.empty()
          : Optional.of(Json.parse(answer.body()).path("error")).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * The parameters that both orders take.
   *
   * @param key comes back as {@code externalId}, which the machine action is documented to keep for
   *     the customer
   */
  static Map<String, String> body(String comment, String key) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("Comment", comment);
    body.put("ExternalId", key);
    return body;
  }
}
