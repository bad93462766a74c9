package dev.firebreak.sandbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A custody workspace: vault accounts and outgoing transactions. Used under the sandbox's lock. */
final class Vault {
  private static final Duration CHAIN = Duration.ofSeconds(3);

  /** One outgoing transaction; goes PENDING_AUTHORIZATION, BROADCASTING, COMPLETED by itself. */
  static final class Transaction {
    final String id;
    final String account;
    final String asset;
    final BigDecimal usd;
    final Instant createdAt;
    final Instant broadcastAt;
    String status = "PENDING_AUTHORIZATION";
    Instant changedAt;

    Transaction(
        String id, String account, String asset, BigDecimal usd, Instant at, Instant broadcastAt) {
      this.id = id;
      this.account = account;
      this.asset = asset;
      this.usd = usd;
      this.createdAt = at;
      this.changedAt = at;
      this.broadcastAt = broadcastAt;
    }

    boolean cancellable() {
      return status.equals("PENDING_AUTHORIZATION");
    }

    boolean left() {
      return status.equals("BROADCASTING") || status.equals("COMPLETED");
    }

    Map<String, Object> toJson() {
      Map<String, Object> out = new LinkedHashMap<>();
      out.put("id", id);
      out.put("status", status);
      out.put("subStatus", "");
      out.put("assetId", asset);
      out.put("source", Map.of("type", "VAULT_ACCOUNT", "id", account));
      out.put("destination", Map.of("type", "ONE_TIME_ADDRESS", "id", ""));
      out.put("amountInfo", Map.of("amountUSD", usd.toPlainString()));
      out.put("createdAt", createdAt.toEpochMilli());
      out.put("lastUpdated", changedAt.toEpochMilli());
      out.put("operation", "TRANSFER");
      return out;
    }
  }

  private final Map<String, String> accounts = new LinkedHashMap<>();
  private final Map<String, Transaction> transactions = new LinkedHashMap<>();
  private boolean frozen;

  void addAccount(String id, String name) {
    accounts.put(id, name);
  }

  Map<String, String> accounts() {
    return Map.copyOf(accounts);
  }

  void submit(String account, String asset, BigDecimal usd, Instant now, Instant broadcastAt) {
    String id = String.format("f1e0c0de-0000-4000-8000-%012d", transactions.size() + 1);
    transactions.put(id, new Transaction(id, account, asset, usd, now, broadcastAt));
  }

  List<Transaction> transactions() {
    return List.copyOf(transactions.values());
  }

  Optional<Transaction> transaction(String id) {
    return Optional.ofNullable(transactions.get(id));
  }

  boolean frozen() {
    return frozen;
  }

  void freeze() {
    frozen = true;
  }

  boolean cancel(Transaction t, Instant now) {
    if (!t.cancellable()) {
      return false;
    }
    t.status = "CANCELLED";
    t.changedAt = now;
    return true;
  }

  /** A frozen workspace signs nothing, so nothing in it moves on before the chain has it. */
  void advance(Instant now) {
    for (Transaction t : transactions.values()) {
      if (t.cancellable() && !frozen && !t.broadcastAt.isAfter(now)) {
        t.status = "BROADCASTING";
        t.changedAt = t.broadcastAt;
      }
      if (t.status.equals("BROADCASTING") && !t.changedAt.plus(CHAIN).isAfter(now)) {
        t.status = "COMPLETED";
        t.changedAt = t.changedAt.plus(CHAIN);
      }
    }
  }

  BigDecimal lost() {
    return sum(transactions.values().stream().filter(Transaction::left).toList());
  }

  /** What would still leave if nobody did anything. */
  BigDecimal atRisk() {
    return frozen
        ? BigDecimal.ZERO
        : sum(transactions.values().stream().filter(Transaction::cancellable).toList());
  }

  private static BigDecimal sum(List<Transaction> of) {
    return of.stream().map(t -> t.usd).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
