package dev.firebreak.connector.openc2;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.DomainName;
import dev.firebreak.connector.IpRange;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.Map;
import java.util.Optional;

/** What a command is about, in one spelling; the input of the actions. */
sealed interface Subject {
  Target target();

  /** The language's name of such a target, for example {@code ipv4_net}. */
  String kind(OpenC2Settings settings);

  /** Its value in a command. */
  Object value(OpenC2Settings settings);

  /** One address. */
  record Ip(@Describe("One IPv4 or IPv6 address, also of an inner network.") String ip)
      implements Subject {
    public Ip {
      IpRange range = IpRange.of(ip);
      if (!range.single()) {
        throw new IllegalArgumentException("input 'ip' must be one address, got a range");
      }
      ip = range.toString();
    }

    @Override
    public Target target() {
      return new Target(TargetType.IP, ip);
    }

    @Override
    public String kind(OpenC2Settings settings) {
      return netKind(IpRange.of(ip));
    }

    @Override
    public Object value(OpenC2Settings settings) {
      return ip;
    }
  }

  /** A range of addresses. */
  record Net(@Describe("CIDR range, for example 198.51.100.0/24 or 2001:db8:7::/48.") String net)
      implements Subject {
    public Net {
      net = IpRange.of(net).toString();
    }

    @Override
    public Target target() {
      return new Target(TargetType.IP, net);
    }

    @Override
    public String kind(OpenC2Settings settings) {
      return netKind(IpRange.of(net));
    }

    @Override
    public Object value(OpenC2Settings settings) {
      return net;
    }
  }

  /** A domain; whether names below it are meant is the consumer's to say. */
  record Domain(@Describe("Domain, for example pay.evil.example; no wildcard.") String domain)
      implements Subject {
    public Domain {
      domain = DomainName.spelled(domain);
    }

    @Override
    public Target target() {
      return new Target(TargetType.DOMAIN, domain);
    }

    @Override
    public String kind(OpenC2Settings settings) {
      return "domain_name";
    }

    @Override
    public Object value(OpenC2Settings settings) {
      return domain;
    }
  }

  /** A device. */
  record Device(
      @Describe("Id or host name of the device, as setting `device-by` says.") String device)
      implements Subject {
    public Device {
      if (!device.matches("[A-Za-z0-9][A-Za-z0-9._:@-]{0,252}")) {
        throw new IllegalArgumentException(
            "input 'device' must be an id or host name of letters, digits and . _ : @ -");
      }
    }

    @Override
    public Target target() {
      return new Target(TargetType.HOST, device);
    }

    @Override
    public String kind(OpenC2Settings settings) {
      return "device";
    }

    @Override
    public Object value(OpenC2Settings settings) {
      return Map.of(settings.deviceBy(), device);
    }
  }

  /** A rule of the packet filter. */
  record Rule(
      @Describe("Number of the rule.") long rule,
      @Describe("What it denies, for people.") Optional<String> denies)
      implements Subject {
    public Rule {
      if (rule < 0) {
        throw new IllegalArgumentException("input 'rule' must be 0 or more, got " + rule);
      }
    }

    @Override
    public Target target() {
      String of = denies.filter(d -> !d.isBlank()).map(d -> " for " + d).orElse("");
      return new Target(TargetType.PLATFORM, "rule " + rule + of);
    }

    @Override
    public String kind(OpenC2Settings settings) {
      return settings.profile() + ":rule_number";
    }

    @Override
    public Object value(OpenC2Settings settings) {
      return rule;
    }
  }

  private static String netKind(IpRange range) {
    return range.v6() ? "ipv6_net" : "ipv4_net";
  }
}
