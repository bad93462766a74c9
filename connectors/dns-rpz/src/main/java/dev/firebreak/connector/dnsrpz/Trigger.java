package dev.firebreak.connector.dnsrpz;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.DomainName;
import dev.firebreak.connector.IpRange;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.TextParseException;

/** What a rule of the zone answers to; the input of the actions. */
sealed interface Trigger {
  Target target();

  /** The rule's names within the zone, without it. */
  List<String> labels();

  /**
   * The rule's names.
   *
   * @throws ActionFailure BAD_INPUT where they are longer than names can be
   */
  default List<Name> owners(Name zone) throws ActionFailure {
    try {
      List<Name> owners = new ArrayList<>();
      for (String l : labels()) {
        owners.add(Name.concatenate(Name.fromString(l), zone));
      }
      return List.copyOf(owners);
    } catch (TextParseException | NameTooLongException e) {
      throw ActionFailure.badInput(
          target() + " does not fit into the policy zone " + zone + ": the name gets too long");
    }
  }

  /** The name itself and everything below it. */
  record Domain(
      @Describe("Domain, for example pay.evil.example; everything below it is meant, too.")
          String domain)
      implements Trigger {
    public Domain {
      domain = DomainName.spelled(domain);
      // 9.113.0.203.rpz-ip would be a rule of another kind, for an address.
      if (domain.substring(domain.lastIndexOf('.') + 1).startsWith("rpz-")) {
        throw new IllegalArgumentException(
            "'" + domain + "' is no domain: names ending in rpz-... are the policy zone's own");
      }
    }

    @Override
    public Target target() {
      return new Target(TargetType.DOMAIN, domain);
    }

    @Override
    public List<String> labels() {
      return List.of(domain, "*." + domain);
    }
  }

  /** Answers that hold an address of this range. */
  record Ip(
      @Describe("Public address or CIDR range, for example 203.0.113.9 or 2001:db8:7::/48.")
          String ip)
      implements Trigger {
    public Ip {
      ip = IpRange.of(ip).toString();
    }

    @Override
    public Target target() {
      return new Target(TargetType.IP, ip);
    }

    /**
     * The prefix length, then the address backwards, {@code zz} for {@code ::}
     * (https://datatracker.ietf.org/doc/html/draft-vixie-dnsop-dns-rpz-00).
     */
    @Override
    public List<String> labels() {
      IpRange range = IpRange.of(ip);
      StringBuilder name = new StringBuilder().append(range.prefix());
      List<String> parts = parts(range);
      for (int i = parts.size() - 1; i >= 0; i--) {
        name.append('.').append(parts.get(i));
      }
      return List.of(name.append(".rpz-ip").toString());
    }

    private static List<String> parts(IpRange range) {
      if (!range.v6()) {
        return List.of(range.address().split("\\."));
      }
      String zz = range.address().replace("::", ":zz:");
      return List.of(zz.replaceAll("^:|:$", "").split(":"));
    }
  }
}
