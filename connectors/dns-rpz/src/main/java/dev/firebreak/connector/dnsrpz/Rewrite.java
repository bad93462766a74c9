package dev.firebreak.connector.dnsrpz;

import dev.firebreak.alert.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * What clients get instead of the answer, as the records that say so at a rule's name
 * (https://datatracker.ietf.org/doc/html/draft-vixie-dnsop-dns-rpz-00).
 *
 * @param sentence for people
 * @param garden local data; empty but for {@code redirect}
 * @param ttl in seconds
 */
record Rewrite(Kind kind, String sentence, List<Garden> garden, long ttl) {
  /** The closed set of answers. */
  enum Kind {
    NXDOMAIN,
    NODATA,
    DROP,
    REDIRECT
  }

  /** Makes one record of local data at a name. */
  interface Garden {
    Record at(Name owner, long ttl);
  }

  private static final Name NXDOMAIN = Name.root;
  private static final Name NODATA = Name.fromConstantString("*.");
  private static final Name PASSTHRU = Name.fromConstantString("rpz-passthru.");
  private static final Name DROP = Name.fromConstantString("rpz-drop.");

  Rewrite {
    garden = List.copyOf(garden);
  }

  /**
   * @throws IllegalArgumentException naming the setting that cannot work
   */
  static Rewrite of(DnsRpzSettings settings) {
    List<String> garden = settings.walledGarden();
    if (settings.rewrite().equals("redirect") == garden.isEmpty()) {
      throw new IllegalArgumentException(
          "setting 'walled-garden' is needed for rewrite=redirect, and for nothing else");
    }
    return switch (settings.rewrite()) {
      case "nxdomain" -> new Rewrite(Kind.NXDOMAIN, "NXDOMAIN", List.of(), settings.ttl());
      case "nodata" -> new Rewrite(Kind.NODATA, "no data", List.of(), settings.ttl());
      case "drop" -> new Rewrite(Kind.DROP, "no answer", List.of(), settings.ttl());
      case "redirect" ->
          new Rewrite(Kind.REDIRECT, String.join(", ", garden), gardens(garden), settings.ttl());
      default ->
          throw new IllegalArgumentException(
              "setting 'rewrite' must be nxdomain, nodata, drop or redirect, got '"
                  + settings.rewrite()
                  + "'");
    };
  }

  private static List<Garden> gardens(List<String> texts) {
    if (texts.stream().allMatch(t -> IpAddress.parse(t).isPresent())) {
      return texts.stream().map(Rewrite::address).toList();
    }
    if (texts.size() > 1) {
      throw new IllegalArgumentException(
          "setting 'walled-garden' must be addresses, or one host name");
    }
    Name host = Names.setting("walled-garden", texts.get(0));
    return List.of((owner, ttl) -> cname(owner, ttl, host));
  }

  private static Garden address(String text) {
    InetAddress address;
    try {
      address = InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("setting 'walled-garden': '" + text + "'", e);
    }
    return address.getAddress().length == 4
        ? (owner, ttl) -> new ARecord(owner, DClass.IN, ttl, address)
        : (owner, ttl) -> new AAAARecord(owner, DClass.IN, ttl, address);
  }

  /** The records that make the rule at this name. */
  List<Record> records(Name owner) {
    return records(owner, ttl);
  }

  /** The same as a condition, which has no TTL (RFC 2136 section 2.4.2). */
  List<Record> conditions(Name owner) {
    return records(owner, 0);
  }

  private List<Record> records(Name owner, long ttl) {
    return switch (kind) {
      case NXDOMAIN -> List.of(cname(owner, ttl, NXDOMAIN));
      case NODATA -> List.of(cname(owner, ttl, NODATA));
      case DROP -> List.of(cname(owner, ttl, DROP));
      case REDIRECT -> garden.stream().map(g -> g.at(owner, ttl)).toList();
    };
  }

  /** Every record by which a rule of ours blocks this name, also with an earlier setting. */
  List<Record> blocks(Name owner) {
    List<Record> all = new ArrayList<>();
    Stream.of(NXDOMAIN, NODATA, DROP).forEach(to -> all.add(cname(owner, 0, to)));
    garden.forEach(g -> all.add(g.at(owner, 0)));
    return all;
  }

  /** Whether a rule with this record rewrites nothing. */
  static boolean letsThrough(Record record) {
    return record instanceof CNAMERecord c && PASSTHRU.equals(c.getTarget());
  }

  private static Record cname(Name owner, long ttl, Name to) {
    return new CNAMERecord(owner, DClass.IN, ttl, to);
  }
}
