package dev.firebreak.alert.hypernative;

import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One asset: a wallet or contract with its address, or a protocol with its name.
 *
 * @param address empty for protocols, and for addresses that stand for nobody
 * @param label name and alias, for people
 * @param type Wallet, Contract or Protocol
 * @param chain where it is
 * @param parts its parts in what happened, lower case, for example {@code scammer}
 */
record Asset(
    Optional<String> address, String label, String type, String chain, List<String> parts) {
  private static final Pattern NOBODY = Pattern.compile("0x0{39}[0-9a-f]|0x0{36}dead|1{32}");

  private static final List<String> HOSTILE =
      List.of(
          "scam",
          "attack",
          "exploit",
          "hack",
          "phish",
          "drain",
          "malicious",
          "illicit",
          "sanction",
          "mixer",
          "thief",
          "suspicious");

  private static final List<String> SUFFERING =
      List.of("victim", "attacked", "exploited", "hacked", "phished", "drained", "scammed");

  /** Parts of bystanders: acting on a token's or protocol's address would hit everybody. */
  private static final List<String> HARMLESS =
      List.of("destination", "protocol", "token", "asset", "pool", "contract");

  static Asset read(JsonBody item) throws UnusableAlert {
    String name = item.text("/name", 200).orElse("");
    String alias = item.text("/alias", 200).orElse("");
    return new Asset(
        item.text("/address", 512).map(Asset::canonical).filter(a -> !NOBODY.matcher(a).matches()),
        (name + " " + alias).strip(),
        item.text("/type", 40).orElse("asset"),
        item.text("/chain", 100).orElse("an unnamed chain"),
        Arrays.stream(item.text("/involvementType", 500).orElse("").split(","))
            .map(p -> p.strip().toLowerCase(Locale.ROOT).replace('_', ' '))
            .filter(p -> !p.isEmpty())
            .toList());
  }

  /** EVM addresses mean the same in upper and lower case; others do not. */
  private static String canonical(String address) {
    String a = address.strip();
    return a.startsWith("0x") || a.startsWith("0X") ? a.toLowerCase(Locale.ROOT) : a;
  }

  /** Whether it is said to do harm; what harm was done to does not. */
  boolean isHostile() {
    return parts.stream().anyMatch(p -> !names(SUFFERING, p) && names(HOSTILE, p));
  }

  private static boolean names(List<String> words, String part) {
    return words.stream().anyMatch(part::contains);
  }

  /** Whether all that is said of it is that it was there. */
  boolean isHarmless() {
    return !parts.isEmpty()
        && !isHostile()
        && parts.stream().allMatch(p -> names(HARMLESS, p) || names(SUFFERING, p));
  }

  /** For people. */
  String shown() {
    return type
        + address.map(a -> " " + a).orElse("")
        + (label.isEmpty() ? "" : " (" + label + ")")
        + " on "
        + chain
        + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
  }
}
