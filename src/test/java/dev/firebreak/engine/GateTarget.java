package dev.firebreak.engine;

import dev.firebreak.engine.PlaybookRefused.Finding;
import java.util.List;

/** The gate that stands before the engine, with any bytes as a playbook. */
public final class GateTarget {
  private static final PlaybookGate GATE = new PlaybookGate(topic -> true);
  private static final int MOST_FINDINGS = 100;

  private GateTarget() {}

  /** Anything but a list of findings, in a bounded time, is a fault. */
  public static void fuzzerTestOneInput(byte[] file) {
    List<Finding> findings = GATE.check("p", file);
    if (findings.size() > MOST_FINDINGS) {
      throw new AssertionError(findings.size() + " findings");
    }
    for (Finding f : findings) {
      if (f.message().isBlank() || f.line() < 0) {
        throw new AssertionError("a finding that says nothing: " + f);
      }
    }
  }
}
