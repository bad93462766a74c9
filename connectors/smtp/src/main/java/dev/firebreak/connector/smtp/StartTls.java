package dev.firebreak.connector.smtp;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.VendorSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** Puts TLS on the library's {@link Line} when it says STARTTLS; opens nothing. */
final class StartTls extends SSLSocketFactory {
  private final VendorSockets sockets;

  StartTls(VendorSockets sockets) {
    this.sockets = sockets;
  }

  /** The host is the address's own, whatever the library found out about the other side. */
  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    if (!(plain instanceof Line line)) {
      throw new IOException("not a connection of this connector");
    }
    try {
      return new Line(sockets.secure(line.inner()));
    } catch (ActionFailure e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.tls().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.tls().getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new IOException("connections are opened elsewhere");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket(host.getHostAddress(), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(host, port);
  }
}
