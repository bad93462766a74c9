package dev.firebreak.alert.forta;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Settings of a Forta source.
 *
 * @param secret at least 16 characters, no blanks
 * @param nextSecret at least 16 characters, no blanks
 * @param ignoredAddresses EVM addresses, in any case
 */
public record FortaSettings(
    @Describe(
            "What the sender shows at the end of the URL or in the Authorization header, bare or as"
                + " bearer token; at least 16 characters, no blanks")
        Secret secret,
    @Describe("A second secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret,
    @Describe(
            "Addresses that are never targets: your own wallets, tokens and routers that everybody"
                + " uses")
        List<String> ignoredAddresses) {
  public FortaSettings {
    withoutBlanks("secret", secret);
    nextSecret.ifPresent(s -> withoutBlanks("next-secret", s));
    ignoredAddresses = List.copyOf(ignoredAddresses);
    for (String address : ignoredAddresses) {
      if (KnownAddresses.parse(address).isEmpty()) {
        throw new IllegalArgumentException(
            "ignored-addresses must be 0x and 40 hexadecimal digits, got '" + address + "'");
      }
    }
  }

  private static void withoutBlanks(String setting, Secret secret) {
    if (secret.reveal().chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(setting + " must not have blanks in it");
    }
  }
}
