package dev.firebreak.connector.smtp;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.VendorSockets;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Properties;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Opens connections to the mail server and signs in. One connection serves one mail, and ends after
 * four times the time limit, however the server trickles. Safe for all threads; calls block.
 */
final class MailServer {
  private static final ScheduledThreadPoolExecutor ENDER = ender();

  private final SmtpSettings settings;
  private final VendorSockets sockets;

  MailServer(SmtpSettings settings, VendorSockets sockets) {
    this.settings = settings;
    this.sockets = sockets;
  }

  private static ScheduledThreadPoolExecutor ender() {
    ScheduledThreadPoolExecutor ender =
        new ScheduledThreadPoolExecutor(
            1,
            r -> {
              Thread t = new Thread(r, "smtp-ender");
              t.setDaemon(true);
              return t;
            });
    ender.setRemoveOnCancelPolicy(true);
    return ender;
  }

  /** A connection that is signed in; closing it says goodbye. */
  record Connection(Session session, SMTPTransport transport, ScheduledFuture<?> end)
      implements AutoCloseable {
    @Override
    public void close() {
      try {
        transport.close();
      } catch (MessagingException e) {
        // Whatever was to be said has been said before.
        return;
      } finally {
        end.cancel(false);
      }
    }
  }

  /**
   * Connects, greets, secures and signs in. Nothing of a mail was said yet when this fails.
   *
   * @throws ActionFailure UNAVAILABLE where it may work later, REFUSED where the server or our own
   *     rules say no
   */
  Connection connect() throws ActionFailure {
    Socket plain = sockets.connect();
    ScheduledFuture<?> end =
        ENDER.schedule(
            () -> closeQuietly(plain), 4 * settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    boolean connected = false;
    try {
      Connection connection = greet(new Line(secured(plain)), end);
      connected = true;
      return connection;
    } finally {
      if (!connected) {
        end.cancel(false);
        closeQuietly(plain);
      }
    }
  }

  private Socket secured(Socket plain) throws ActionFailure {
    Security security = Security.of(settings.security());
    if (security == Security.NONE && !isPrivate(plain.getInetAddress())) {
      throw ActionFailure.refused(
          settings.where()
              + " is not in a private network, and mail goes there only with 'security' starttls or"
              + " tls");
    }
    return security == Security.TLS ? sockets.secure(plain) : plain;
  }

  static boolean isPrivate(InetAddress a) {
    boolean uniqueLocal = a instanceof Inet6Address && (a.getAddress()[0] & 0xfe) == 0xfc;
    return a.isLoopbackAddress() || a.isSiteLocalAddress() || a.isLinkLocalAddress() || uniqueLocal;
  }

  private Connection greet(Line line, ScheduledFuture<?> end) throws ActionFailure {
    Session session = Session.getInstance(properties());
    URLName account =
        new URLName(
            "smtp",
            settings.host(),
            settings.port(),
            null,
            settings.user().orElse(null),
            settings.password().map(Secret::reveal).orElse(null));
    SMTPTransport transport = new SMTPTransport(session, account);
    try {
      transport.connect(line);
    } catch (MessagingException e) {
      throw SmtpErrors.connecting(settings, transport, e);
    }
    Connection connection = new Connection(session, transport, end);
    if (settings.password().isPresent() && !offersSignIn(transport)) {
      connection.close();
      throw ActionFailure.refused(
          settings.where()
              + " offers no AUTH, so 'user' and 'password' mean nothing to it; check the port, or"
              + " leave them out");
    }
    return connection;
  }

  /** The library goes on without signing in where this is not offered. */
  private static boolean offersSignIn(SMTPTransport transport) {
    return transport.supportsExtension("AUTH") || transport.supportsExtension("AUTH=LOGIN");
  }

  private Properties properties() {
    boolean startTls = Security.of(settings.security()) == Security.STARTTLS;
    Properties p = new Properties();
    p.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    p.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    p.put("mail.smtp.ssl.socketFactory", new StartTls(sockets));
    p.setProperty("mail.smtp.auth", Boolean.toString(settings.password().isPresent()));
    p.setProperty("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    // What the library would find out about this machine is nobody's business.
    p.setProperty("mail.smtp.localhost", settings.domain());
    p.setProperty("mail.smtp.from", settings.from());
    p.setProperty("mail.smtp.sendpartial", "true");
    p.setProperty("mail.smtp.quitwait", "false");
    return p;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }
}
