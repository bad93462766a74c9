package dev.firebreak.alert.cef;

import dev.firebreak.alert.Feed.Receipt;
import dev.firebreak.alert.Feed.Receiver;
import dev.firebreak.alert.RawMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hands a message over until it is stored. Syslog has no acknowledgement: what was read has to be
 * kept, and while it is not, its connection is not read, so that the sender has to wait. Safe for
 * all threads.
 */
final class PatientReceiver {
  private static final Logger LOG = System.getLogger(PatientReceiver.class.getName());
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** How long a message is still offered when everything else has ended. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Receiver receiver;
  private final CountDownLatch ending = new CountDownLatch(1);

  PatientReceiver(Receiver receiver) {
    this.receiver = receiver;
  }

  void end() {
    ending.countDown();
  }

  boolean isEnding() {
    return ending.getCount() == 0;
  }

  /** Comes back when the message is stored, or has been refused for {@link #GRACE} at the end. */
  void handOver(RawMessage message, String peer) {
    Duration pause = SHORTEST_PAUSE;
    long sinceEnding = 0;
    while (take(message, peer) == Receipt.LATER) {
      if (isEnding()) {
        sinceEnding = sinceEnding == 0 ? System.nanoTime() : sinceEnding;
        if (System.nanoTime() - sinceEnding > GRACE.toNanos()) {
          LOG.log(Level.ERROR, "a message of {0} could not be stored before the end", peer);
          return;
        }
      }
      pause(pause);
      pause = longer(pause);
    }
  }

  private Receipt take(RawMessage message, String peer) {
    try {
      return receiver.take(message, Optional.empty());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a message of " + peer + " is not stored yet", e);
      return Receipt.LATER;
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  /** Short at the end, so that no chance is missed. */
  private void pause(Duration pause) {
    try {
      if (ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        Thread.sleep(SHORTEST_PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ending.countDown();
    }
  }
}
