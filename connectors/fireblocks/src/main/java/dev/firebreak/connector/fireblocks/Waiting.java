package dev.firebreak.connector.fireblocks;

import dev.firebreak.connector.fireblocks.Transactions.Listing;
import dev.firebreak.connector.fireblocks.Transactions.Outgoing;
import dev.firebreak.http.VendorHttp;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Outgoing transactions that are not broadcast yet.
 *
 * @param complete false where there are more than were read
 * @param byStatus how many in each
 */
record Waiting(List<Outgoing> transactions, boolean complete, Map<String, Integer> byStatus) {
  static final Waiting NONE = new Waiting(List.of(), true, Map.of());

  private static final int MOST_ASSETS = 10;

  Waiting and(String status, Listing listing) {
    Map<String, Integer> counts = new LinkedHashMap<>(byStatus);
    if (!listing.transactions().isEmpty()) {
      counts.put(status, listing.transactions().size());
    }
    return new Waiting(
        Stream.concat(transactions.stream(), listing.transactions().stream()).toList(),
        complete && listing.complete(),
        counts);
  }

  int count() {
    return transactions.size();
  }

  long accounts() {
    return transactions.stream().map(Outgoing::vaultAccount).distinct().count();
  }

  /** For example {@code 2 transactions (2 ETH; 2,430,000.00 USD; QUEUED 2)}. */
  String sentence() {
    String number =
        (complete ? "" : "at least ") + count() + (count() == 1 ? " transaction" : " transactions");
    if (count() == 0) {
      return number;
    }
    String statuses =
        byStatus.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "));
    return number + " (" + assets() + "; " + worth() + "; " + statuses + ")";
  }

  private String assets() {
    Map<String, Integer> byAsset = new TreeMap<>();
    transactions.forEach(t -> byAsset.merge(t.asset(), 1, Integer::sum));
    String shown =
        byAsset.entrySet().stream()
            .limit(MOST_ASSETS)
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    return VendorHttp.oneLine(shown) + (byAsset.size() > MOST_ASSETS ? ", ..." : "");
  }

  private String worth() {
    BigDecimal usd =
        transactions.stream()
            .flatMap(t -> t.usd().stream())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    long unvalued = transactions.stream().filter(t -> t.usd().isEmpty()).count();
    return String.format(Locale.ROOT, "%,.2f USD", usd)
        + (unvalued == 0 ? "" : " and " + unvalued + " of unknown worth");
  }
}
