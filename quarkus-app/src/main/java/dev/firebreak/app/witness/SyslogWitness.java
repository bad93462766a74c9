package dev.firebreak.app.witness;

import dev.firebreak.audit.Head;
import dev.firebreak.audit.Witness;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.VendorSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.ErrorManager;
import javax.net.ssl.SSLSocket;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.handlers.SyslogHandler;
import org.jspecify.annotations.Nullable;

/**
 * A syslog server, over TLS (RFC 5424 in the frames of RFC 5425). Messages and frames are those of
 * JBoss LogManager, which Quarkus ships; the connection is ours. Syslog acknowledges nothing: a
 * head counts as kept when the connection took it and the server had not closed it, and what the
 * server keeps cannot be compared at a start.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5425">RFC 5425</a>
 */
final class SyslogWitness implements Witness {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int GLANCE_MILLIS = 20;

  private final SyslogSettings settings;
  private final VendorSockets sockets;
  private Optional<Line> line = Optional.empty();

  /** A connection, and what writes messages onto it. */
  private record Line(SSLSocket socket, SyslogHandler handler, Failures failures) {}

  /** What the handler could not do; it does not throw. */
  private static final class Failures extends ErrorManager {
    private Optional<String> first = Optional.empty();

    @Override
    public synchronized void error(@Nullable String message, @Nullable Exception e, int code) {
      String why = e == null ? String.valueOf(message) : e.getClass().getSimpleName();
      first = first.or(() -> Optional.of(why));
    }
  }

  SyslogWitness(SyslogSettings settings) {
    this.settings = settings;
    this.sockets =
        VendorSockets.open(
            new VendorSockets.Address(
                settings.host(), settings.port(), TIMEOUT, CaFile.read(settings.caFile())),
            settings.privateHosts());
  }

  @Override
  public String name() {
    return "syslog " + settings.host() + ":" + settings.port();
  }

  @Override
  public Optional<Head> newest() {
    return Optional.empty();
  }

  @Override
  public void keep(List<Head> heads) throws IOException {
    Optional<Line> usable = line.filter(SyslogWitness::stillThere);
    Line open = usable.isPresent() ? usable.get() : connect();
    line = Optional.of(open);
    for (Head head : heads) {
      open.handler().publish(record(head));
    }
    open.handler().flush();
    if (open.failures().first.isPresent() || !stillThere(open)) {
      close(open);
      throw new IOException(
          "the connection to "
              + name()
              + " was lost: "
              + open.failures().first.orElse("the server closed it"));
    }
  }

  private Line connect() throws IOException {
    line.ifPresent(this::close);
    try {
      SSLSocket socket = sockets.secure(sockets.connect());
      Failures failures = new Failures();
      SyslogHandler handler =
          new SyslogHandler(
              InetAddress.getLoopbackAddress(), // Unused: it is given a stream.
              settings.port(),
              SyslogHandler.Facility.LOG_AUDIT,
              SyslogHandler.SyslogType.RFC5424,
              SyslogHandler.Protocol.SSL_TCP,
              InetAddress.getLocalHost().getHostName());
      handler.setErrorManager(failures);
      handler.setAppName("firebreak");
      handler.setUseCountingFraming(true);
      handler.setUseMessageDelimiter(false);
      handler.setAutoFlush(true);
      handler.setOutputStream(socket.getOutputStream());
      return new Line(socket, handler, failures);
    } catch (ActionFailure e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static ExtLogRecord record(Head head) {
    ExtLogRecord record =
        new ExtLogRecord(
            Level.INFO,
            head.line(),
            ExtLogRecord.FormatStyle.NO_FORMAT,
            SyslogWitness.class.getName());
    record.setLoggerName("audit-head");
    return record;
  }

  /** A server that has gone closes the connection, which only a read tells. */
  private static boolean stillThere(Line open) {
    try {
      open.socket().setSoTimeout(GLANCE_MILLIS);
      return open.socket().getInputStream().read() >= 0;
    } catch (SocketTimeoutException silent) {
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private void close(Line open) {
    line = Optional.empty();
    open.handler().close();
    try {
      open.socket().close();
    } catch (IOException gone) {
      return;
    }
  }
}
