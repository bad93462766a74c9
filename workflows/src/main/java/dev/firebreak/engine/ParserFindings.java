package dev.firebreak.engine;

import dev.firebreak.engine.PlaybookRefused.Finding;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.ParseException;

/** What the engine's own parser found, in our words. */
final class ParserFindings {
  private ParserFindings() {}

  static List<Finding> of(ParseException refused) {
    List<Finding> findings =
        refused.getResorceReports().stream()
            .flatMap(report -> report.getErrors().stream())
            .map(
                problem ->
                    new Finding(
                        problem.getLine(),
                        Optional.ofNullable(problem.getMainElementId()).orElse("file"),
                        Optional.ofNullable(problem.getMessage()).orElse("cannot be parsed")))
            .toList();
    return findings.isEmpty()
        ? List.of(new Finding(0, "file", "cannot be parsed as BPMN"))
        : findings;
  }
}
