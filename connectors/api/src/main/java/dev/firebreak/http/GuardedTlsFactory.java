package dev.firebreak.http;

import dev.firebreak.connector.ActionFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** TLS to the one address of a {@link VendorSockets}, for libraries that take a factory. */
final class GuardedTlsFactory extends SSLSocketFactory {
  private final VendorSockets sockets;

  GuardedTlsFactory(VendorSockets sockets) {
    this.sockets = sockets;
  }

  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    sockets.requireOwn(host, port);
    try {
      return sockets.secure(plain);
    } catch (ActionFailure e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(sockets.factory().createSocket(host, port), host, port, true);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket(host.getHostName(), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.tlsFactory().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.tlsFactory().getSupportedCipherSuites();
  }
}
