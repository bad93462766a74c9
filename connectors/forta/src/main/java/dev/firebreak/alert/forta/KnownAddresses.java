package dev.firebreak.alert.forta;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Addresses that tell nothing about an attacker. EVM addresses are compared and written in lower
 * case: their capitals are a checksum only (https://eips.ethereum.org/EIPS/eip-55).
 */
final class KnownAddresses {
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");

  /** The zero address, the precompiled contracts, and where people burn tokens. */
  private static final Pattern NOBODYS = Pattern.compile("0x(0{37,38}[0-9a-f]{2,3}|0{36}dead)");

  private final Set<String> ignored;

  KnownAddresses(List<String> ignored) {
    this.ignored =
        ignored.stream().map(a -> a.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** The address in lower case; empty where the text is none. */
  static Optional<String> parse(String text) {
    return Optional.of(text.strip())
        .filter(t -> ADDRESS.matcher(t).matches())
        .map(t -> t.toLowerCase(Locale.ROOT));
  }

  boolean tellNothing(String address) {
    return ignored.contains(address) || NOBODYS.matcher(address).matches();
  }
}
