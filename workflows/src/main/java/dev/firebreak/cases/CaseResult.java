package dev.firebreak.cases;

import java.util.List;
import java.util.Optional;

/**
 * How one case went.
 *
 * @param verdict whether it went as its trace says
 * @param problems what is wrong, a sentence each; empty where it passed
 * @param expected the trace it should have given; empty while there is none
 * @param trace what happened, as text that is the same at every play
 * @param nodes ids of the flow nodes passed, in the diagram's order
 * @param flows ids of the sequence flows taken, in the diagram's order
 * @param asked the actions asked for, in the order of rounds
 * @param millis how long the play took
 */
public record CaseResult(
    String name,
    Verdict verdict,
    List<String> problems,
    Optional<String> expected,
    String trace,
    List<String> nodes,
    List<String> flows,
    List<Asked> asked,
    long millis) {
  /** What may be said of a case. */
  public enum Verdict {
    PASSED,
    /** It went otherwise than its trace says, or not to an end. */
    FAILED,
    /** It went to an end, and there is no trace yet to compare with. */
    UNRECORDED
  }

  /**
   * An action that the playbook asked for.
   *
   * @param round 0 when the alert arrived; everything up to the next answers of vendors, approvers
   *     or responders is one round
   */
  public record Asked(int round, String node, String topic, String target) {}

  public CaseResult {
    problems = List.copyOf(problems);
    nodes = List.copyOf(nodes);
    flows = List.copyOf(flows);
    asked = List.copyOf(asked);
  }

  static CaseResult broken(String name, Optional<String> expected, String problem, long millis) {
    return new CaseResult(
        name,
        Verdict.FAILED,
        List.of(problem),
        expected,
        "",
        List.of(),
        List.of(),
        List.of(),
        millis);
  }
}
