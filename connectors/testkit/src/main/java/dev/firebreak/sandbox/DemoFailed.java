package dev.firebreak.sandbox;

/** The demonstration cannot go on; the message is for the person at the terminal. */
final class DemoFailed extends Exception {
  DemoFailed(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
