package dev.firebreak.connector.awsec2;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What several interfaces' failures are together. */
final class PartialFailure {
  private PartialFailure() {}

  /**
   * Of the kind that leads furthest: a lost answer is read back, then what can be tried again is,
   * and only if all were refused there is nothing left to try.
   *
   * @param done ids of the interfaces where it was done
   * @param failed by interface; not empty
   */
  static ActionFailure of(String what, List<String> done, Map<String, ActionFailure> failed) {
    String said =
        new TreeMap<>(failed)
            .entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue().getMessage())
                .collect(Collectors.joining("; "));
    String message =
        what
            + " failed for "
            + failed.size()
            + " of "
            + (failed.size() + done.size())
            + " interfaces"
            + (done.isEmpty() ? "" : " (done: " + String.join(", ", done) + ")")
            + ": "
            + said;
    if (any(failed, Kind.UNKNOWN)) {
      return ActionFailure.unknown(message);
    }
    if (any(failed, Kind.UNAVAILABLE)) {
      return failed.values().stream()
          .flatMap(f -> f.retryAfter().stream())
          .findFirst()
          .map(wait -> ActionFailure.unavailable(message, wait))
          .orElseGet(() -> ActionFailure.unavailable(message));
    }
    return ActionFailure.refused(message);
  }

  private static boolean any(Map<String, ActionFailure> failed, Kind kind) {
    return failed.values().stream().anyMatch(f -> f.kind() == kind);
  }
}
