package dev.firebreak.connector;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Predicate;

/**
 * A value that must not be seen: it has no text form, does not serialise, and compares in constant
 * time. The only way to the value is {@link #reveal()}, called where it goes onto the wire.
 */
public final class Secret {
  private static final Secret ABSENT = new Secret("");

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** The value of one was needed that cannot be had yet. */
  public static final class NotThere extends IllegalStateException {
    private NotThere() {
      super("a secret was needed that is not there yet");
    }
  }

  /**
   * One that cannot be had yet. With it an instance says what it can do; it is not called before
   * the secret is there.
   */
  public static Secret absent() {
    return ABSENT;
  }

  /** Whether there is a value to reveal. */
  public boolean exists() {
    return !value.isEmpty();
  }

  /** Whether the value keeps a rule. Of one that is not there nothing is known against it. */
  public boolean keeps(Predicate<String> rule) {
    return !exists() || rule.test(value);
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

  /**
   * The value itself. Never log it, put it in a message, or hand it to anything that stores it.
   *
   * @throws NotThere when it is {@link #absent()}
   */
  public String reveal() {
    if (!exists()) {
      throw new NotThere();
    }
    return value;
  }

  /** The value as UTF-8 bytes, for a signer. */
  public byte[] bytes() {
    return reveal().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a presented value is this one, in time independent of where they differ. */
  public boolean matches(String presented) {
    return exists() && MessageDigest.isEqual(bytes(), presented.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other == this || other instanceof Secret s && s.matches(value);
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
