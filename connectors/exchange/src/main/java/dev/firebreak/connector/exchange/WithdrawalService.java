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

  /**
   * Withdrawals as they were listed.
   *
   * @param complete false where reading ended before the list did
   */
  record Listing(List<Withdrawal> withdrawals, boolean complete) {}

  /**
   * Who we are there.
   *
   * @param client the service's name for the key, for people
   * @param may of {@code freeze, lift, list, hold, release} what the key allows
   */
  record Self(String client, Set<String> may) {
    Self {
      may = Set.copyOf(may);
    }
  }

  /** Empty where the service does not tell: the operation came with version 1.1 of the contract. */
  Optional<Self> self() throws ActionFailure {
    Response r = send(Request.get("/v1/self"));
    if (r.status() == 404) {
      return Optional.empty();
    }
    expect(r, "asking what this key may do");
    JsonNode self = r.json();
    if (!self.path("may").isArray()) {
      throw odd("what this key may do", "may");
    }
    Set<String> may = new HashSet<>();
    self.path("may").forEach(m -> may.add(m.asText()));
    return Optional.of(new Self(shown(text(self, "client", "what this key may do")), may));
  }

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

  /**
   * How many withdrawals a freeze stops now.
   *
   * @return empty where there is no freeze of this id, or the service does not say
   */
  Optional<Long> heldByFreeze(String freezeId) throws ActionFailure {
    Response r = send(Request.get(freezePath(freezeId)));
    if (r.status() == 404) {
      return Optional.empty();
    }
    expect(r, "reading freeze " + shown(freezeId));
    JsonNode held = r.json().path("heldWithdrawals");
    return held.canConvertToLong() && held.asLong() >= 0
        ? Optional.of(held.asLong())
        : Optional.empty();
  }

  /** All withdrawals of a wallet in a state, oldest first as the service lists them. */
  List<Withdrawal> list(String state, String wallet) throws ActionFailure {
    Listing listing = list(state, Scope.WALLET, wallet, MOST_PAGES);
    if (!listing.complete()) {
      throw ActionFailure.unavailable(
          "listing withdrawals of wallet "
              + wallet
              + ": the pages do not end ("
              + MOST_PAGES
              + " read); look at the service's nextCursor");
    }
    return listing.withdrawals();
  }

  /**
   * The withdrawals of a scope in a state, as far as some pages go. Those of another wallet or
   * asset are left out, so that a filter the service ignores can't widen what is held or counted.
   */
  Listing list(String state, Scope scope, String value, int mostPages) throws ActionFailure {
    String what = "listing withdrawals of " + scope.target(value);
    String first = Request.path("/v1/withdrawals?state={}", state) + scope.query(value);
    List<Withdrawal> all = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Optional<String> next = Optional.of(first);
    while (next.isPresent()) {
      if (seen.size() == mostPages || !seen.add(next.get())) {
        return new Listing(covered(all, scope, value), false);
      }
      Response r = send(Request.get(next.get()));
      expect(r, what);
      WithdrawalPage page = WithdrawalPage.read(r.json(), what);
      all.addAll(page.items());
      next = page.cursor().map(c -> first + Request.path("&cursor={}", c));
    }
    return new Listing(covered(all, scope, value), true);
  }

  private static List<Withdrawal> covered(List<Withdrawal> all, Scope scope, String value) {
    return all.stream().filter(w -> scope.covers(w, value)).toList();
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

  static String text(JsonNode node, String name, String what) throws ActionFailure {
    JsonNode value = node.path(name);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw odd(what, name);
    }
    return value.textValue();
  }

  /** A read's answer that is not what the contract says. */
  static ActionFailure odd(String what, String field) {
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
