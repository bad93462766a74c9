package dev.firebreak.support;

import dev.firebreak.testkit.TestAuthority;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLServerSocket;

/**
 * A syslog server over TLS, as RFC 5425 has it: takes frames of a length, a space and so many
 * bytes.
 */
public final class SyslogReceiver implements AutoCloseable {
  private static final int LAST_WORDS_MILLIS = 500;

  private final SSLServerSocket server;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private final Thread accepting = new Thread(this::accept, "syslog-receiver");

  private SyslogReceiver(SSLServerSocket server) {
    this.server = server;
    accepting.setDaemon(true);
  }

  /**
   * @param port 0 for a free one
   */
  public static SyslogReceiver start(TestAuthority authority, int port) {
    try {
      SyslogReceiver receiver =
          new SyslogReceiver(
              (SSLServerSocket)
                  authority
                      .trusting(Optional.of(authority.issue("syslog")))
                      .getServerSocketFactory()
                      .createServerSocket(port, 5, InetAddress.getLoopbackAddress()));
      receiver.accepting.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Whole messages, in the order of their arrival. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread thread = new Thread(() -> read(socket), "syslog-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void read(Socket socket) {
    try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
      while (true) {
        byte[] message = new byte[length(in)];
        in.readFully(message);
        messages.add(new String(message, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      open.remove(socket);
    }
  }

  private static int length(DataInputStream in) throws IOException {
    StringBuilder digits = new StringBuilder();
    for (int c = in.read(); c != ' '; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      } else if (c < '0' || c > '9' || digits.length() > 6) {
        throw new IOException("a frame begins with its length, not with character " + c);
      }
      digits.append((char) c);
    }
    return Integer.parseInt(digits.toString());
  }

  @Override
  public void close() {
    try {
      server.close();
      accepting.join(); // Until then the port still takes connections.
      for (Socket socket : open) {
        socket.setSoTimeout(LAST_WORDS_MILLIS); // Closing waits for the peer's last words.
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
