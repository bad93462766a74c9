package dev.firebreak.hardening;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A name server of an attacker: what {@code turning.example} leads to is another thing at each
 * question, first something public, then something inside. It is a pipe in the place of the hosts
 * file that the JDK reads at each look-up (system property {@code jdk.net.hosts.file}).
 */
final class TurningHosts implements AutoCloseable {
  private static final String ALWAYS =
      "127.0.0.1 localhost inside.example\n203.0.113.9 both.example\n127.0.0.1 both.example\n"
          + "169.254.169.254 metadata.example\n";

  private final Path pipe;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean over;

  TurningHosts(Path folder) {
    pipe = folder.resolve("hosts");
    try {
      Process made = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
      if (made.waitFor() != 0) {
        throw new IllegalStateException("no pipe can be made at " + pipe);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    Thread answering = new Thread(this::answer, "turning-hosts");
    answering.setDaemon(true);
    answering.start();
  }

  /**
   * Opening waits until somebody reads. Between two answers there is a pause, or whoever reads
   * might meet the next answer before the end of his own, and the next, and never come to an end.
   */
  private void answer() {
    while (!over) {
      try (OutputStream out = Files.newOutputStream(pipe)) {
        String address = asked.getAndIncrement() % 2 == 0 ? "203.0.113.9" : "127.0.0.1";
        out.write((ALWAYS + address + " turning.example\n").getBytes());
      } catch (IOException e) {
        // Whoever read has gone away; the next one is answered.
        continue;
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** How often anybody looked up anything. */
  int asked() {
    return asked.get();
  }

  /** What makes a JVM ask here, each time anew. */
  String javaOptions() {
    return "-Djdk.net.hosts.file="
        + pipe
        + " -Dsun.net.inetaddr.ttl=0 -Dsun.net.inetaddr.negative.ttl=0";
  }

  @Override
  public void close() {
    over = true;
  }
}
