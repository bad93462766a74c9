package dev.firebreak.app;

import java.util.concurrent.CompletableFuture;

/** A part that is built after those that will call it. */
final class Later<T> {
  private final CompletableFuture<T> value = new CompletableFuture<>();

  void is(T part) {
    value.complete(part);
  }

  /** The part; engine threads that come before it is built wait for it. */
  T get() {
    return value.join();
  }
}
