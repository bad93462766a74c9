package dev.firebreak.connector.openc2;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.BlockLimits;
import dev.firebreak.connector.IpRange;
import dev.firebreak.connector.NeverList;
import java.util.Optional;

/**
 * What may be commanded at all: nothing broad in either direction, and no denial of what the
 * operator listed.
 */
record Limits(BlockLimits set) {
  static Limits of(OpenC2Settings settings) {
    return new Limits(
        new BlockLimits(
            NeverList.of(settings.never()), settings.broadestIpv4(), settings.broadestIpv6()));
  }

  /**
   * @throws ActionFailure REFUSED for what is too broad, no machine's address or on the never-list;
   *     BAD_INPUT for a public suffix
   */
  void checkDenial(Subject asked) throws ActionFailure {
    checkBreadth(asked);
    if (asked instanceof Subject.Domain d) {
      set.never().checkDomain(d.domain());
    }
    Optional<IpRange> range = range(asked);
    if (range.isPresent()) {
      if (range.get().special()) {
        throw ActionFailure.refused(
            range.get()
                + " is not denied: it holds loopback, link-local, multicast or reserved addresses");
      }
      set.never().check(range.get());
    }
  }

  /**
   * @throws ActionFailure REFUSED for a range that is too broad, BAD_INPUT for a public suffix
   */
  void checkBreadth(Subject asked) throws ActionFailure {
    if (asked instanceof Subject.Domain d) {
      set.checkBreadth(d.domain());
    }
    Optional<IpRange> range = range(asked);
    if (range.isPresent()) {
      set.checkBreadth(range.get());
    }
  }

  private static Optional<IpRange> range(Subject asked) {
    if (asked instanceof Subject.Ip i) {
      return Optional.of(IpRange.of(i.ip()));
    }
    return asked instanceof Subject.Net n ? Optional.of(IpRange.of(n.net())) : Optional.empty();
  }
}
