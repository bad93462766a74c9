package dev.firebreak.connector.openc2;

import dev.firebreak.connector.ActionFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * What the operator says must never be blocked, whatever an alert says.
 *
 * @param ranges addresses and ranges
 * @param domains names, which stand for everything below them too
 */
record NeverList(List<IpRange> ranges, List<String> domains) {
  NeverList {
    ranges = List.copyOf(ranges);
    domains = List.copyOf(domains);
  }

  /**
   * @throws IllegalArgumentException naming the entry that is neither
   */
  static NeverList of(List<String> entries) {
    List<IpRange> ranges = new ArrayList<>();
    List<String> domains = new ArrayList<>();
    for (String entry : entries) {
      try {
        if (entry.contains(":") || entry.matches("[0-9./]+")) {
          ranges.add(IpRange.of(entry));
        } else {
          domains.add(DomainName.spelled(entry));
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("setting 'never': " + e.getMessage(), e);
      }
    }
    return new NeverList(ranges, domains);
  }

  /**
   * @throws ActionFailure REFUSED where the range has an address in common with the list
   */
  void check(IpRange range) throws ActionFailure {
    for (IpRange r : ranges) {
      if (r.overlaps(range)) {
        throw refused(range.toString(), r.toString());
      }
    }
  }

  /**
   * @throws ActionFailure REFUSED where blocking the name and all below it would block one that is
   *     listed, or one below that
   */
  void checkDomain(String domain) throws ActionFailure {
    for (String d : domains) {
      if (DomainName.isWithin(domain, d) || DomainName.isWithin(d, domain)) {
        throw refused(domain, d);
      }
    }
  }

  private static ActionFailure refused(String asked, String listed) {
    return ActionFailure.refused(
        asked
            + " is not blocked: setting 'never' of this connector lists "
            + listed
            + "; take it out there if that is meant");
  }
}
