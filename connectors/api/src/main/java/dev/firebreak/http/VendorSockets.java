package dev.firebreak.http;

import dev.firebreak.connector.ActionFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * What {@link VendorHttp} is for HTTP, for other protocols: opens TCP connections to one host and
 * port and no other, to exactly the address that was checked, and puts TLS with a verified host
 * name on them. Reads give up after the address's time limit. Closing closes what is still open.
 * Safe for all threads; calls block.
 */
public final class VendorSockets implements AutoCloseable {
  /**
   * Where to connect.
   *
   * @param host name or address
   * @param timeout for connecting and for each wait for bytes
   * @param caPem certificates of the only authorities trusted for TLS; empty for the Java runtime's
   */
  public record Address(String host, int port, Duration timeout, Optional<String> caPem) {
    public Address {
      if (host.isBlank() || port < 1 || port > 65_535) {
        throw new IllegalArgumentException(
            "address '" + host + ":" + port + "' must be a host and a port from 1 to 65535");
      }
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout must be over 0, got " + timeout);
      }
    }
  }

  private final Address address;
  private final AddressGuard guard;
  private final Optional<SSLContext> ownAuthority;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private VendorSockets(Address address, AddressGuard guard) {
    this.address = address;
    this.guard = guard;
    this.ownAuthority = address.caPem().map(OwnAuthority::context);
  }

  /**
   * @param privateHosts as for {@link VendorHttp#open(Endpoint, List)}
   */
  public static VendorSockets open(Address address, List<String> privateHosts) {
    return new VendorSockets(address, new AddressGuard(privateHosts));
  }

  public Address address() {
    return address;
  }

  /**
   * A TCP connection; the caller closes it.
   *
   * @throws ActionFailure UNAVAILABLE where there is none to be had, REFUSED for an address the
   *     operator did not list
   */
  public Socket connect() throws ActionFailure {
    open.removeIf(Socket::isClosed);
    Socket socket = new Socket();
    String where = address.host() + ":" + address.port();
    try {
      socket.connect(
          new InetSocketAddress(checked(), address.port()), (int) address.timeout().toMillis());
      socket.setSoTimeout((int) address.timeout().toMillis());
      opened(socket);
      return socket;
    } catch (AddressGuard.Forbidden e) {
      throw ActionFailure.refused(where + ": " + e.getMessage());
    } catch (UnknownHostException e) {
      throw ActionFailure.unavailable(where + ": host name not found; check the connector", e);
    } catch (IOException e) {
      closeQuietly(socket);
      throw ActionFailure.unavailable(where + ": no connection", e);
    }
  }

  /**
   * TLS over a connection of {@link #connect}, with the host's name verified; closing the result
   * closes both.
   *
   * @throws ActionFailure UNAVAILABLE where the other side shows no certificate that is trusted
   */
  public SSLSocket secure(Socket plain) throws ActionFailure {
    try {
      SSLSocket secure =
          (SSLSocket) tlsFactory().createSocket(plain, address.host(), address.port(), true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      return secure;
    } catch (IOException e) {
      closeQuietly(plain);
      throw ActionFailure.unavailable(
          address.host()
              + ":"
              + address.port()
              + ": no TLS (is its certificate trusted, and made out to this name?)",
          e);
    }
  }

  /** For libraries that want a factory: it connects to this address and refuses any other. */
  public SocketFactory factory() {
    return new GuardedFactory(this);
  }

  /** The same with TLS, also over a plain connection of {@link #factory} (STARTTLS). */
  public SSLSocketFactory tls() {
    return new GuardedTlsFactory(this);
  }

  SSLSocketFactory tlsFactory() {
    return ownAuthority
        .map(SSLContext::getSocketFactory)
        .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  void requireOwn(String host, int port) throws IOException {
    if (!host.equalsIgnoreCase(address.host()) || port != address.port()) {
      throw new IOException(
          "'" + host + ":" + port + "' is not the address this connector may call");
    }
  }

  void opened(Socket socket) {
    open.add(socket);
  }

  InetAddress checked() throws IOException {
    guard.checkLiteral(address.host());
    InetAddress found = InetAddress.getByName(address.host());
    guard.check(address.host(), found);
    return found;
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }

  @Override
  public void close() {
    open.forEach(VendorSockets::closeQuietly);
    open.clear();
  }
}
