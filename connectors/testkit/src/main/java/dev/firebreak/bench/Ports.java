package dev.firebreak.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports of 127.0.0.1 where nobody listens, for processes that cannot report the port they chose
 * and open it only seconds later. They lie below those that systems give to outgoing connections
 * (RFC 6335 leaves them from 49152 on, Linux takes them from 32768), so that no connection of
 * another program takes one meanwhile, and are drawn at random, so that two builds seldom meet.
 */
public final class Ports {
  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 1_000;

  private Ports() {}

  /** One of them. */
  public static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (nobodyListensAt(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port on 127.0.0.1");
  }

  private static boolean nobodyListensAt(int port) {
    try (ServerSocket s = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return s.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
