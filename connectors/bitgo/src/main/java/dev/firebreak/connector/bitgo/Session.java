package dev.firebreak.connector.bitgo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import dev.firebreak.http.Request;
import dev.firebreak.http.VendorHttp;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who the token is, and what it may do.
 *
 * @param user BitGo's id of the user
 * @param label what the token is called at BitGo, empty where it has no name
 * @param scopes empty where BitGo named none
 * @see <a href="https://developers.bitgo.com/api/user.getsession">Get session</a>
 */
record Session(String user, String label, Set<String> scopes) {
  /** The scopes of which one is needed, by action; all on its own is the test environment's. */
  private static final Map<String, Set<String>> NEEDED =
      Map.of(
          "freeze-wallet", Set.of("wallet_freeze_all", "wallet_freeze"),
          "reject-pending-approvals", Set.of("pending_approval_update"),
          "list-pending-approvals", Set.of("wallet_view_all", "wallet_view"),
          "read-wallet", Set.of("wallet_view_all", "wallet_view"));

  static Session read(BitgoClient client) throws ActionFailure {
    JsonNode session = client.expect(Request.get("/api/v2/user/session")).json().path("session");
    if (!session.isObject() || !session.path("user").isTextual()) {
      throw ActionFailure.unavailable("BitGo's answer to who the token is names no user");
    }
    Set<String> scopes = new TreeSet<>();
    session.path("scope").forEach(s -> scopes.add(VendorHttp.oneLine(s.asText())));
    return new Session(
        VendorHttp.oneLine(session.path("user").asText()),
        VendorHttp.oneLine(session.path("label").asText("")),
        scopes);
  }

  Readiness readiness() {
    Readiness ready =
        Readiness.as("BitGo user " + user + (label.isEmpty() ? "" : ", token '" + label + "'"));
    for (String action : new TreeSet<>(NEEDED.keySet())) {
      ready = grant(ready, action, new TreeSet<>(NEEDED.getOrDefault(action, Set.of())));
    }
    return ready;
  }

  private Readiness grant(Readiness ready, String action, Set<String> needed) {
    if (scopes.isEmpty()) {
      return ready.untold(action, "BitGo named no scopes of this token");
    }
    boolean given = scopes.contains("all") || needed.stream().anyMatch(scopes::contains);
    return given
        ? ready.granted(action, "the token's scope covers it; each wallet must be shared with it")
        : ready.missing(
            action,
            "make a token with the scope "
                + String.join(" or ", needed)
                + " (BitGo: account settings, developer options)");
  }
}
