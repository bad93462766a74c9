package dev.firebreak.connector;

/**
 * What a connector that blocks addresses and names has to keep off, as its operator set it:
 * settings {@code never}, {@code broadest-ipv4} and {@code broadest-ipv6}.
 *
 * @param never what must not be blocked
 * @param broadestIpv4 shortest prefix of a range, 1 to 32
 * @param broadestIpv6 the same, 1 to 128
 */
public record BlockLimits(NeverList never, int broadestIpv4, int broadestIpv6) {
  public BlockLimits {
    if (broadestIpv4 < 1 || broadestIpv4 > 32 || broadestIpv6 < 1 || broadestIpv6 > 128) {
      throw new IllegalArgumentException(
          "the broadest range is /1 to /32 or /128, got /"
              + broadestIpv4
              + " and /"
              + broadestIpv6);
    }
  }

  /**
   * @throws ActionFailure REFUSED for a range of more addresses than the operator allows
   */
  public void checkBreadth(IpRange range) throws ActionFailure {
    int broadest = range.v6() ? broadestIpv6 : broadestIpv4;
    if (range.prefix() < broadest) {
      throw ActionFailure.refused(
          range
              + ": ranges broader than /"
              + broadest
              + " are refused by setting 'broadest-"
              + (range.v6() ? "ipv6'" : "ipv4'"));
    }
  }

  /**
   * @param domain as {@link DomainName#spelled} gives it
   * @throws ActionFailure BAD_INPUT for a name below which strangers have theirs
   */
  public void checkBreadth(String domain) throws ActionFailure {
    if (PublicSuffixes.contain(domain)) {
      throw ActionFailure.badInput(
          domain
              + " is a top-level name or public suffix, below which strangers have their names; name"
              + " the domain itself");
    }
  }

  /**
   * {@link #checkBreadth(String)} and the never-list.
   *
   * @throws ActionFailure also REFUSED where the never-list has the name, one above or one below
   */
  public void checkDomain(String domain) throws ActionFailure {
    checkBreadth(domain);
    never.checkDomain(domain);
  }
}
