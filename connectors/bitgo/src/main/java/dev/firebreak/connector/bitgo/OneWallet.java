package dev.firebreak.connector.bitgo;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;

/**
 * One wallet.
 *
 * @param coin ticker as BitGo writes it, for example {@code btc} or {@code tbtc4}
 * @param wallet BitGo's id, 24 or 32 lower-case hex characters
 */
record OneWallet(@Describe(COIN) String coin, @Describe(WALLET) String wallet) {
  static final String COIN = "Ticker of the wallet's coin as BitGo writes it, for example btc.";
  static final String WALLET = "BitGo's id of the wallet, 32 hex characters; not its address.";

  OneWallet {
    if (!coin.matches("[a-z0-9][a-z0-9:._-]{0,63}")) {
      throw new IllegalArgumentException(
          "coin must be a ticker in BitGo's writing, for example btc, got '" + coin + "'");
    }
    if (!wallet.matches("[0-9a-f]{24}|[0-9a-f]{32}")) {
      throw new IllegalArgumentException(
          "wallet must be BitGo's id of a wallet, 32 hex characters, got '" + wallet + "'");
    }
  }

  Target target() {
    return new Target(TargetType.WALLET, wallet);
  }

  @Override
  public String toString() {
    return coin + " wallet " + wallet;
  }
}
