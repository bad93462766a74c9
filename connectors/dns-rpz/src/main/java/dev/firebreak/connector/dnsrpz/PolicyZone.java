package dev.firebreak.connector.dnsrpz;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.VendorHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * The zone at its primary. Whether a rule is there is asked by an update that has conditions and no
 * changes (https://www.rfc-editor.org/rfc/rfc2136 section 2.4): other than a query, it is not
 * answered from a wildcard of a rule further up.
 */
record PolicyZone(DnsServer primary, Name zone, Rewrite rewrite) {
  private static final Set<Integer> SIGNATURES = Set.of(Type.RRSIG, Type.NSEC, Type.NSEC3);

  private static final Set<Integer> UNMET =
      Set.of(Rcode.YXDOMAIN, Rcode.YXRRSET, Rcode.NXRRSET, Rcode.NXDOMAIN);

  /** Whether the change was needed. */
  enum Change {
    MADE,
    ALREADY
  }

  /**
   * Makes the rule.
   *
   * @throws ActionFailure REFUSED where the zone has another rule at these names, which is somebody
   *     else's and stays
   */
  Change block(List<Name> owners) throws ActionFailure {
    Update fresh = new Update(zone);
    owners.forEach(fresh::absent);
    owners.forEach(o -> rewrite.records(o).forEach(fresh::add));
    if (met(fresh, "adding the rule", true)) {
      return Change.MADE;
    }
    if (blocked(owners)) {
      return Change.ALREADY;
    }
    refuseOthers(owners);
    Update replacing = new Update(zone);
    owners.forEach(o -> rewrite.blocks(o).forEach(replacing::delete));
    owners.forEach(o -> rewrite.records(o).forEach(replacing::add));
    met(replacing, "replacing the rule", true);
    return Change.MADE;
  }

  /** Takes every rule of ours away from these names, and none of somebody else's. */
  void unblock(List<Name> owners) throws ActionFailure {
    Update update = new Update(zone);
    owners.forEach(o -> rewrite.blocks(o).forEach(update::delete));
    met(update, "deleting the rule", true);
  }

  /** Whether the rule is there, complete. */
  boolean blocked(List<Name> owners) throws ActionFailure {
    Update test = new Update(zone);
    owners.forEach(o -> rewrite.conditions(o).forEach(test::present));
    return met(test, "reading the rule", false);
  }

  /** A complete rule that blocks in another way than the setting says now, if there is one. */
  Optional<Record> blockedOtherwise(List<Name> owners) throws ActionFailure {
    for (int way = 0; way < rewrite.blocks(zone).size(); way++) {
      Update test = new Update(zone);
      for (Name owner : owners) {
        test.present(rewrite.blocks(owner).get(way));
      }
      if (met(test, "reading the rule", false)) {
        return Optional.of(rewrite.blocks(owners.get(0)).get(way));
      }
    }
    return Optional.empty();
  }

  /** Whether there is nothing at all at these names. */
  boolean empty(List<Name> owners) throws ActionFailure {
    Update test = new Update(zone);
    owners.forEach(test::absent);
    return met(test, "reading the rule", false);
  }

  /** Whether one of these records is by what rules of ours block. */
  boolean ours(Record record) {
    return rewrite.blocks(record.getName()).stream()
        .anyMatch(
            b ->
                b.getType() == record.getType()
                    && b.rdataToString().equals(record.rdataToString()));
  }

  /** What stands at these names, or comes from a wildcard above. */
  List<Record> records(List<Name> owners) throws ActionFailure {
    List<Record> all = new ArrayList<>();
    for (Name owner : owners) {
      Message query = Message.newQuery(Record.newRecord(owner, Type.ANY, DClass.IN));
      query.getHeader().unsetFlag(Flags.RD);
      DnsServer.Answer answer = primary.ask(query, false);
      boolean told = answer.rcode() == Rcode.NOERROR || answer.rcode() == Rcode.NXDOMAIN;
      if (!told || !answer.verified()) {
        throw Rcodes.failure(answer, what("reading " + owner), false);
      }
      answer.message().getSection(Section.ANSWER).stream()
          .filter(r -> r.getName().equals(owner) && !SIGNATURES.contains(r.getType()))
          .forEach(all::add);
    }
    return all;
  }

  /** Whether the server has the zone, and takes our key. */
  void requireServed() throws ActionFailure {
    Message query = Message.newQuery(Record.newRecord(zone, Type.SOA, DClass.IN));
    query.getHeader().unsetFlag(Flags.RD);
    DnsServer.Answer answer = primary.ask(query, false);
    if (!answer.verified() || answer.rcode() != Rcode.NOERROR) {
      throw Rcodes.failure(answer, what("asking for the SOA record"), false);
    }
    if (!answer.message().getHeader().getFlag(Flags.AA)) {
      throw ActionFailure.refused(
          what("asking for the SOA record")
              + ": the server answers for others only; check settings 'server' and 'zone'");
    }
  }

  /**
   * Whether the key may change records at these names: asks for a change that, by its own
   * condition, is none.
   */
  boolean mayChange(List<Name> owners) throws ActionFailure {
    Update nothing = new Update(zone);
    owners.forEach(nothing::absent);
    owners.forEach(o -> rewrite.conditions(o).forEach(nothing::delete));
    DnsServer.Answer answer = primary.ask(nothing, false);
    if (answer.rcode() == Rcode.REFUSED) {
      return false;
    }
    if (!answer.verified() || answer.rcode() != Rcode.NOERROR) {
      throw Rcodes.failure(answer, what("asking whether changes are allowed"), false);
    }
    return true;
  }

  private void refuseOthers(List<Name> owners) throws ActionFailure {
    for (Record r : records(owners)) {
      if (!ours(r)) {
        throw ActionFailure.refused(
            "zone "
                + zone
                + " has another rule at "
                + r.getName()
                + ", "
                + shown(r)
                + ", which Firebreak did not make and does not replace; remove it first if that is"
                + " meant");
      }
    }
  }

  /** The record in a few words, for example {@code CNAME rpz-passthru.} */
  static String shown(Record r) {
    return VendorHttp.oneLine(Type.string(r.getType()) + " " + r.rdataToString());
  }

  /**
   * Whether the update's conditions were met, and so it was carried out.
   *
   * @throws ActionFailure for every other answer
   */
  private boolean met(Update update, String doing, boolean changing) throws ActionFailure {
    boolean conditional = !update.getSection(Section.PREREQ).isEmpty();
    DnsServer.Answer answer = primary.ask(update, changing);
    if (answer.verified() && answer.rcode() == Rcode.NOERROR) {
      return true;
    }
    if (answer.verified() && conditional && UNMET.contains(answer.rcode())) {
      return false;
    }
    throw Rcodes.failure(answer, what(doing), changing);
  }

  private String what(String doing) {
    return doing + " in zone " + zone + " at " + primary.where();
  }
}
