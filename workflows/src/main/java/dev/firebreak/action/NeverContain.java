package dev.firebreak.action;

import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The assets that nothing may contain, whatever a playbook or a person says: {@code type:id}, where
 * {@code *} in the id stands for any text. Upper and lower case are the same. Immutable.
 */
public final class NeverContain {
  private record Entry(TargetType type, Pattern id, String text) {
    boolean covers(Target target) {
      return target.type() == type && id.matcher(target.id()).matches();
    }
  }

  private final List<Entry> entries;

  /**
   * @throws IllegalArgumentException naming an entry that cannot be read
   */
  public NeverContain(List<String> entries) {
    this.entries = entries.stream().map(NeverContain::entry).toList();
  }

  private static Entry entry(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new IllegalArgumentException(
          "'" + text + "' must be a type and an id, for example wallet:cold-* or host:dc-1");
    }
    String id =
        List.of(text.substring(colon + 1).split("\\*", -1)).stream()
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return new Entry(
        TargetType.of(text.substring(0, colon).strip().toLowerCase(Locale.ROOT)),
        Pattern.compile(id, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL),
        text);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The entry that forbids an action on a target; empty where none does. */
  Optional<String> forbids(Effect effect, Target target) {
    return effect == Effect.CONTAIN
        ? entries.stream().filter(e -> e.covers(target)).map(Entry::text).findFirst()
        : Optional.empty();
  }
}
