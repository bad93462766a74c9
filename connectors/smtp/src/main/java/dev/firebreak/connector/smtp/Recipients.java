package dev.firebreak.connector.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom mail may go to. Compared without regard to case; a domain's subdomains are other domains.
 *
 * @param allowed addresses, and domains as {@code @example.com}
 */
record Recipients(Set<String> allowed) {
  Recipients {
    allowed = Set.copyOf(allowed);
  }

  /**
   * @throws IllegalArgumentException naming the setting
   */
  Recipients(List<String> setting) {
    this(setting.stream().map(r -> r.toLowerCase(Locale.ROOT)).collect(Collectors.toSet()));
    if (setting.isEmpty()) {
      throw new IllegalArgumentException(
          "setting 'recipients' must name whom mail may go to, for example soc@example.com");
    }
    for (String r : setting) {
      if (!Mailbox.isAddress(r) && !(r.startsWith("@") && Mailbox.isDomain(r.substring(1)))) {
        throw new IllegalArgumentException(
            "setting 'recipients' must be addresses (soc@example.com) and domains (@example.com),"
                + " got '"
                + r
                + "'");
      }
    }
  }

  /** Those of some addresses that mail may not go to. */
  List<String> forbidden(List<String> addresses) {
    return addresses.stream().filter(a -> !allows(a.toLowerCase(Locale.ROOT))).toList();
  }

  private boolean allows(String address) {
    return allowed.contains(address) || allowed.contains(address.substring(address.indexOf('@')));
  }
}
