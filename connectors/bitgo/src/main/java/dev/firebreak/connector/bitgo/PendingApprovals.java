package dev.firebreak.connector.bitgo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Pending approvals of one wallet.
 *
 * @see <a href="https://developers.bitgo.com/api/v2.approval.list">List pending approvals</a>
 * @see <a href="https://developers.bitgo.com/api/v2.approval.update">Update pending approval</a>
 */
record PendingApprovals(BitgoClient client) {
  /** A listing longer than this is taken for a fault of paging. */
  private static final int MOST_PAGES = 100;

  /** All of one wallet; what BitGo lists beside them is left out. */
  List<Approval> of(OneWallet wallet) throws ActionFailure {
    String first =
        Request.path("/api/v2/{}/pendingapprovals?walletId={}", wallet.coin(), wallet.wallet());
    List<Approval> all = new ArrayList<>();
    String page = first;
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      JsonNode answer = client.expect(Request.get(page)).json();
      add(answer.path("pendingApprovals"), wallet, all);
      String next = answer.path("nextBatchPrevId").asText("");
      if (next.isEmpty()) {
        return List.copyOf(all);
      }
      page = first + Request.path("&prevId={}", next);
    }
    throw ActionFailure.unavailable(
        "BitGo lists over " + MOST_PAGES + " pages of pending approvals of " + wallet);
  }

  private static void add(JsonNode listed, OneWallet wallet, List<Approval> all)
      throws ActionFailure {
    if (!listed.isArray()) {
      throw ActionFailure.unavailable("BitGo's list of pending approvals is no JSON array");
    }
    for (JsonNode json : listed) {
      Approval approval = Approval.of(json);
      if (Approval.leaves(json, wallet.wallet())) {
        all.add(approval);
      }
    }
  }

  /** One as it is now. */
  Approval read(OneWallet wallet, String id) throws ActionFailure {
    Approval approval = Approval.of(client.expect(Request.get(path(wallet, id))).json());
    if (!approval.id().equals(id)) {
      throw ActionFailure.unavailable(
          "BitGo answered for pending approval " + id + " with another");
    }
    return approval;
  }

  /**
   * Rejects one for good.
   *
   * @return its state by the answer
   * @throws ActionFailure UNKNOWN where the answer is no approval
   */
  String reject(OneWallet wallet, String id) throws ActionFailure {
    JsonNode answer =
        client.expect(Request.json("PUT", path(wallet, id), Map.of("state", "rejected"))).json();
    String state = answer.path("state").asText("");
    if (state.isEmpty()) {
      throw ActionFailure.unknown("BitGo did not say what became of pending approval " + id);
    }
    return state;
  }

  private static String path(OneWallet wallet, String id) {
    return Request.path("/api/v2/{}/pendingapprovals/{}", wallet.coin(), id);
  }
}
