package dev.firebreak.connector.openc2;

import dev.firebreak.connector.ActionFailure;
import java.util.Optional;

/**
 * What may be commanded at all: nothing broad in either direction, and no denial of what the
 * operator listed.
 *
 * @param broadestIpv4 shortest prefix, as is {@code broadestIpv6}
 */
record Limits(NeverList never, int broadestIpv4, int broadestIpv6) {
  static Limits of(OpenC2Settings settings) {
    return new Limits(
        NeverList.of(settings.never()), settings.broadestIpv4(), settings.broadestIpv6());
  }

  /**
   * @throws ActionFailure REFUSED for what is too broad, no machine's address or on the never-list;
   *     BAD_INPUT for a public suffix
   */
  void checkDenial(Subject asked) throws ActionFailure {
    checkBreadth(asked);
    if (asked instanceof Subject.Domain d) {
      never.checkDomain(d.domain());
    }
    Optional<IpRange> range = range(asked);
    if (range.isPresent()) {
      if (range.get().special()) {
        throw ActionFailure.refused(
            range.get()
                + " is not denied: it holds loopback, link-local, multicast or reserved addresses");
      }
      never.check(range.get());
    }
  }

  /**
   * @throws ActionFailure REFUSED for a range that is too broad, BAD_INPUT for a public suffix
   */
  void checkBreadth(Subject asked) throws ActionFailure {
    if (asked instanceof Subject.Domain d && PublicSuffixes.contain(d.domain())) {
      throw ActionFailure.badInput(
          d.domain()
              + " is a top-level name or public suffix, below which strangers have their names; name"
              + " the domain itself");
    }
    Optional<IpRange> range = range(asked);
    if (range.isPresent()) {
      int broadest = range.get().v6() ? broadestIpv6 : broadestIpv4;
      if (range.get().prefix() < broadest) {
        throw ActionFailure.refused(
            range.get()
                + ": ranges broader than /"
                + broadest
                + " are refused by setting 'broadest-"
                + (range.get().v6() ? "ipv6'" : "ipv4'"));
      }
    }
  }

  private static Optional<IpRange> range(Subject asked) {
    if (asked instanceof Subject.Ip i) {
      return Optional.of(IpRange.of(i.ip()));
    }
    return asked instanceof Subject.Net n ? Optional.of(IpRange.of(n.net())) : Optional.empty();
  }
}
