package dev.firebreak.alert.cef;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes connections on a port, one thread each. Handshakes are limited in number and time, so that
 * strangers without a certificate use up nothing that senders need.
 */
final class SyslogListener implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SyslogListener.class.getName());
  private static final int MOST_HANDSHAKES = 32;
  private static final int HANDSHAKE_SECONDS = 10;

  private final TlsPort port;
  private final ClientNames names;
  private final Semaphore room;
  private final int longest;
  private final PatientReceiver receiver;
  private final Semaphore handshakes = new Semaphore(MOST_HANDSHAKES);
  private final Set<TlsPort.Client> clients = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final Thread accepting = daemon(this::accept, "syslog-accept");
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "syslog-clock"));

  SyslogListener(
      TlsPort port, ClientNames names, int maxConnections, int longest, PatientReceiver receiver) {
    this.port = port;
    this.names = names;
    this.room = new Semaphore(maxConnections);
    this.longest = longest;
    this.receiver = receiver;
  }

  void start() {
    accepting.start();
    clock.scheduleWithFixedDelay(this::tellTurnedAway, 1, 1, TimeUnit.MINUTES);
  }

  int port() {
    return port.number();
  }

  private void accept() {
    while (!receiver.isEnding()) {
      handshakes.acquireUninterruptibly();
      try {
        TlsPort.Client client = port.accept();
        clients.add(client);
        Thread thread = daemon(() -> serve(client), "syslog " + client.address());
        threads.add(thread);
        thread.start();
      } catch (IOException e) {
        handshakes.release();
        if (!receiver.isEnding()) {
          LOG.log(Level.WARNING, "no connection could be taken: {0}", e.getMessage());
          rest();
        }
      }
    }
  }

  private void serve(TlsPort.Client client) {
    try {
      if (receiver.isEnding()) {
        handshakes.release();
        return;
      }
      String peer = known(client);
      if (!room.tryAcquire()) {
        throw new IOException("too many senders are connected; raise max-connections");
      }
      try {
        new SyslogConnection(peer, new Frames(client.in(), longest), receiver).read();
      } finally {
        room.release();
      }
    } catch (IOException e) {
      if (!receiver.isEnding() && turnedAway.getAndIncrement() == 0) {
        LOG.log(Level.WARNING, "{0} turned away: {1}", client.address(), e.getMessage());
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the connection of " + client.address() + " was given up", e);
    } finally {
      client.close();
      clients.remove(client);
      threads.remove(Thread.currentThread());
    }
  }

  /** The sender's name; the handshake has a time limit as a whole, however slowly it goes. */
  private String known(TlsPort.Client client) throws IOException {
    var end = clock.schedule(client::close, HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    try {
      return names
          .admit(client.shakeHands())
          .orElseThrow(() -> new IOException("its certificate has none of the client-names"));
    } finally {
      end.cancel(false);
      handshakes.release();
    }
  }

  /** One line a minute at most, so that strangers cannot fill the log. */
  private void tellTurnedAway() {
    int others = turnedAway.getAndSet(0) - 1;
    if (others > 0) {
      LOG.log(Level.WARNING, "{0} more connections were turned away within a minute", others);
    }
  }

  private static void rest() {
    try {
      Thread.sleep(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable run, String name) {
    Thread thread = new Thread(run, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Takes nobody and reads nothing any more; comes back when what was read is handed over. */
  @Override
  public void close() throws InterruptedException {
    receiver.end();
    port.close();
    // Before and after: a full house of handshakes keeps the accepting thread waiting.
    clients.forEach(TlsPort.Client::close);
    accepting.join();
    clients.forEach(TlsPort.Client::close);
    for (Thread thread : threads) {
      thread.join();
    }
    clock.shutdownNow();
  }
}
