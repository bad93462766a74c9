package dev.firebreak.connector.jira;

import dev.firebreak.connector.ActionFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One step that Jira offers from where an issue is now.
 *
 * @param id sent to take it
 * @param name of the step, for example {@code Start progress}
 * @param to the status it leads to, for example {@code In Progress}
 */
record Transition(String id, String name, String to) {

  /**
   * What a playbook means among what is offered: first by id, then by name, then by the status
   * reached.
   *
   * @throws ActionFailure REFUSED when a name or status fits several
   */
  static Optional<Transition> find(List<Transition> offered, String wanted) throws ActionFailure {
    List<Predicate<Transition>> rules =
        List.of(
            t -> t.id.equals(wanted),
            t -> t.name.equalsIgnoreCase(wanted),
            t -> t.to.equalsIgnoreCase(wanted));
    for (Predicate<Transition> rule : rules) {
      List<Transition> fitting = offered.stream().filter(rule).toList();
      if (fitting.size() > 1) {
        throw ActionFailure.refused(
            "transition '" + wanted + "' fits several: " + show(fitting) + "; give the id");
      }
      if (fitting.size() == 1) {
        return Optional.of(fitting.get(0));
      }
    }
    return Optional.empty();
  }

  /** The offered ones for a person, at most 20. */
  static String show(List<Transition> offered) {
    if (offered.isEmpty()) {
      return "none";
    }
    return String.join(
        ", ",
        offered.stream()
            .limit(20)
            .map(t -> "'" + t.name + "' to '" + t.to + "' (id " + t.id + ")")
            .toList());
  }
}
