package dev.firebreak.alert.cef;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A listening port that speaks TLS 1.2 and 1.3 and asks every client for a certificate. The only
 * place of this folder that knows sockets; it opens no connection, it only takes them.
 */
final class TlsPort implements AutoCloseable {
  private static final int BACKLOG = 50;

  private final SSLServerSocket socket;

  private TlsPort(SSLServerSocket socket) {
    this.socket = socket;
  }

  /**
   * @throws IllegalStateException when it cannot listen there
   */
  static TlsPort open(SSLContext tls, String address, int port) {
    InetSocketAddress at = new InetSocketAddress(address, port);
    if (at.isUnresolved()) {
      throw new IllegalStateException(
          "cannot listen on " + address + ": no such address; check syslog-bind");
    }
    try {
      SSLServerSocket socket = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket();
      socket.setNeedClientAuth(true);
      socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      socket.setReuseAddress(true);
      socket.bind(at, BACKLOG);
      return new TlsPort(socket);
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot listen on "
              + address
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "); check syslog-bind and syslog-port, and who else uses the port",
          e);
    }
  }

  /** The port's number, also where any free one was asked for. */
  int number() {
    return socket.getLocalPort();
  }

  /** The next client, not yet shaken hands with. */
  Client accept() throws IOException {
    SSLSocket client = (SSLSocket) socket.accept();
    client.setKeepAlive(true);
    return new Client(client);
  }

  boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It takes nobody any more either way.
    }
  }

  /** One connection. */
  static final class Client implements AutoCloseable {
    private final SSLSocket socket;

    private Client(SSLSocket socket) {
      this.socket = socket;
    }

    /**
     * The client's certificate, shown to be its own and issued by one of our authorities.
     *
     * @throws IOException when it has none, or another one
     */
    X509Certificate shakeHands() throws IOException {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    InputStream in() throws IOException {
      return socket.getInputStream();
    }

    /** For our log. */
    String address() {
      return String.valueOf(socket.getRemoteSocketAddress());
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // The client is gone already.
      }
    }
  }
}
