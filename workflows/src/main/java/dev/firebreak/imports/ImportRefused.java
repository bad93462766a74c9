package dev.firebreak.imports;

import java.util.List;

/** A file that is not what it should be: every reason, a sentence each. */
public final class ImportRefused extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<String> problems;

  ImportRefused(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
