package dev.firebreak.cases;

import dev.firebreak.engine.PlaybookRefused.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How all cases of a playbook went.
 *
 * @param findings why the gate refuses the file; no case was played then
 * @param cases in order of their names
 * @param nodes which cases passed each flow node of the diagram, in the file's order
 * @param flows which cases took each sequence flow, in the file's order
 */
public record CaseReport(
    String playbook,
    List<Finding> findings,
    List<CaseResult> cases,
    Map<String, List<String>> nodes,
    Map<String, List<String>> flows) {

  static CaseReport refused(String playbook, List<Finding> findings) {
    return new CaseReport(playbook, List.copyOf(findings), List.of(), Map.of(), Map.of());
  }

  static CaseReport of(String playbook, Diagram diagram, List<CaseResult> cases) {
    return new CaseReport(
        playbook,
        List.of(),
        List.copyOf(cases),
        cover(diagram.nodes().keySet(), cases, CaseResult::nodes),
        cover(diagram.flows(), cases, CaseResult::flows));
  }

  private static Map<String, List<String>> cover(
      Iterable<String> ids, List<CaseResult> cases, Function<CaseResult, List<String>> taken) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (String id : ids) {
      all.put(
          id,
          cases.stream().filter(c -> taken.apply(c).contains(id)).map(CaseResult::name).toList());
    }
    return all;
  }

  /** Whether the file is accepted and no case failed; a case without a trace does not fail. */
  public boolean passed() {
    return problems().isEmpty();
  }

  /** Everything that is wrong, a sentence each. */
  public List<String> problems() {
    List<String> all = new ArrayList<>();
    findings.forEach(f -> all.add("the file is refused: " + f));
    for (CaseResult c : cases) {
      if (c.verdict() == CaseResult.Verdict.FAILED) {
        c.problems().forEach(p -> all.add("case " + c.name() + ": " + p));
      }
    }
    return all;
  }

  /** Flow nodes that no case passes. */
  public List<String> missed() {
    return nodes.entrySet().stream()
        .filter(e -> e.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }
}
