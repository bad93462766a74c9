package dev.firebreak.alert.fireblocks;

import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.Optional;
import java.util.Set;

/**
 * One end of a transaction.
 *
 * @param type as in the API, upper case
 * @param id for a vault account its number, which the connector's actions take
 * @param name what people call it
 */
record Peer(String type, Optional<String> id, Optional<String> name) {
  /** Accounts of the workspace's owner, here or elsewhere; all other ends are somebody else's. */
  private static final Set<String> OWN =
      Set.of(
          "VAULT_ACCOUNT",
          "INTERNAL_WALLET",
          "EXCHANGE_ACCOUNT",
          "FIAT_ACCOUNT",
          "CONNECTED_ACCOUNT",
          "GAS_STATION",
          "END_USER_WALLET",
          "WALLET_POOL");

  private static final Peer NONE = new Peer("UNKNOWN", Optional.empty(), Optional.empty());

  static Peer read(JsonBody place, String relative) throws UnusableAlert {
    Optional<JsonBody> found = place.at(relative);
    return found.isEmpty()
        ? NONE
        : new Peer(
            found.get().text("/type", 100).orElse("UNKNOWN"),
            found.get().text("/id", 200),
            found.get().text("/name", 200));
  }

  boolean isOwn() {
    return OWN.contains(type);
  }

  boolean isVault() {
    return type.equals("VAULT_ACCOUNT");
  }

  /** For people. */
  String shown() {
    return type + id.map(i -> " " + i).orElse("") + name.map(n -> " (" + n + ")").orElse("");
  }
}
