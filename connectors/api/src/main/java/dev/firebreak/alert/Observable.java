package dev.firebreak.alert;

/**
 * A piece of evidence that is not acted on by itself.
 *
 * @param name where it came from, for example {@code proc.cmdline}
 * @param value its text, at most 2,000 characters are kept; NUL and half characters become U+FFFD
 */
public record Observable(String name, String value) {
  public Observable {
    name = StorableText.of(name);
    value = StorableText.cut(value, 2_000);
  }
}
