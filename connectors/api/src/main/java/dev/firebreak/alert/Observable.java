package dev.firebreak.alert;

/**
 * A piece of evidence that is not acted on by itself.
 *
 * @param name where it came from, for example {@code proc.cmdline}
 * @param value its text, at most 2,000 characters are kept
 */
public record Observable(String name, String value) {
  public Observable {
    if (value.length() > 2_000) {
      value = value.substring(0, 2_000);
    }
  }
}
