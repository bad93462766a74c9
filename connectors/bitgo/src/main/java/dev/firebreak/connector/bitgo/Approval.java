package dev.firebreak.connector.bitgo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.VendorHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Something at BitGo that waits for people to approve it.
 *
 * @param id BitGo's, hex
 * @param state as BitGo names it
 * @param type {@code transactionRequest} and {@code transactionRequestFull} are withdrawals
 * @param creator BitGo's id of the user who asked
 * @param recipients who would be paid, empty where BitGo does not show it
 * @see <a href="https://developers.bitgo.com/api/v2.approval.get">Get pending approval</a>
 */
record Approval(String id, String state, String type, String creator, List<Recipient> recipients) {
  /**
   * @param amount in the coin's smallest unit
   */
  record Recipient(String address, String amount) {}

  private static final int MOST_RECIPIENTS = 50;
  private static final Set<String> RESOLVED = Set.of("approved", "processing", "rejected");

  Approval {
    recipients = List.copyOf(recipients);
  }

  /**
   * @throws ActionFailure UNAVAILABLE for one that cannot be read: it must not look like none
   */
  static Approval of(JsonNode json) throws ActionFailure {
    String id = json.path("id").asText("");
    String state = json.path("state").asText("");
    String type = json.path("info").path("type").asText("");
    if (!id.matches("[0-9a-f]{24}|[0-9a-f]{32}")
        || !state.matches("[A-Za-z]{1,64}")
        || !type.matches("[A-Za-z]{1,64}")) {
      throw ActionFailure.unavailable("BitGo shows a pending approval without id, state or type");
    }
    String creator = VendorHttp.oneLine(json.path("creator").asText(""));
    return new Approval(id, state, type, creator, recipients(json.path("info")));
  }

  /** Whether it is a transaction that leaves this wallet. */
  static boolean leaves(JsonNode json, String wallet) {
    JsonNode request = json.path("info").path("transactionRequest");
    return json.path("wallet").asText("").equals(wallet)
        || json.path("wallet").isMissingNode()
            && request.path("sourceWallet").asText("").equals(wallet);
  }

  boolean isTransaction() {
    return type.startsWith("transactionRequest");
  }

  /** Whether nobody has approved or rejected it for good. */
  boolean waits() {
    return !RESOLVED.contains(state);
  }

  /** Whether it was approved and is being sent. */
  boolean isOnItsWay() {
    return state.equals("processing");
  }

  private static List<Recipient> recipients(JsonNode info) {
    List<Recipient> all = new ArrayList<>();
    for (JsonNode r : info.path("transactionRequest").path("recipients")) {
      if (all.size() < MOST_RECIPIENTS) {
        all.add(new Recipient(text(r, "address"), text(r, "amount")));
      }
    }
    return all;
  }

  private static String text(JsonNode json, String field) {
    return VendorHttp.oneLine(json.path(field).asText(""));
  }
}
