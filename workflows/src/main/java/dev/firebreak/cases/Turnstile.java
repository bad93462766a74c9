package dev.firebreak.cases;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Holds every vendor call until it is let through, so that what happens at the same time can be
 * told from what happens one after the other on any machine. Safe for all threads.
 */
final class Turnstile {
  private final Set<String> waiting = new HashSet<>();
  private final Set<String> open = new HashSet<>();

  /** Waits to be let through; later tries of the same action pass at once. */
  synchronized void pass(String action) {
    waiting.add(action);
    try {
      while (!open.contains(action)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.remove(action);
    }
  }

  synchronized Set<String> waiting() {
    Set<String> closed = new HashSet<>(waiting);
    closed.removeAll(open);
    return closed;
  }

  synchronized void let(Collection<String> actions) {
    open.addAll(actions);
    notifyAll();
  }
}
