package dev.firebreak.alert.forta;

import dev.firebreak.alert.Alert;
import dev.firebreak.connector.TargetType;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The addresses an alert names. Those that the bot itself calls an attacker's, by a label or in its
 * metadata, come first; all others that took part in the transaction follow, contracts and victims
 * among them. Only so many become targets; the rest is evidence.
 *
 * @param body the alert
 * @param known addresses that tell nothing
 */
record Addresses(AlertBody body, KnownAddresses known) {
  private static final int MOST_TARGETS = 20;
  private static final int MOST_OBSERVABLES = 100;
  private static final int MOST_METADATA = 100;
  private static final Pattern HOSTILE =
      Pattern.compile("attack|exploit|scam|malicious|phish|hack|drain|thief|launder|mixer");

  void addTo(Alert.Builder alert) {
    Set<String> all = new LinkedHashSet<>();
    labels(alert, all);
    for (Map.Entry<String, String> e : body.texts("/metadata", MOST_METADATA).entrySet()) {
      if (HOSTILE.matcher(e.getKey().toLowerCase(Locale.ROOT)).find()) {
        KnownAddresses.parse(e.getValue()).ifPresent(all::add);
      }
    }
    for (AlertBody item : body.items("/addresses")) {
      Optional<String> text = item.text(200, "");
      Optional<String> address = text.flatMap(KnownAddresses::parse);
      address.ifPresent(all::add);
      text.filter(t -> address.isEmpty()).ifPresent(t -> alert.observable("address", t));
    }
    all.removeIf(known::tellNothing);
    all.stream().limit(MOST_TARGETS).forEach(a -> alert.target(TargetType.ADDRESS, a));
    all.stream()
        .skip(MOST_TARGETS)
        .limit(MOST_OBSERVABLES)
        .forEach(a -> alert.observable("address", a));
    alert.attribute("addresses", Integer.toString(all.size()));
  }

  /** A label that the bot takes back says nothing. */
  private void labels(Alert.Builder alert, Set<String> all) {
    for (AlertBody label : body.items("/labels")) {
      Optional<String> entity = label.text(200, "/entity");
      String word = label.text(200, "/label").orElse("");
      boolean gone = label.text(10, "/remove").filter("true"::equals).isPresent();
      if (!gone && HOSTILE.matcher(word.toLowerCase(Locale.ROOT)).find()) {
        entity.flatMap(KnownAddresses::parse).ifPresent(all::add);
      }
      entity
          .filter(e -> !gone)
          .ifPresent(e -> alert.observable("label." + (word.isEmpty() ? "unnamed" : word), e));
    }
  }
}
