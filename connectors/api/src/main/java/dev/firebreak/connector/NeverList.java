package dev.firebreak.connector;

import java.util.ArrayList;
import java.util.List;

/**
 * What the operator says must never be blocked, whatever an alert says.
 *
 * @param ranges addresses and ranges
 * @param domains names, which stand for everything below them too
 */
public record NeverList(List<IpRange> ranges, List<String> domains) {
  public NeverList {
    ranges = List.copyOf(ranges);
    domains = List.copyOf(domains);
  }

  /**
   * @param entries addresses, ranges and domain names, the value of setting {@code never}
   * @throws IllegalArgumentException naming the entry that is neither
   */
  public static NeverList of(List<String> entries) {
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
  public void check(IpRange range) throws ActionFailure {
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
  public void checkDomain(String domain) throws ActionFailure {
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
