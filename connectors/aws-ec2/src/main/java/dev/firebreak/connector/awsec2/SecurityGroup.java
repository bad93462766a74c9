package dev.firebreak.connector.awsec2;

import dev.firebreak.http.XmlPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A security group and what it lets through.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html">IpPermission</a>
 */
record SecurityGroup(String id, String vpc, List<Rule> in, List<Rule> out) {
  static final Pattern ID = Pattern.compile("sg-[0-9a-f]{8,17}");

  private static final String ANY_PROTOCOL = "-1";
  private static final String ALL_V4 = "0.0.0.0/0";
  private static final String ALL_V6 = "::/0";

  /** Networks larger than this are not what an investigator works from. */
  private static final int LARGEST_PREFIX = 8;

  /**
   * One rule.
   *
   * @param protocol {@code -1} for all
   * @param ranges IPv4 and IPv6 ranges in CIDR notation
   * @param groups ids of groups whose members are let through
   */
  record Rule(String protocol, List<String> ranges, List<String> groups) {
    private static Rule read(XmlPart item) {
      List<String> ranges = new ArrayList<>(item.texts("ipRanges/item/cidrIp"));
      ranges.addAll(item.texts("ipv6Ranges/item/cidrIpv6"));
      String protocol = item.text("ipProtocol").orElse("");
      return new Rule(protocol, List.copyOf(ranges), item.texts("groups/item/groupId"));
    }
  }

  /** One as EC2 describes it. */
  static SecurityGroup read(XmlPart item) {
    return new SecurityGroup(
        item.text("groupId").orElse(""),
        item.text("vpcId").orElse(""),
        item.all("ipPermissions/item").stream().map(Rule::read).toList(),
        item.all("ipPermissionsEgress/item").stream().map(Rule::read).toList());
  }

  /**
   * Why an instance in this group would not be isolated; empty where it would. Few addresses may be
   * let through, for the investigation.
   */
  Optional<String> hole() {
    return hole(in, "in").or(() -> hole(out, "out"));
  }

  private Optional<String> hole(List<Rule> rules, String direction) {
    Optional<String> wide =
        rules.stream()
            .flatMap(r -> r.ranges().stream())
            .filter(SecurityGroup::wide)
            .findFirst()
            .map(r -> id + " lets " + r + " " + direction);
    boolean mutual = rules.stream().anyMatch(r -> r.groups().contains(id));
    return wide.or(
        () ->
            mutual
                ? Optional.of(id + " lets the instances in it reach each other")
                : Optional.empty());
  }

  /** What cannot be read is taken for wide. */
  private static boolean wide(String range) {
    String prefix = range.substring(range.indexOf('/') + 1);
    return !prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) < LARGEST_PREFIX;
  }

  /**
   * Whether all traffic passes both ways, so that connections through it are not tracked
   * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html).
   */
  boolean open() {
    return Stream.of(in, out).allMatch(rules -> passes(rules, ALL_V4) && passes(rules, ALL_V6));
  }

  private static boolean passes(List<Rule> rules, String range) {
    return rules.stream()
        .anyMatch(r -> r.protocol().equals(ANY_PROTOCOL) && r.ranges().contains(range));
  }
}
