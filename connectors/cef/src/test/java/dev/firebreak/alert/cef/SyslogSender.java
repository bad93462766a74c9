package dev.firebreak.alert.cef;

import dev.firebreak.connector.Secret;
import dev.firebreak.testkit.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A device that sends syslog over TLS. */
final class SyslogSender implements AutoCloseable {
  private final Socket below;
  private final SSLSocket socket;

  private SyslogSender(SSLContext tls, int port) throws IOException {
    below = new Socket("127.0.0.1", port);
    socket = (SSLSocket) tls.getSocketFactory().createSocket(below, "127.0.0.1", port, true);
    socket.startHandshake();
  }

  /** With a certificate of its own. */
  static SyslogSender known(int port, TestCertificate own, String serverCa) throws IOException {
    return new SyslogSender(
        ServerTls.context(Secret.of(own.pem()), Secret.of(own.keyPem()), Secret.of(serverCa)),
        port);
  }

  /** Without one. */
  static SyslogSender nameless(int port, String serverCa) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(serverCa.getBytes(StandardCharsets.US_ASCII))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return new SyslogSender(context, port);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  void send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** With its length before it. */
  void counted(String message) throws IOException {
    send(message.getBytes(StandardCharsets.UTF_8).length + " " + message);
  }

  /** Waits for the other side's end: true where there is one, in order or not. */
  boolean isTurnedAway() {
    try {
      socket.setSoTimeout(30_000);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** As a power cut would: the connection below ends, TLS says no farewell. */
  void breakOff() throws IOException {
    below.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
