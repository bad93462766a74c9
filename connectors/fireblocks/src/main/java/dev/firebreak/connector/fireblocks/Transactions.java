package dev.firebreak.connector.fireblocks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the transactions that leave vault accounts. */
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
   * One outgoing transaction.
   *
   * @param usd what it is worth in US dollars, where the vendor says so
   */
  record Outgoing(String id, String vaultAccount, String asset, Optional<BigDecimal> usd) {}

  /**
   * Outgoing transactions as they were listed.
   *
   * @param complete false where reading ended before the list did
   */
  record Listing(List<Outgoing> transactions, boolean complete) {}

  /** Ids of the outgoing transactions in one status, all pages. */
  List<String> ids(String vaultAccount, Optional<List<String>> assets, String status)
      throws ActionFailure {
    Listing listing = list(Optional.of(vaultAccount), assets, status, MOST_PAGES);
    if (!listing.complete()) {
      throw ActionFailure.unavailable(
          "Fireblocks lists over " + MOST_PAGES + " pages of " + status + " transactions");
    }
    return listing.transactions().stream().map(Outgoing::id).toList();
  }

  /**
   * The outgoing transactions in one status, as far as some pages go. Each one's source, asset and
   * status are checked here too, so that a filter the vendor ignores can't widen what is cancelled.
   *
   * @param vaultAccount empty for all
   * @see <a href="https://developers.fireblocks.com/reference/gettransactions">Get transaction
   *     history</a>
   */
  Listing list(
      Optional<String> vaultAccount, Optional<List<String>> assets, String status, int mostPages)
      throws ActionFailure {
    List<Outgoing> all = new ArrayList<>();
    Optional<String> next = Optional.of(target(vaultAccount, assets, status));
    for (int page = 0; next.isPresent(); page++) {
      if (page == mostPages) {
        return new Listing(List.copyOf(all), false);
      }
      Response response = page(next.get());
      for (JsonNode transaction : response.json()) {
        Outgoing outgoing = outgoing(transaction);
        if (leaves(transaction, vaultAccount, assets, status)) {
          all.add(outgoing);
        }
      }
      next = response.header("next-page").filter(n -> !n.isBlank()).map(Transactions::nextTarget);
    }
    return new Listing(List.copyOf(all), true);
  }

  private static String target(
      Optional<String> vaultAccount, Optional<List<String>> assets, String status) {
    String target =
        Request.path("/transactions?status={}&sourceType=VAULT_ACCOUNT", status)
            + vaultAccount.map(v -> Request.path("&sourceId={}", v)).orElse("")
            + Request.path("&limit={}", PAGE_SIZE);
    return assets.map(a -> target + Request.path("&assets={}", String.join(",", a))).orElse(target);
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
   * @return its name, for people
   * @throws ActionFailure BAD_INPUT when the account does not exist
   * @see <a href="https://developers.fireblocks.com/reference/getvaultaccount">Get a vault
   *     account</a>
   */
  String requireVaultAccount(String id) throws ActionFailure {
    Response response = client.get(Request.path("/vault/accounts/{}", id));
    if (!response.ok()) {
      throw ActionFailure.badInput(
          "vault account '"
              + id
              + "' can't be read in this workspace ("
              + FireblocksClient.problem(response)
              + "); give the numeric id of an account of this workspace");
    }
    JsonNode account = response.json();
    if (!account.path("id").asText().equals(id)) {
      throw ActionFailure.unavailable("vault account " + id + " came without its id");
    }
    return VendorHttp.oneLine(account.path("name").asText(""));
  }

  private Response page(String target) throws ActionFailure {
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
  private static Outgoing outgoing(JsonNode transaction) throws ActionFailure {
    String id = transaction.path("id").asText();
    boolean whole =
        ID.matcher(id).matches()
            && transaction.path("status").isTextual()
            && transaction.path("source").isObject();
    if (!whole) {
      throw ActionFailure.unavailable(
          "the list of transactions has one without id, status or source");
    }
    return new Outgoing(
        id,
        transaction.path("source").path("id").asText(""),
        transaction.path("assetId").asText("?"),
        usd(transaction.path("amountInfo").path("amountUSD")));
  }

  /** Text, by the vendor's word; a number with an exponent could take for ever to add up. */
  private static Optional<BigDecimal> usd(JsonNode amount) {
    return Optional.of(amount.asText(""))
        .filter(a -> a.matches("[0-9]{1,24}(\\.[0-9]{1,30})?"))
        .map(BigDecimal::new);
  }

  private static boolean leaves(
      JsonNode transaction,
      Optional<String> vaultAccount,
      Optional<List<String>> assets,
      String status) {
    JsonNode source = transaction.path("source");
    return source.path("type").asText().equals("VAULT_ACCOUNT")
        && vaultAccount.map(v -> source.path("id").asText().equals(v)).orElse(true)
        && transaction.path("status").asText().equals(status)
        && assets.map(a -> a.contains(transaction.path("assetId").asText())).orElse(true);
  }

  /** The header is documented as a URL and as the value of {@code next}; only its query is used. */
  private static String nextTarget(String nextPage) {
    if (nextPage.contains("?")) {
      return "/transactions?" + URI.create(nextPage).getRawQuery();
    }
    return Request.path("/transactions?next={}", nextPage);
  }
}
