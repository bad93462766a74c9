package dev.firebreak.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VendorSocketsTest {
  private final ServerSocket server;

  VendorSocketsTest() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private VendorSockets sockets(String host, int port, String... allowed) {
    return VendorSockets.open(
        new VendorSockets.Address(host, port, Duration.ofSeconds(5), Optional.empty()),
        List.of(allowed));
  }

  @Test
  void aListedPrivateAddressIsConnectedTo() throws ActionFailure {
    try (VendorSockets sockets = sockets("127.0.0.1", server.getLocalPort(), "127.0.0.1")) {
      Socket socket = sockets.connect();

      assertThat(socket.getPort()).isEqualTo(server.getLocalPort());
    }
  }

  @Test
  void anUnlistedPrivateAddressIsRefused() {
    assertFails(sockets("127.0.0.1", server.getLocalPort()), Kind.REFUSED);
    assertFails(sockets("169.254.169.254", 80), Kind.REFUSED);
    assertFails(sockets("0x7f000001", server.getLocalPort(), "127.0.0.1"), Kind.REFUSED);
  }

  @Test
  void nobodyListeningIsUnavailable() throws IOException {
    int port = server.getLocalPort();
    server.close();

    assertFails(sockets("127.0.0.1", port, "127.0.0.1"), Kind.UNAVAILABLE);
  }

  private static void assertFails(VendorSockets sockets, Kind kind) {
    assertThatThrownBy(sockets::connect)
        .isInstanceOfSatisfying(ActionFailure.class, f -> assertThat(f.kind()).isEqualTo(kind));
  }

  @Test
  void aLibrarysFactoryReachesThisAddressAndNoOther() throws IOException {
    VendorSockets sockets = sockets("127.0.0.1", server.getLocalPort(), "127.0.0.1");

    Socket socket = sockets.factory().createSocket();
    socket.connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()), 1_000);

    assertThat(socket.isConnected()).isTrue();
    assertThatThrownBy(() -> sockets.factory().createSocket("127.0.0.2", server.getLocalPort()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () ->
                sockets
                    .factory()
                    .createSocket()
                    .connect(new InetSocketAddress("192.0.2.1", server.getLocalPort())))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> sockets.tls().createSocket("192.0.2.1", 443))
        .isInstanceOf(IOException.class);
  }

  @Test
  void closingClosesWhatIsOpen() throws ActionFailure {
    VendorSockets sockets = sockets("127.0.0.1", server.getLocalPort(), "127.0.0.1");
    Socket socket = sockets.connect();

    sockets.close();

    assertThat(socket.isClosed()).isTrue();
  }

  @Test
  void aServerThatSpeaksNoTlsIsUnavailable() throws Exception {
    VendorSockets sockets = sockets("127.0.0.1", server.getLocalPort(), "127.0.0.1");
    Thread other =
        new Thread(
            () -> {
              try (Socket s = server.accept()) {
                s.getOutputStream()
                    .write("220 hello\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    other.start();
    Socket plain = sockets.connect();

    assertThatThrownBy(() -> sockets.secure(plain))
        .isInstanceOfSatisfying(
            ActionFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.UNAVAILABLE));
    other.join();
  }
}
