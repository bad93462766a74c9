package dev.firebreak.connector;

import java.util.List;

/**
 * What an action would do: its blast radius. Made by reading only.
 *
 * @param sentence for people, what would happen to what, for example {@code would suspend
 *     ana@example.com, who is ACTIVE}; no secrets
 * @param affected how many things would change; 0 where it is in force already
 * @param targets what would change, at most {@value #MOST} of them
 */
public record Preview(String sentence, long affected, List<Target> targets) {
  /** How many targets a preview lists. */
  public static final int MOST = 100;

  public Preview {
    if (affected < 0) {
      throw new IllegalArgumentException("affected must be 0 or more, got " + affected);
    }
    targets = List.copyOf(targets.subList(0, Math.min(targets.size(), MOST)));
  }

  /** Of an action that would change these, and nothing else. */
  public static Preview of(String sentence, List<Target> targets) {
    return new Preview(sentence, targets.size(), targets);
  }

  /** Of an action that would change nothing. */
  public static Preview nothing(String sentence) {
    return new Preview(sentence, 0, List.of());
  }
}
