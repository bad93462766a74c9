package dev.firebreak.sandbox;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** One withdrawal on its way out of a wallet. Used under the sandbox's lock. */
final class Withdrawal {
  /** Where it is; HELD while at least one hold is on it. */
  enum State {
    PENDING,
    HELD,
    REJECTED,
    SENT
  }

  final String id;
  final String wallet;
  final String asset;
  final String account;
  final String destination;
  final BigDecimal usd;
  final Instant createdAt;
  final Set<String> holds = new LinkedHashSet<>();
  Instant leavesAt;
  State state = State.PENDING;

  Withdrawal(
      String id,
      Wallet wallet,
      String account,
      String destination,
      BigDecimal usd,
      Instant createdAt,
      Instant leavesAt) {
    this.id = id;
    this.wallet = wallet.id;
    this.asset = wallet.asset;
    this.account = account;
    this.destination = destination;
    this.usd = usd;
    this.createdAt = createdAt;
    this.leavesAt = leavesAt;
  }

  boolean open() {
    return state == State.PENDING || state == State.HELD;
  }

  Map<String, Object> toJson() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("id", id);
    out.put("state", state.name());
    out.put("wallet", wallet);
    out.put("asset", asset);
    out.put("account", account);
    out.put("destination", destination);
    out.put("amountUsd", usd);
    out.put("createdAt", createdAt.toString());
    out.put("holds", holds);
    return out;
  }
}
