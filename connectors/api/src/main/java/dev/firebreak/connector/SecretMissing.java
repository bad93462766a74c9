package dev.firebreak.connector;

/** A secret cannot be had now. The message says where it should be and why it is not, not more. */
public final class SecretMissing extends Exception {
  public SecretMissing(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
