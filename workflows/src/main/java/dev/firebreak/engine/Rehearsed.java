package dev.firebreak.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a playbook did when it was rehearsed.
 *
 * @param events in order
 * @param ended whether it came to its end
 * @param stopped why it did not, as a sentence for its author
 */
public record Rehearsed(List<Event> events, boolean ended, Optional<String> stopped) {
  public Rehearsed {
    events = List.copyOf(events);
  }

  /** What kind of place was reached. */
  public enum Kind {
    NODE,
    ACTION,
    /** A person has answered. */
    TASK
  }

  /**
   * One place that was reached.
   *
   * @param element id of the node in the diagram; in a called playbook {@code <call>/<node>}
   * @param topic of an action
   * @param inputs of an action, evaluated; what a task was completed with
   * @param loopCounter -1 outside of a multi-instance
   */
  public record Event(
      String element,
      Kind kind,
      Optional<String> topic,
      Map<String, Object> inputs,
      int loopCounter) {
    static Event at(String element, Kind kind) {
      return new Event(element, kind, Optional.empty(), Map.of(), -1);
    }
  }
}
