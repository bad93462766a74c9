package dev.firebreak.metrics;

/** Counting took too long and was ended, so that it does not take from those who contain. */
public final class TooMuch extends RuntimeException {
  TooMuch(Throwable cause) {
    super("Counting this took too long and was ended. Ask for a shorter time.", cause);
  }
}
