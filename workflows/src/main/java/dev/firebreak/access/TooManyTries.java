package dev.firebreak.access;

import java.time.Duration;

/**
 * Signing in was tried too often; says when to come back, and not whether the password is right.
 */
public final class TooManyTries extends Exception {
  private final Duration wait;

  TooManyTries(Duration wait) {
    super("too many tries");
    this.wait = wait;
  }

  public Duration pause() {
    return wait;
  }
}
