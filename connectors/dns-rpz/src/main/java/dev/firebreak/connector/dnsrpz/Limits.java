package dev.firebreak.connector.dnsrpz;

import dev.firebreak.connector.ActionFailure;

/**
 * What may be blocked at all.
 *
 * @param broadestIpv4 shortest prefix, as is {@code broadestIpv6}
 */
record Limits(NeverList never, int broadestIpv4, int broadestIpv6) {
  static Limits of(DnsRpzSettings settings) {
    return new Limits(
        NeverList.of(settings.never()), settings.broadestIpv4(), settings.broadestIpv6());
  }

  /**
   * @throws ActionFailure REFUSED for what is too broad, not public or on the never-list; BAD_INPUT
   *     for a public suffix
   */
  void check(Trigger asked) throws ActionFailure {
    if (asked instanceof Trigger.Domain d) {
      checkDomain(d.domain());
    } else if (asked instanceof Trigger.Ip i) {
      checkRange(IpRange.of(i.ip()));
    }
  }

  private void checkDomain(String domain) throws ActionFailure {
    if (PublicSuffixes.contain(domain)) {
      throw ActionFailure.badInput(
          domain
              + " is not blocked: it is a top-level name or public suffix, below which strangers"
              + " have their names; name the domain itself");
    }
    never.checkDomain(domain);
  }

  private void checkRange(IpRange range) throws ActionFailure {
    int broadest = range.v6() ? broadestIpv6 : broadestIpv4;
    if (range.prefix() < broadest) {
      throw ActionFailure.refused(
          range
              + " is not blocked: ranges broader than /"
              + broadest
              + " are refused by setting 'broadest-"
              + (range.v6() ? "ipv6'" : "ipv4'"));
    }
    if (range.internal()) {
      throw ActionFailure.refused(
          range
              + " is not blocked: it holds private, loopback or other addresses that are not"
              + " public, and names of your own may lead there");
    }
    never.check(range);
  }
}
