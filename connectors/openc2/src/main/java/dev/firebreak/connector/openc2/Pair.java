package dev.firebreak.connector.openc2;

import dev.firebreak.connector.Readiness;
import java.util.List;
import java.util.Optional;

/**
 * What one of our actions commands.
 *
 * @param name of our action
 * @param action of the command
 * @param targets of which one suffices
 */
record Pair(String name, String action, List<String> targets) {
  Pair {
    targets = List.copyOf(targets);
  }

  /**
   * Adds whether the consumer says that it can.
   *
   * @param readBack target that it must answer queries of
   */
  Readiness grant(Readiness ready, Features features, Optional<String> readBack) {
    if (!features.told()) {
      return ready.untold(name, "the consumer does not list its pairs of action and target");
    }
    List<String> able = targets.stream().filter(t -> features.can(action, t)).toList();
    if (able.isEmpty()) {
      return ready.missing(name, "the consumer does not list " + action + " with " + targets);
    }
    Optional<String> unread = readBack.filter(t -> !features.can("query", t));
    return unread.isPresent()
        ? ready.missing(
            name,
            "it could not be read back: the consumer does not list query with "
                + unread.get()
                + "; choose another setting 'read-back'")
        : ready.granted(name, "the consumer lists " + action + " with " + able);
  }
}
