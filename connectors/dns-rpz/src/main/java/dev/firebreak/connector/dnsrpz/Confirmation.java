package dev.firebreak.connector.dnsrpz;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Observation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Reads back: the rule at the primary and, where the operator named one, what a resolver answers.
 */
record Confirmation(PolicyZone zone, Optional<DnsServer> resolver) {
  Observation blocked(Trigger asked) throws ActionFailure {
    List<Name> owners = asked.owners(zone.zone());
    if (!zone.blocked(owners)) {
      return blockedOtherwise(owners);
    }
    String inZone = "in zone " + zone.zone() + ", answered with " + zone.rewrite().sentence();
    return resolver.isPresent() && asked instanceof Trigger.Domain d
        ? atResolver(d.domain(), inZone, resolver.get())
        : Observation.holds(inZone);
  }

  Observation notBlocked(Trigger asked) throws ActionFailure {
    List<Name> owners = asked.owners(zone.zone());
    if (zone.empty(owners)) {
      return Observation.holds("zone " + zone.zone() + " has no rule for it");
    }
    List<Record> there = zone.records(owners);
    return there.stream().allMatch(Rewrite::letsThrough)
        ? Observation.holds("zone " + zone.zone() + " has another's rule only: " + shown(there))
        : Observation.absent(
            "zone "
                + zone.zone()
                + " has "
                + shown(there)
                + (there.stream().noneMatch(zone::ours) ? ", not of the present settings" : ""));
  }

  private Observation blockedOtherwise(List<Name> owners) throws ActionFailure {
    String has = "zone " + zone.zone() + " has ";
    if (zone.empty(owners)) {
      return Observation.absent(has + "no rule for it");
    }
    Optional<Record> other = zone.blockedOtherwise(owners);
    return other.isPresent()
        ? Observation.holds(has + PolicyZone.shown(other.get()) + " for it, of an earlier setting")
        : Observation.absent(has + "for it only " + shown(zone.records(owners)));
  }

  private Observation atResolver(String domain, String inZone, DnsServer asked)
      throws ActionFailure {
    Name name = Name.fromConstantString(domain + ".");
    Message query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN));
    Message answer = asked.ask(query, false).message();
    String said = "resolver " + asked.where() + " answers " + said(answer);
    return rewritten(answer)
        ? Observation.holds(inZone + "; " + said)
        : Observation.pending(
            inZone + ", but " + said + ": it may not have transferred the zone yet");
  }

  private boolean rewritten(Message answer) {
    List<Record> given = answer.getSection(Section.ANSWER);
    return switch (zone.rewrite().kind()) {
      case NXDOMAIN -> answer.getRcode() == Rcode.NXDOMAIN;
      case NODATA -> answer.getRcode() == Rcode.NOERROR && given.isEmpty();
      case REDIRECT -> given.stream().anyMatch(zone::ours);
      case DROP -> false;
    };
  }

  private static String said(Message answer) {
    String records = shown(answer.getSection(Section.ANSWER));
    return Rcode.string(answer.getRcode()) + (records.isEmpty() ? "" : " with " + records);
  }

  private static String shown(List<Record> records) {
    return records.stream().limit(4).map(PolicyZone::shown).collect(Collectors.joining(", "));
  }
}
