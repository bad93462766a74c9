package dev.firebreak.connector;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A value that must not be seen: it has no text form, does not serialise, and compares in constant
 * time. The only way to the value is {@link #reveal()}, called where it goes onto the wire.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * @throws IllegalArgumentException when empty
   */
  public static Secret of(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a secret must not be empty");
    }
    return new Secret(value);
  }

  /** The value itself. Never log it, put it in a message, or hand it to anything that stores it. */
  public String reveal() {
    return value;
  }

  /** The value as UTF-8 bytes, for a signer. */
  public byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a presented value is this one, in time independent of where they differ. */
  public boolean matches(String presented) {
    return MessageDigest.isEqual(bytes(), presented.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret s && s.matches(value);
  }

  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
