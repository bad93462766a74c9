package dev.firebreak.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps what it is told. */
final class RecordedRuns implements RunListener {
  final List<Advance> advances = new CopyOnWriteArrayList<>();
  final List<String> stuck = new CopyOnWriteArrayList<>();

  @Override
  public void advanced(Advance advance) {
    advances.add(advance);
  }

  @Override
  public void stuck(String runId, String incidentId, String nodeId, String reason) {
    stuck.add(runId + " " + incidentId + " " + nodeId + " " + reason);
  }

  Advance last() {
    return advances.get(advances.size() - 1);
  }

  List<Step> reached() {
    List<Step> steps = new ArrayList<>();
    advances.forEach(advance -> steps.addAll(advance.reached()));
    return steps;
  }

  /** The step last reached at a node. */
  Step at(String nodeId) {
    return reached().stream()
        .filter(step -> step.nodeId().equals(nodeId))
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
