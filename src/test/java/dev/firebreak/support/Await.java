package dev.firebreak.support;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Waiting for what must come sooner or later; the deadline only ends a test that hangs. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Await() {}

  /**
   * Asks until it is so.
   *
   * @param what as it would stand behind "waited for"
   */
  public static void until(String what, Callable<Boolean> condition) {
    Boolean unused =
        value(what, () -> condition.call() ? Optional.of(Boolean.TRUE) : Optional.empty());
  }

  /** Asks until there is one. */
  public static <T> T value(String what, Callable<Optional<T>> source) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      Optional<T> found = source.call();
      while (found.isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain for " + what);
        }
        Thread.sleep(PAUSE.toMillis());
        found = source.call();
      }
      return found.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
