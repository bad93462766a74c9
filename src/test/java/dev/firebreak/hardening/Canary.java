package dev.firebreak.hardening;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Something inside that nobody is to reach: listens on loopback and counts who connects. */
final class Canary implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger hits = new AtomicInteger();

  Canary() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread counting = new Thread(this::count, "canary");
    counting.setDaemon(true);
    counting.start();
  }

  private void count() {
    while (!socket.isClosed()) {
      try (Socket visitor = socket.accept()) {
        hits.incrementAndGet();
        visitor.setSoTimeout(100);
      } catch (IOException e) {
        continue;
      }
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  int hits() {
    return hits.get();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
