package dev.firebreak.connector.smtp;

import java.util.Locale;

/** How the connection is secured. */
enum Security {
  /** Begins in the clear and goes on with TLS, or not at all. */
  STARTTLS,
  /** TLS from the first byte (https://www.rfc-editor.org/rfc/rfc8314). */
  TLS,
  /** In the clear; only to loopback and private addresses, and without a password. */
  NONE;

  /**
   * @throws IllegalArgumentException naming the setting
   */
  static Security of(String name) {
    for (Security s : values()) {
      if (s.name().equals(name.strip().toUpperCase(Locale.ROOT))) {
        return s;
      }
    }
    throw new IllegalArgumentException(
        "setting 'security' must be starttls, tls or none, got '" + name + "'");
  }
}
