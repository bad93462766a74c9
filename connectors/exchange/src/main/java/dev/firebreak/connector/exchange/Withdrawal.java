package dev.firebreak.connector.exchange;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One withdrawal, as far as it matters here.
 *
 * @param wallet empty where the service does not say, against the contract
 * @param asset empty where the service does not say, against the contract
 * @param usd what it is worth in US dollars, where the service says so
 */
record Withdrawal(
    String id, String wallet, String asset, Optional<BigDecimal> usd, List<String> holds) {}
