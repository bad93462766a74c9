package dev.firebreak.http;

import dev.firebreak.connector.ActionFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/** The one address of a {@link VendorSockets}, for libraries that take a factory. */
final class GuardedFactory extends SocketFactory {
  private final VendorSockets sockets;

  GuardedFactory(VendorSockets sockets) {
    this.sockets = sockets;
  }

  @Override
  public Socket createSocket() {
    return new Unconnected(sockets);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    sockets.requireOwn(host, port);
    try {
      return sockets.connect();
    } catch (ActionFailure e) {
      throw new IOException(e.getMessage(), e);
    }
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

  /** Takes the address that the library looked up for what it is: a name to be checked by us. */
  private static final class Unconnected extends Socket {
    private final VendorSockets sockets;

    Unconnected(VendorSockets sockets) {
      this.sockets = sockets;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (!(endpoint instanceof InetSocketAddress to)) {
        throw new IOException("not an internet address");
      }
      sockets.requireOwn(to.getHostString(), to.getPort());
      super.connect(
          new InetSocketAddress(sockets.checked(), to.getPort()),
          (int) sockets.address().timeout().toMillis());
      setSoTimeout((int) sockets.address().timeout().toMillis());
      sockets.opened(this);
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }
  }
}
