package dev.firebreak.connector.fireblocks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the transactions that leave one vault account. */
final class Transactions {
  /** The vendor's maximum. */
  private static final int PAGE_SIZE = 500;

  /** A listing longer than this is taken for a fault of paging. */
  private static final int MOST_PAGES = 100;

  private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]{1,128}");

  private final FireblocksClient client;

  Transactions(FireblocksClient client) {
    this.client = client;
  }

  /**
   * Ids of the outgoing transactions in one status, all pages. Each one's source, asset and status
   * are checked here too, so that a filter the vendor ignores can't widen what is cancelled.
   *
   * @see <a href="https://developers.fireblocks.com/reference/gettransactions">Get transaction
   *     history</a>
   */
  List<String> ids(String vaultAccount, Optional<List<String>> assets, String status)
      throws ActionFailure {
    String target =
        Request.path(
            "/transactions?status={}&sourceType=VAULT_ACCOUNT&sourceId={}&limit={}",
            status,
            vaultAccount,
            PAGE_SIZE);
    if (assets.isPresent()) {
      target += Request.path("&assets={}", String.join(",", assets.get()));
    }
    List<String> ids = new ArrayList<>();
    Optional<String> next = Optional.of(target);
    for (int page = 0; next.isPresent(); page++) {
      if (page == MOST_PAGES) {
        throw ActionFailure.unavailable(
            "Fireblocks lists over " + MOST_PAGES + " pages of " + status + " transactions");
      }
      Response response = list(next.get());
      for (JsonNode transaction : response.json()) {
        String id = id(transaction);
        if (leaves(transaction, vaultAccount, assets, status)) {
          ids.add(id);
        }
      }
      next = response.header("next-page").filter(n -> !n.isBlank()).map(Transactions::page);
    }
    return ids;
  }

  /** The vendor's status of one transaction. */
  String status(String id) throws ActionFailure {
    Response response = client.get(Request.path("/transactions/{}", id));
    if (!response.ok()) {
      throw ActionFailure.refused(
          "reading transaction " + id + " failed: " + FireblocksClient.problem(response));
    }
    JsonNode status = response.json().path("status");
    if (!status.isTextual() || status.textValue().isBlank()) {
      throw ActionFailure.unavailable("transaction " + id + " came without a status");
    }
    return status.textValue();
  }

  /**
   * A listing of an account that does not exist is as empty as one of an account at rest; this
   * tells them apart.
   *
   * @throws ActionFailure BAD_INPUT when the account does not exist
   * @see <a href="https://developers.fireblocks.com/reference/getvaultaccount">Get a vault
   *     account</a>
   */
  void requireVaultAccount(String id) throws ActionFailure {
    Response response = client.get(Request.path("/vault/accounts/{}", id));
    if (!response.ok()) {
      throw ActionFailure.badInput(
          "vault account '"
              + id
              + "' can't be read in this workspace ("
              + FireblocksClient.problem(response)
              + "); give the numeric id of an account of this workspace");
    }
    if (!response.json().path("id").asText().equals(id)) {
      throw ActionFailure.unavailable("vault account " + id + " came without its id");
    }
  }

  private Response list(String target) throws ActionFailure {
    Response response = client.get(target);
    if (!response.ok()) {
      throw ActionFailure.refused(
          "listing transactions failed: " + FireblocksClient.problem(response));
    }
    if (!response.json().isArray()) {
      throw ActionFailure.unavailable("the list of transactions is no JSON array");
    }
    return response;
  }

  /** A transaction that can't be read must not look like none. */
  private static String id(JsonNode transaction) throws ActionFailure {
    String id = transaction.path("id").asText();
    boolean whole =
        ID.matcher(id).matches()
            && transaction.path("status").isTextual()
            && transaction.path("source").isObject();
    if (!whole) {
      throw ActionFailure.unavailable(
          "the list of transactions has one without id, status or source");
    }
    return id;
  }

  private static boolean leaves(
      JsonNode transaction, String vaultAccount, Optional<List<String>> assets, String status) {
    JsonNode source = transaction.path("source");
    return source.path("type").asText().equals("VAULT_ACCOUNT")
        && source.path("id").asText().equals(vaultAccount)
        && transaction.path("status").asText().equals(status)
        && assets.map(a -> a.contains(transaction.path("assetId").asText())).orElse(true);
  }

  /** The header is documented as a URL and as the value of {@code next}; only its query is used. */
  private static String page(String nextPage) {
    if (nextPage.contains("?")) {
      return "/transactions?" + URI.create(nextPage).getRawQuery();
    }
    return Request.path("/transactions?next={}", nextPage);
  }
}
