package dev.firebreak.alert;

/** An authentic message that cannot be turned into alerts; it is kept aside with this reason. */
public final class UnusableAlert extends Exception {
  private final String pointer;

  /**
   * @param pointer JSON pointer (RFC 6901) to the place, {@code ""} for the whole body
   * @param message what is wrong there and what is expected, one sentence
   */
  public UnusableAlert(String pointer, String message) {
    super(message);
    this.pointer = pointer;
  }

  public String pointer() {
    return pointer;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
