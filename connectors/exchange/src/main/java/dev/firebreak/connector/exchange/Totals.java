package dev.firebreak.connector.exchange;

import dev.firebreak.connector.exchange.WithdrawalService.Listing;
import dev.firebreak.http.VendorHttp;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Withdrawals added up.
 *
 * @param complete false where there are more than were read
 * @param usd of those whose worth the service says
 * @param unvalued how many it does not say it of
 * @param byAsset how many of each
 */
record Totals(
    int count, boolean complete, BigDecimal usd, long unvalued, Map<String, Integer> byAsset) {
  private static final int MOST_ASSETS = 10;

  static Totals of(Listing listing) {
    Map<String, Integer> byAsset = new TreeMap<>();
    listing
        .withdrawals()
        .forEach(w -> byAsset.merge(w.asset().isEmpty() ? "?" : w.asset(), 1, Integer::sum));
    BigDecimal usd =
        listing.withdrawals().stream()
            .flatMap(w -> w.usd().stream())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    long unvalued =
        listing.withdrawals().stream().map(Withdrawal::usd).filter(u -> u.isEmpty()).count();
    return new Totals(listing.withdrawals().size(), listing.complete(), usd, unvalued, byAsset);
  }

  /** For example {@code 3 withdrawals (2 ETH, 1 USDC; 4,512.00 USD)}. */
  String sentence() {
    String number = (complete ? "" : "at least ") + count + " withdrawal" + (count == 1 ? "" : "s");
    if (count == 0) {
      return number;
    }
    String assets =
        byAsset.entrySet().stream()
            .limit(MOST_ASSETS)
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    String rest = byAsset.size() > MOST_ASSETS ? ", ..." : "";
    return number + " (" + VendorHttp.oneLine(assets) + rest + "; " + worth() + ")";
  }

  private String worth() {
    String sum = String.format(Locale.ROOT, "%,.2f USD", usd);
    return unvalued == 0 ? sum : sum + " and " + unvalued + " of unknown worth";
  }
}
