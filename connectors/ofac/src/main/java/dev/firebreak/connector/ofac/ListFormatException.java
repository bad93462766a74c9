package dev.firebreak.connector.ofac;

import java.io.IOException;

/** A file is not the list it should be; the message says why. */
final class ListFormatException extends IOException {
  ListFormatException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
