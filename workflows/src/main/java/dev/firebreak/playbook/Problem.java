package dev.firebreak.playbook;

import dev.firebreak.engine.PlaybookRefused.Finding;

/**
 * One thing about a file, in the words of the deployment.
 *
 * @param element id of the nearest element with one, or {@code file}
 * @param line from 1, 0 where unknown
 */
public record Problem(Severity severity, String element, int line, String message) {
  /** Whether it keeps the file from being put in force. */
  public enum Severity {
    ERROR,
    WARNING
  }

  static Problem error(Finding f) {
    return new Problem(Severity.ERROR, f.element(), f.line(), f.message());
  }

  static Problem warning(Finding f) {
    return new Problem(Severity.WARNING, f.element(), f.line(), f.message());
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  Finding finding() {
    return new Finding(line, element, message);
  }

  @Override
  public String toString() {
    return finding().toString();
  }
}
