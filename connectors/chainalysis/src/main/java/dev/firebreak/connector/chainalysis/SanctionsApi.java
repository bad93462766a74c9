package dev.firebreak.connector.chainalysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.ArrayList;
import java.util.List;

/** The vendor's one request, and what its answers mean. */
record SanctionsApi(VendorHttp http, Secret apiKey) {
  /**
   * Why an address is listed, in the vendor's words, each cut to 200 characters.
   *
   * @param category for example {@code sanctions}
   */
  record Identification(String category, String name, String description, String url) {}

  /**
   * Everything known of an address; empty where it is not listed.
   *
   * @throws ActionFailure UNAVAILABLE for an answer that does not say so: it never counts as not
   *     listed
   * @see <a
   *     href="https://auth-developers.chainalysis.com/sanctions-screening/api-reference/reference/check-if-an-address-is-sanctioned">Check
   *     if an address is sanctioned</a>
   */
  List<Identification> identifications(String address) throws ActionFailure {
    Request request = Request.get(Request.path("/api/v1/address/{}", address));
    Response answer = http.exchange(request.withHeader("X-API-Key", apiKey.reveal()));
    http.accepted(request, answer, said(answer));
    if (!answer.ok()) {
      throw http.failure(request, answer, said(answer));
    }
    JsonNode found = answer.json().path("identifications");
    if (!found.isArray()) {
      throw ActionFailure.unavailable(
          "Chainalysis' answer does not say whether "
              + address
              + " is listed; do not treat it as"
              + " clean");
    }
    List<Identification> all = new ArrayList<>();
    for (JsonNode f : found) {
      all.add(
          new Identification(
              text(f, "category"), text(f, "name"), text(f, "description"), text(f, "url")));
    }
    return List.copyOf(all);
  }

  /** Where no key arrives, an edge answers with a web page before the service is reached. */
  private String said(Response answer) {
    if (answer.ok()) {
      return "";
    }
    try {
      String message = Json.parse(answer.body()).path("message").asText("");
      return message.replace(apiKey.reveal(), "(key)");
    } catch (JsonProcessingException e) {
      return answer.status() == 403
          ? "an edge answered before the service did: no key arrived there, or this machine's"
              + " address is blocked"
          : "";
    }
  }

  private static String text(JsonNode json, String field) {
    return VendorHttp.oneLine(json.path(field).asText(""));
  }
}
