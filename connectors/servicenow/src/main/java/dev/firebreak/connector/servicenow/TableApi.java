package dev.firebreak.connector.servicenow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The calls this connector makes, all of the Table API
 * (https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html). Safe for all
 * threads.
 */
final class TableApi {
  private static final String SHAPE =
      "sysparm_display_value=all&sysparm_exclude_reference_link=true&sysparm_fields={}";

  private final ServiceNowSettings settings;
  private final VendorHttp http;
  private final SignIn signIn;

  TableApi(ServiceNowSettings settings, VendorHttp http, SignIn signIn) {
    this.settings = settings;
    this.http = http;
    this.signIn = signIn;
  }

  /**
   * The oldest ticket with a correlation id.
   *
   * @param id letters, digits and hyphens only
   * @throws ActionFailure REFUSED where the answer shows that the query was not obeyed: an instance
   *     leaves out the parts of a query that it takes for invalid, and returns all rows
   */
  Optional<Ticket> withCorrelation(String id) throws ActionFailure {
    Optional<Ticket> found =
        query("correlation_id=" + id + "^ORDERBYsys_created_on", Ticket.FIELDS);
    if (found.isPresent() && !found.get().correlationId().equals(id)) {
      throw ActionFailure.refused(
          "searching table "
              + settings.table()
              + ": ServiceNow answered a ticket with another correlation_id; let this account read"
              + " that field, and see that the table has it");
    }
    return found;
  }

  /**
   * @param name number or sys_id
   * @throws ActionFailure REFUSED where there is none, or none to be seen
   */
  Ticket read(String name) throws ActionFailure {
    Optional<Ticket> found =
        query((TicketName.isSysId(name) ? "sys_id=" : "number=") + name, Ticket.FIELDS_AND_NOTES);
    return found
        .filter(t -> t.sysId().equals(name) || t.number().equalsIgnoreCase(name))
        .orElseThrow(
            () ->
                ActionFailure.refused(
                    "ServiceNow shows no "
                        + settings.table()
                        + " "
                        + name
                        + "; check the number, and that this account may read it"));
  }

  Ticket create(Map<String, Object> fields) throws ActionFailure {
    String target = Request.path("/api/now/table/{}?" + SHAPE, settings.table(), Ticket.FIELDS);
    return write(Request.json("POST", target, fields), "opening a ticket in " + settings.table());
  }

  void update(Ticket ticket, Map<String, Object> fields) throws ActionFailure {
    String target =
        Request.path(
            "/api/now/table/{}/{}?" + SHAPE, settings.table(), ticket.sysId(), Ticket.FIELDS);
    var unused = write(Request.json("PATCH", target, fields), "changing " + ticket.number());
  }

  /**
   * What a look at the table shows.
   *
   * @param row any one ticket, empty where none is to be seen
   * @param total how many there are, also those not to be seen, where ServiceNow says so
   */
  record Look(Optional<JsonNode> row, Optional<Long> total) {}

  Look look() throws ActionFailure {
    Request request = get("ORDERBYDESCsys_created_on", Ticket.FIELDS_AND_NOTES);
    Response r = exchange(request);
    JsonNode rows = rows(request, r);
    return new Look(
        rows.isEmpty() ? Optional.empty() : Optional.of(rows.path(0)),
        r.header("x-total-count").filter(t -> t.matches("\\d{1,12}")).map(Long::valueOf));
  }

  private Optional<Ticket> query(String query, String fields) throws ActionFailure {
    Request request = get(query, fields);
    JsonNode rows = rows(request, exchange(request));
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Ticket.read(rows.path(0)).orElseThrow(this::notServiceNow));
  }

  private Request get(String query, String fields) {
    return Request.get(
        Request.path(
            "/api/now/table/{}?sysparm_query={}&sysparm_limit=1&" + SHAPE,
            settings.table(),
            query,
            fields));
  }

  private JsonNode rows(Request request, Response r) throws ActionFailure {
    if (!http.accepted(request, r, said(r)).ok()) {
      throw http.failure(request, r, said(r));
    }
    JsonNode rows = r.json().path("result");
    if (!rows.isArray()) {
      throw notServiceNow();
    }
    return rows;
  }

  private Ticket write(Request request, String what) throws ActionFailure {
    Response r = exchange(request);
    String said = said(r);
    if (r.status() == 400) {
      throw ActionFailure.badInput(
          what
              + ": ServiceNow answered HTTP 400"
              + (said.isEmpty() ? "" : " (" + VendorHttp.oneLine(said) + ")"));
    }
    if (!http.accepted(request, r, said).ok()) {
      throw http.failure(request, r, said);
    }
    return Ticket.read(r.json().path("result"))
        .orElseThrow(
            () ->
                ActionFailure.unknown(
                    what + ": ServiceNow accepted it, but its answer names no ticket"));
  }

  private Response exchange(Request request) throws ActionFailure {
    return signIn.exchange(request.withHeader("Accept", "application/json"));
  }

  private ActionFailure notServiceNow() {
    return ActionFailure.unavailable(
        "table "
            + settings.table()
            + ": the answer is not what ServiceNow documents; check setting 'url', and that the"
            + " instance is awake");
  }

  /** {@code {error: {message, detail}}} in one line, without secrets; empty where there is none. */
  private String said(Response r) {
    try {
      JsonNode error = Json.parse(r.body()).path("error");
      List<String> words =
          new ArrayList<>(
              Stream.of(error.path("message").asText(""), error.path("detail").asText(""))
                  .toList());
      words.removeIf(String::isBlank);
      return settings.withoutSecrets(String.join("; ", words));
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
