package dev.firebreak.alert.cef;

import dev.firebreak.alert.Feed;
import dev.firebreak.connector.Secret;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Syslog over TLS (RFC 5425) as a feed. */
final class SyslogFeed implements Feed {
  private final CefSettings settings;
  private final SSLContext tls;

  private SyslogFeed(CefSettings settings, SSLContext tls) {
    this.settings = settings;
    this.tls = tls;
  }

  /**
   * @throws IllegalArgumentException when certificates or key cannot be used
   */
  static SyslogFeed of(CefSettings settings) {
    return new SyslogFeed(
        settings,
        ServerTls.context(
            required(settings.serverCertificate()),
            required(settings.serverKey()),
            required(settings.clientCa())));
  }

  private static Secret required(Optional<Secret> setting) {
    return setting.orElseThrow(() -> new IllegalArgumentException("checked by the settings"));
  }

  @Override
  public SyslogListener start(Receiver receiver) {
    TlsPort port = TlsPort.open(tls, settings.syslogBind(), settings.syslogPort().orElse(0));
    SyslogListener listener =
        new SyslogListener(
            port,
            new ClientNames(settings.clientNames()),
            settings.maxConnections(),
            settings.maxLine(),
            new PatientReceiver(receiver));
    listener.start();
    return listener;
  }
}
