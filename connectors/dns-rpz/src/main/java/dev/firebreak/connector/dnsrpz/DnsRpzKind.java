package dev.firebreak.connector.dnsrpz;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.http.VendorSockets;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * A response policy zone (https://datatracker.ietf.org/doc/html/draft-vixie-dnsop-dns-rpz-00) at
 * any primary that takes dynamic updates (https://www.rfc-editor.org/rfc/rfc2136) signed with TSIG
 * (https://www.rfc-editor.org/rfc/rfc8945): BIND, Knot DNS, PowerDNS.
 */
public final class DnsRpzKind implements ConnectorKind<DnsRpzSettings> {
  @Override
  public String kind() {
    return "dns-rpz";
  }

  @Override
  public Class<DnsRpzSettings> settings() {
    return DnsRpzSettings.class;
  }

  @Override
  public Connector open(DnsRpzSettings settings, Access access) {
    Name zone = Names.setting("zone", settings.zone());
    Rewrite rewrite = Rewrite.of(settings);
    DnsServer primary =
        new DnsServer(
            access.sockets(address(settings, settings.server(), settings.port())),
            settings.keySecret().exists()
                ? Optional.of(Names.key(settings, access.clock()))
                : Optional.empty());
    Optional<DnsServer> resolver =
        settings
            .resolver()
            .map(host -> access.sockets(address(settings, host, settings.resolverPort())))
            .map(sockets -> new DnsServer(sockets, Optional.empty()));
    PolicyZone policy = new PolicyZone(primary, zone, rewrite);
    return new DnsRpz(settings, Limits.of(settings), policy, new Confirmation(policy, resolver));
  }

  private static VendorSockets.Address address(DnsRpzSettings settings, String host, int port) {
    return new VendorSockets.Address(host, port, settings.timeout(), Optional.empty());
  }
}
