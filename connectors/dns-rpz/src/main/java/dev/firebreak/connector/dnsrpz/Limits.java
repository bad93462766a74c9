package dev.firebreak.connector.dnsrpz;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.BlockLimits;
import dev.firebreak.connector.IpRange;
import dev.firebreak.connector.NeverList;

/** What may be blocked at all. */
record Limits(BlockLimits set) {
  static Limits of(DnsRpzSettings settings) {
    return new Limits(
        new BlockLimits(
            NeverList.of(settings.never()), settings.broadestIpv4(), settings.broadestIpv6()));
  }

  /**
   * @throws ActionFailure REFUSED for what is too broad, not public or on the never-list; BAD_INPUT
   *     for a public suffix
   */
  void check(Trigger asked) throws ActionFailure {
    if (asked instanceof Trigger.Domain d) {
      set.checkDomain(d.domain());
    } else if (asked instanceof Trigger.Ip i) {
      checkRange(IpRange.of(i.ip()));
    }
  }

  private void checkRange(IpRange range) throws ActionFailure {
    set.checkBreadth(range);
    if (range.internal()) {
      throw ActionFailure.refused(
          range
              + " is not blocked: it holds private, loopback or other addresses that are not"
              + " public, and names of your own may lead there");
    }
    set.never().check(range);
  }
}
