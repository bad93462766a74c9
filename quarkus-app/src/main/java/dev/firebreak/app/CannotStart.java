package dev.firebreak.app;

/** Why Firebreak cannot start: one sentence that says what, where and what to do. */
public final class CannotStart extends Exception {
  public CannotStart(String sentence) {
    super(sentence);
  }

  public CannotStart(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
