package dev.firebreak.engine;

import java.util.List;
import java.util.stream.Collectors;

/** A BPMN or DMN file that will not be deployed, with every finding. */
public final class PlaybookRefused extends Exception {
  private final transient List<Finding> findings;

  public PlaybookRefused(String file, List<Finding> findings) {
    super(
        file
            + " is refused: "
            + findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
    this.findings = List.copyOf(findings);
  }

  public List<Finding> findings() {
    return findings;
  }

  /**
   * @param line 1-based line in the file, 0 where unknown
   * @param element id of the nearest element with one, or the element's name
   * @param message what is wrong and what to do instead
   */
  public record Finding(int line, String element, String message) {
    @Override
    public String toString() {
      return (line > 0 ? "line " + line + ", " : "") + element + ": " + message;
    }
  }
}
