package dev.firebreak.connector.dnsrpz;

import dev.firebreak.connector.ActionFailure;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/**
 * What a server's refusals mean (https://www.rfc-editor.org/rfc/rfc2136 section 2.2,
 * https://www.rfc-editor.org/rfc/rfc8945 section 5).
 */
final class Rcodes {
  /** Believed without a signature, as they may come without one: nothing is taken for done. */
  private static final Set<Integer> REFUSALS =
      Set.of(Rcode.NOTAUTH, Rcode.REFUSED, Rcode.NOTZONE, Rcode.NOTIMP, Rcode.FORMERR);

  private Rcodes() {}

  /**
   * @param what what was asked, of whom
   * @param changing whether the server may have changed the zone
   */
  static ActionFailure failure(DnsServer.Answer answer, String what, boolean changing) {
    String said = what + ": " + Rcode.string(answer.rcode());
    if (!answer.verified() && !REFUSALS.contains(answer.rcode())) {
      said += ", not signed with our key and so not believed";
      return changing ? ActionFailure.unknown(said) : ActionFailure.unavailable(said);
    }
    return switch (answer.rcode()) {
      case Rcode.NOTAUTH -> ActionFailure.refused(said + notAuth(answer));
      case Rcode.REFUSED ->
          ActionFailure.refused(
              said
                  + "; allow the key in the zone's allow-update or update-policy, and allow-query");
      case Rcode.NOTZONE ->
          ActionFailure.refused(said + ": a name is not within the zone; check setting 'zone'");
      case Rcode.NOTIMP ->
          ActionFailure.refused(said + ": the server takes no dynamic updates for this zone");
      case Rcode.FORMERR ->
          ActionFailure.refused(said + ": the server does not understand the message");
      case Rcode.YXDOMAIN, Rcode.YXRRSET, Rcode.NXRRSET, Rcode.NXDOMAIN ->
          ActionFailure.unavailable(said + ": the zone changed meanwhile");
      default -> changing ? ActionFailure.unknown(said) : ActionFailure.unavailable(said);
    };
  }

  private static String notAuth(DnsServer.Answer answer) {
    return switch (answer.signatureError()) {
      case Rcode.BADSIG ->
          " (BADSIG): the key has another secret there; check setting 'key-secret'";
      case Rcode.BADKEY ->
          " (BADKEY): the server does not know the key; check settings 'key-name' and"
              + " 'key-algorithm'";
      case Rcode.BADTIME ->
          " (BADTIME): clocks differ by more than the 5 minutes allowed"
              + serverTime(answer).map(t -> ", the server's says " + t).orElse("");
      default -> ": the server is not the primary of this zone; check settings 'server' and 'zone'";
    };
  }

  /** The server's clock, six bytes of seconds since 1970 (RFC 8945 section 5.2.3). */
  private static Optional<Instant> serverTime(DnsServer.Answer answer) {
    return Optional.ofNullable(answer.message().getTSIG())
        .map(TSIGRecord::getOther)
        .filter(other -> other.length == 6)
        .map(other -> Instant.ofEpochSecond(new BigInteger(1, other).longValue()));
  }
}
