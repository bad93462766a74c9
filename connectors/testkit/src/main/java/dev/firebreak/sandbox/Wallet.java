package dev.firebreak.sandbox;

import java.math.BigDecimal;

/** A hot wallet; money in US dollars. Used under the sandbox's lock. */
final class Wallet {
  final String id;
  final String asset;
  BigDecimal balance;
  BigDecimal lost = BigDecimal.ZERO;

  /** Balance that open withdrawals have already claimed. */
  BigDecimal claimed = BigDecimal.ZERO;

  Wallet(String id, String asset, BigDecimal balance) {
    this.id = id;
    this.asset = asset;
    this.balance = balance;
  }

  BigDecimal available() {
    return balance.subtract(claimed);
  }
}
