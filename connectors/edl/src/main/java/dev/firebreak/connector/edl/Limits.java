package dev.firebreak.connector.edl;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.BlockLimits;
import dev.firebreak.connector.IpRange;
import dev.firebreak.connector.NeverList;

/** What may be listed at all. */
record Limits(BlockLimits set) {
  static Limits of(EdlSettings settings) {
    return new Limits(
        new BlockLimits(
            NeverList.of(settings.never()), settings.broadestIpv4(), settings.broadestIpv6()));
  }

  /**
   * @throws ActionFailure REFUSED for what is too broad, not public or on the never-list; BAD_INPUT
   *     for a public suffix
   */
  void check(Listed asked) throws ActionFailure {
    switch (asked.feed()) {
      case IP -> checkRange(IpRange.of(asked.value()));
      case DOMAIN -> set.checkDomain(asked.value());
      case URL -> checkHost(UrlEntry.of(asked.value()).host());
    }
  }

  private void checkHost(String host) throws ActionFailure {
    if (host.matches("[0-9.]+")) {
      checkRange(IpRange.of(host));
    } else {
      set.checkDomain(host);
    }
  }

  private void checkRange(IpRange range) throws ActionFailure {
    set.checkBreadth(range);
    if (range.internal()) {
      throw ActionFailure.refused(
          range
              + " is not listed: it holds private, loopback or other addresses that are not public;"
              + " isolate a machine of your own by its workload or device");
    }
    set.never().check(range);
  }
}
