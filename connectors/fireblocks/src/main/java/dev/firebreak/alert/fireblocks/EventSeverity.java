package dev.firebreak.alert.fireblocks;

import dev.firebreak.alert.Severity;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How much events other than transactions weigh, by their name. The vendor's list grows, so a name
 * that is not known is judged by its words.
 */
final class EventSeverity {
  /** https://developers.fireblocks.com/reference/webhook-v2-migration-guide */
  private static final Map<String, Severity> KNOWN =
      Map.of(
          "external_wallet.asset", Severity.HIGH,
          "contract_wallet.asset", Severity.MEDIUM,
          "internal_wallet.asset", Severity.MEDIUM,
          "connection", Severity.MEDIUM,
          "connection.request", Severity.MEDIUM,
          "exchange_account", Severity.MEDIUM,
          "fiat_account", Severity.MEDIUM,
          "connected_account", Severity.MEDIUM,
          "embedded_wallet.device", Severity.MEDIUM);

  /** Words in the names of events about who rules the workspace. */
  private static final Set<String> RULING =
      Set.of(
          "admin",
          "owner",
          "policy",
          "tap",
          "quorum",
          "key",
          "apikey",
          "api",
          "cosigner",
          "signer",
          "whitelist",
          "recovery",
          "backup",
          "mfa",
          "sso",
          "role",
          "freeze",
          "frozen",
          "unfreeze");

  private static final Set<String> ACCESS =
      Set.of(
          "user",
          "users",
          "device",
          "permission",
          "credential",
          "credentials",
          "security",
          "ip",
          "webhook",
          "group",
          "console",
          "login",
          "session");

  private EventSeverity() {}

  /** Empty for events that say nothing about security. */
  static Optional<Severity> of(String eventType) {
    Optional<Severity> known = Optional.ofNullable(KNOWN.get(subject(eventType)));
    if (known.isPresent()) {
      return known;
    }
    Set<String> words =
        new HashSet<>(Arrays.asList(eventType.toLowerCase(Locale.ROOT).split("[._-]")));
    if (words.stream().anyMatch(RULING::contains)) {
      return Optional.of(Severity.HIGH);
    }
    return words.stream().anyMatch(ACCESS::contains)
        ? Optional.of(Severity.MEDIUM)
        : Optional.empty();
  }

  static boolean isKnown(String eventType) {
    return KNOWN.containsKey(subject(eventType));
  }

  /** The event's name without its last word, for example {@code external_wallet.asset}. */
  static String subject(String eventType) {
    int dot = eventType.lastIndexOf('.');
    return dot < 0 ? eventType : eventType.substring(0, dot);
  }
}
