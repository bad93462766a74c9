package dev.firebreak.connector.pagerduty;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one request of the Events API v2 and what its answers mean. Safe for all threads. */
record EventsApi(VendorHttp http, Secret routingKey) {
  private static final String ENQUEUE = "/v2/enqueue";

  /**
   * Sends an event. 202 says that it was taken and nothing of what became of it; 400 is never to be
   * repeated, 429 and 5xx are
   * (https://developer.pagerduty.com/docs/events-api-v2-overview#response-codes--retry-logic).
   *
   * @param action {@code trigger}, {@code acknowledge} or {@code resolve}
   * @param more members besides routing key, action and key
   */
  void send(String action, String dedupKey, Map<String, Object> more) throws ActionFailure {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("routing_key", routingKey.reveal());
    event.put("event_action", action);
    event.put("dedup_key", dedupKey);
    event.putAll(more);
    Request request = Request.json("POST", ENQUEUE, event);
    Response r = http.exchange(request);
    String said = said(r);
    if (r.status() == 400) {
      throw ActionFailure.refused(
          "PagerDuty refused to "
              + action
              + " (HTTP 400"
              + (said.isEmpty() ? "" : ": " + VendorHttp.oneLine(said))
              + "); check that setting 'routing-key' is the key of an Events API v2 integration");
    }
    if (!http.accepted(request, r, said).ok()) {
      throw http.failure(request, r, said);
    }
    confirm(r.json(), action, dedupKey);
  }

  private static void confirm(JsonNode answer, String action, String dedupKey)
      throws ActionFailure {
    boolean ours = answer.path("dedup_key").asText(dedupKey).equals(dedupKey);
    if (!answer.path("status").asText().equals("success") || !ours) {
      throw ActionFailure.unknown(
          action
              + ": PagerDuty's answer does not say that it took the event; look at the service's"
              + " alerts");
    }
  }

  /**
   * Whether something answers there. A GET makes no event, whatever it is answered: only POST is
   * documented.
   *
   * @throws ActionFailure UNAVAILABLE where nothing answers, or a 5xx; REFUSED for 401 and 403, as
   *     of a proxy
   */
  int reach() throws ActionFailure {
    Request request = Request.get(ENQUEUE);
    return http.accepted(request, http.exchange(request), "").status();
  }

  /** PagerDuty's own words, without the key; empty where it has none. */
  private String said(Response r) {
    try {
      JsonNode json = Json.parse(r.body());
      List<String> words = new ArrayList<>(List.of(json.path("message").asText("")));
      json.path("errors").forEach(e -> words.add(e.asText("")));
      words.removeIf(String::isBlank);
      return String.join("; ", words).replace(routingKey.reveal(), "(secret)");
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
