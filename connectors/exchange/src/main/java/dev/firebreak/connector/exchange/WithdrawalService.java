package dev.firebreak.connector.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The requests of {@code withdrawal-service.openapi.yaml} and what their answers mean. Safe for all
 * threads.
 */
final class WithdrawalService {
  /** More pages than any real answer has: a service that never ends its list is broken. */
  private static final int MOST_PAGES = 200;

  private final VendorHttp http;
  private final Signer signer;

  WithdrawalService(VendorHttp http, Signer signer) {
    this.http = http;
    this.signer = signer;
  }

  /** One withdrawal, as far as it matters here. */
  record Withdrawal(String id, List<String> holds) {}

  void freeze(String freezeId, Scope scope, String value, String reason, Call<?> call)
      throws ActionFailure {
    Map<String, Object> body =
        Map.of(
            "scope", scope.name(),
            "values", scope.values(value),
            "mode", "HOLD",
            "reason", reason,
            "caseId", call.incidentId());
    Response r =
        change(Request.json("PUT", freezePath(freezeId), new java.util.TreeMap<>(body)), call);
    expect(r, "freezing " + scope.target(value));
    if (!r.json().path("state").asText("").equals("ACTIVE")) {
      throw ActionFailure.unknown(
          "freezing "
              + scope.target(value)
              + ": the answer does not say state ACTIVE; look at the withdrawal service");
    }
  }

  void lift(String freezeId, Call<?> call) throws ActionFailure {
    Response r = change(Request.delete(freezePath(freezeId)), call);
    if (r.status() != 404) {
      expect(r, "lifting freeze " + shown(freezeId));
    }
  }

  /** The freeze's state, empty where there is none of this id. */
  Optional<String> freezeState(String freezeId) throws ActionFailure {
    Response r = send(Request.get(freezePath(freezeId)));
    if (r.status() == 404) {
      return Optional.empty();
    }
    expect(r, "reading freeze " + shown(freezeId));
    return Optional.of(text(r.json(), "state", "freeze " + freezeId));
  }

  /** All withdrawals of a wallet in a state, oldest first as the service lists them. */
  List<Withdrawal> list(String state, String wallet) throws ActionFailure {
    List<Withdrawal> all = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String first = Request.path("/v1/withdrawals?state={}&wallet={}", state, wallet);
    Optional<String> next = Optional.of(first);
    while (next.isPresent()) {
      if (!seen.add(next.get()) || seen.size() > MOST_PAGES) {
        throw ActionFailure.unavailable(
            "listing withdrawals of wallet "
                + wallet
                + ": the pages do not end ("
                + seen.size()
                + " read); look at the service's nextCursor");
      }
      Response r = send(Request.get(next.get()));
      expect(r, "listing withdrawals of wallet " + wallet);
      JsonNode page = r.json();
      collect(page, wallet, all);
      next = cursor(page).map(c -> first + Request.path("&cursor={}", c));
    }
    return List.copyOf(all);
  }

  /** Whether the withdrawal could be held; false when it is gone or on its way. */
  boolean hold(String withdrawal, String holdId, String reason, Call<?> call) throws ActionFailure {
    Map<String, String> body =
        new java.util.TreeMap<>(Map.of("reason", reason, "caseId", call.incidentId()));
    Response r = change(Request.json("PUT", holdPath(withdrawal, holdId), body), call);
    if (r.status() == 404 || r.status() == 409) {
      return false;
    }
    expect(r, "holding withdrawal " + withdrawal);
    return true;
  }

  void release(String withdrawal, String holdId, Call<?> call) throws ActionFailure {
    Response r = change(Request.delete(holdPath(withdrawal, holdId)), call);
    if (r.status() != 404) {
      expect(r, "releasing withdrawal " + withdrawal);
    }
  }

  private static String freezePath(String freezeId) {
    return Request.path("/v1/withdrawal-freezes/{}", freezeId);
  }

  private static String holdPath(String withdrawal, String holdId) {
    return Request.path("/v1/withdrawals/{}/holds/{}", withdrawal, holdId);
  }

  private Response change(Request request, Call<?> call) throws ActionFailure {
    return send(request.withHeader("Idempotency-Key", call.idempotencyKey()));
  }

  private Response send(Request request) throws ActionFailure {
    return http.send(
        signer.sign(request.withHeader("Accept", "application/json"), http.endpoint()));
  }

  private static void expect(Response r, String what) throws ActionFailure {
    if (!r.ok()) {
      throw ActionFailure.refused(
          what
              + ": the withdrawal service answered HTTP "
              + r.status()
              + problem(r)
              + "; check the input against the service's log");
    }
  }

  /** The title of a problem document (RFC 9457), as far as there is one. */
  private static String problem(Response r) {
    try {
      JsonNode title = r.json().path("title");
      return title.isTextual() ? " (" + shown(title.textValue()) + ")" : "";
    } catch (ActionFailure e) {
      return "";
    }
  }

  private static void collect(JsonNode page, String wallet, List<Withdrawal> all)
      throws ActionFailure {
    if (!page.path("items").isArray()) {
      throw odd("withdrawals of wallet " + wallet, "items");
    }
    for (JsonNode item : page.path("items")) {
      String id = text(item, "id", "withdrawals of wallet " + wallet);
      if (!id.matches("[\\x21-\\x7e]{1,200}") || id.equals(".") || id.equals("..")) {
        throw odd("withdrawals of wallet " + wallet, "id");
      }
      all.add(new Withdrawal(id, holds(item, id)));
    }
  }

  private static List<String> holds(JsonNode item, String id) throws ActionFailure {
    JsonNode holds = item.path("holds");
    if (!holds.isArray()) {
      throw odd("withdrawal " + id, "holds");
    }
    List<String> all = new ArrayList<>();
    for (JsonNode hold : holds) {
      if (!hold.isTextual()) {
        throw odd("withdrawal " + id, "holds");
      }
      all.add(hold.textValue());
    }
    return List.copyOf(all);
  }

  private static Optional<String> cursor(JsonNode page) throws ActionFailure {
    JsonNode cursor = page.path("nextCursor");
    if (cursor.isMissingNode() || cursor.isNull()) {
      return Optional.empty();
    }
    String text = cursor.asText("");
    if (!cursor.isTextual()
        || text.isEmpty()
        || text.length() > 2_000
        || text.matches("\\.{1,2}")) {
      throw odd("withdrawals", "nextCursor");
    }
    return Optional.of(text);
  }

  private static String text(JsonNode node, String name, String what) throws ActionFailure {
    JsonNode value = node.path(name);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw odd(what, name);
    }
    return value.textValue();
  }

  /** A read's answer that is not what the contract says. */
  private static ActionFailure odd(String what, String field) {
    return ActionFailure.unavailable(
        what
            + ": the answer's '"
            + field
            + "' is not what withdrawal-service.openapi.yaml says; look at the service");
  }

  private static String shown(String text) {
    String bounded = text.length() > 120 ? text.substring(0, 120) + "..." : text;
    return bounded.replaceAll("\\p{Cntrl}", "?");
  }
}
