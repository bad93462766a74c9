package dev.firebreak.connector.smtp;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.VendorSockets;

/** Any mail server that takes submissions (https://www.rfc-editor.org/rfc/rfc6409). */
public final class SmtpKind implements ConnectorKind<SmtpSettings> {
  @Override
  public String kind() {
    return "smtp";
  }

  @Override
  public Class<SmtpSettings> settings() {
    return SmtpSettings.class;
  }

  @Override
  public Connector open(SmtpSettings settings, Access access) {
    VendorSockets.Address address =
        new VendorSockets.Address(
            settings.host(),
            settings.port(),
            settings.timeout(),
            settings.caCertificate().filter(Secret::exists).map(Secret::reveal));
    MailServer server = new MailServer(settings, access.sockets(address));
    return new Smtp(settings, server, access.clock());
  }
}
