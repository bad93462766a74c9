package dev.firebreak.connector.edl;

import dev.firebreak.connector.ActionFailure;

/**
 * What may be listed at all.
 *
 * @param broadestIpv4 shortest prefix, as is {@code broadestIpv6}
 */
record Limits(NeverList never, int broadestIpv4, int broadestIpv6) {
  static Limits of(EdlSettings settings) {
    return new Limits(
        NeverList.of(settings.never()), settings.broadestIpv4(), settings.broadestIpv6());
  }

  /**
   * @throws ActionFailure REFUSED for what is too broad, not public or on the never-list; BAD_INPUT
   *     for a public suffix
   */
  void check(Listed asked) throws ActionFailure {
    switch (asked.feed()) {
      case IP -> checkRange(IpRange.of(asked.value()));
      case DOMAIN -> checkDomain(asked.value());
      case URL -> checkHost(UrlEntry.of(asked.value()).host());
    }
  }

  private void checkHost(String host) throws ActionFailure {
    if (host.matches("[0-9.]+")) {
      checkRange(IpRange.of(host));
    } else {
      checkDomain(host);
    }
  }

  private void checkDomain(String domain) throws ActionFailure {
    if (PublicSuffixes.contain(domain)) {
      throw ActionFailure.badInput(
          domain
              + " is not listed: it is a top-level name or public suffix, below which strangers have"
              + " their names; name the domain itself");
    }
    never.checkDomain(domain);
  }

  private void checkRange(IpRange range) throws ActionFailure {
    int broadest = range.v6() ? broadestIpv6 : broadestIpv4;
    if (range.prefix() < broadest) {
      throw ActionFailure.refused(
          range
              + " is not listed: ranges broader than /"
              + broadest
              + " are refused by setting 'broadest-"
              + (range.v6() ? "ipv6'" : "ipv4'"));
    }
    if (range.internal()) {
      throw ActionFailure.refused(
          range
              + " is not listed: it holds private, loopback or other addresses that are not public;"
              + " isolate a machine of your own by its workload or device");
    }
    never.check(range);
  }
}
