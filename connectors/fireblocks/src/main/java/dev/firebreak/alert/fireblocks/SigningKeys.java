package dev.firebreak.alert.fireblocks;

import dev.firebreak.connector.ActionFailure;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The vendor's signing keys: fetched once, again when an hour has passed or a key is unknown, and
 * by one thread at a time. At most {@value #FETCHES_A_MINUTE} fetches a minute, so that nobody can
 * use us to call the vendor. Safe for all threads.
 */
final class SigningKeys {
  private static final int FETCHES_A_MINUTE = 6;
  private static final int LONGEST_WAIT_SECONDS = 6;

  private final KeyPage page;
  private final ReentrantLock fetching = new ReentrantLock();
  private final Deque<Instant> fetches = new ArrayDeque<>();
  private volatile KeySet known = KeySet.NONE;

  SigningKeys(KeyPage page) {
    this.page = page;
  }

  /**
   * @throws NotFromFireblocks when the vendor has no such key
   * @throws KeysUnavailable when the vendor could not be asked, or was asked too often
   */
  PublicKey key(String id, Instant now) throws NotFromFireblocks, KeysUnavailable {
    KeySet before = known;
    Optional<PublicKey> key = before.key(id);
    if (key.isPresent() && before.isFresh(now)) {
      return key.get();
    }
    try {
      return newer(before, now)
          .key(id)
          .orElseThrow(() -> new NotFromFireblocks("the vendor's key set has no such key"));
    } catch (KeysUnavailable e) {
      if (key.isPresent() && before.isUsable(now)) {
        return key.get();
      }
      throw e;
    }
  }

  /** A set fetched after the given one; another thread may just have done so. */
  private KeySet newer(KeySet before, Instant now) throws KeysUnavailable {
    waitForTurn();
    try {
      if (known.fetchedAt().equals(before.fetchedAt())) {
        known = KeySet.read(fetch(now), now);
      }
      return known;
    } finally {
      fetching.unlock();
    }
  }

  /** Not for long: a vendor that answers slowly must not use up all that receive messages. */
  private void waitForTurn() throws KeysUnavailable {
    try {
      if (fetching.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new KeysUnavailable("signing keys are being fetched, and that takes long");
  }

  private byte[] fetch(Instant now) throws KeysUnavailable {
    try {
      return fetchOnce(now);
    } catch (ActionFailure first) {
      // A connection that the vendor has closed meanwhile looks like this; the next one is new.
    }
    try {
      return fetchOnce(now);
    } catch (ActionFailure second) {
      throw new KeysUnavailable("signing keys, tried twice: " + second.getMessage());
    }
  }

  private byte[] fetchOnce(Instant now) throws KeysUnavailable, ActionFailure {
    Instant minuteAgo = now.minus(Duration.ofMinutes(1));
    while (!fetches.isEmpty() && fetches.getFirst().isBefore(minuteAgo)) {
      fetches.removeFirst();
    }
    if (fetches.size() >= FETCHES_A_MINUTE) {
      throw new KeysUnavailable("too many messages with unknown signing keys within a minute");
    }
    fetches.addLast(now);
    return page.get();
  }
}
