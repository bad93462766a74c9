package dev.firebreak.connector.crowdstrike;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.BearerTokens;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The calls of Falcon's Hosts API this connector makes. Safe for all threads; calls block. */
record FalconApi(BearerTokens tokens, FalconErrors errors) {
  /** Hosts of one name that are told apart; more than these are too many anyway. */
  static final int MOST_NAMESAKES = 20;

  /**
   * https://developer.crowdstrike.com/api-reference/collections/hosts/#getdevicedetailsv2
   *
   * @param ids 1 to 100
   */
  List<Host> hosts(List<String> ids) throws ActionFailure {
    String what = "reading host " + String.join(", ", ids);
    StringBuilder query = new StringBuilder();
    for (String id : ids) {
      query.append(query.isEmpty() ? "?" : "&").append(Request.path("ids={}", id));
    }
    JsonNode body = ask(Request.get("/devices/entities/devices/v2" + query), what);
    List<Host> hosts = new ArrayList<>();
    for (JsonNode json : resources(body, what)) {
      Host host = Host.read(json, what);
      if (ids.stream().anyMatch(host.id()::equalsIgnoreCase)) {
        hosts.add(host);
      }
    }
    return hosts;
  }

  /**
   * Ids of the hosts that Falcon finds for a name; it may find more than those of exactly that
   * name. https://developer.crowdstrike.com/api-reference/collections/hosts/#querydevicesbyfilter
   */
  List<String> named(String hostname) throws ActionFailure {
    String what = "looking for a host named " + hostname;
    Request request =
        Request.get(
            Request.path(
                "/devices/queries/devices/v1?filter={}&limit={}",
                "hostname:'" + hostname + "'",
                MOST_NAMESAKES + 1));
    List<String> ids = new ArrayList<>();
    for (JsonNode id : resources(ask(request, what), what)) {
      if (!Host.ID.matcher(id.asText("")).matches()) {
        throw ActionFailure.unavailable(what + ": the answer holds what is no host id");
      }
      ids.add(id.asText());
    }
    return ids;
  }

  /**
   * Orders something of one host. Answered with 202: taken, not done.
   * https://developer.crowdstrike.com/api-reference/collections/hosts/#performactionv2
   *
   * @param action {@code contain} or {@code lift_containment}
   */
  void order(String id, String action) throws ActionFailure {
    String what = "ordering " + action + " of host " + id;
    Request request =
        Request.json(
            "POST",
            Request.path("/devices/entities/devices-actions/v2?action_name={}", action),
            Map.of("ids", List.of(id)));
    for (JsonNode taken : ask(request, what).path("resources")) {
      if (taken.path("id").asText("").equalsIgnoreCase(id)) {
        return;
      }
    }
    throw ActionFailure.unknown(what + ": the answer does not name the host; it may be under way");
  }

  /**
   * Asks for any one host, for trying whether we may.
   *
   * @return false where Falcon takes the credential, but does not let it read hosts
   */
  boolean mayRead() throws ActionFailure {
    Request request = Request.get("/devices/queries/devices/v1?limit=1");
    Response answer = tokens.exchange(request);
    if (answer.status() == 403) {
      return false;
    }
    String what = "reading hosts";
    return resources(errors.success(request, answer, what), what).isArray();
  }

  private JsonNode ask(Request request, String what) throws ActionFailure {
    Request asked = request.withHeader("Accept", "application/json");
    return errors.success(asked, tokens.exchange(asked), what);
  }

  private static JsonNode resources(JsonNode body, String what) throws ActionFailure {
    if (!body.path("resources").isArray()) {
      throw ActionFailure.unavailable(what + ": the answer has no list of resources");
    }
    return body.path("resources");
  }
}
