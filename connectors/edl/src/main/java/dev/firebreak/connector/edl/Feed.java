package dev.firebreak.connector.edl;

import dev.firebreak.connector.TargetType;
import java.util.Locale;
import java.util.Optional;

/** The three lists; a firewall takes one kind of value from each. */
enum Feed {
  IP(TargetType.IP),
  DOMAIN(TargetType.DOMAIN),
  /** The contract has no type for URLs; they are shown as the domain they begin with. */
  URL(TargetType.DOMAIN);

  private final TargetType target;

  Feed(TargetType target) {
    this.target = target;
  }

  TargetType target() {
    return target;
  }

  /** The last part of its address, and its name in the store. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Feed> of(String key) {
    for (Feed f : values()) {
      if (f.key().equals(key)) {
        return Optional.of(f);
      }
    }
    return Optional.empty();
  }
}
