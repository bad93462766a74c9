package dev.firebreak.engine;

import java.util.List;
import java.util.Map;

/**
 * Told what runs do, inside the engine's transaction and on its thread. An exception rolls that
 * transaction back.
 */
public interface RunListener {
  /**
   * Called once per transaction and run, right before its commit, with everything that happened to
   * the run in it.
   */
  void advanced(Advance advance);

  /**
   * The engine itself got stuck at a place (a timer that fails, a broken expression): make it
   * visible.
   */
  void stuck(String runId, String incidentId, String nodeId, String reason);

  /**
   * What one transaction did to one run.
   *
   * @param nodes ids of the flow nodes entered, in order
   * @param flows ids of the sequence flows taken, in order
   * @param reached connector steps reached: they wait, taken for the local dispatcher
   * @param tasks names of the tasks that now wait for people
   * @param ended whether the run is over
   */
  record Advance(
      String runId,
      String incidentId,
      List<String> nodes,
      List<String> flows,
      List<Step> reached,
      List<Step> left,
      List<String> tasks,
      boolean ended) {}

  /**
   * A connector step that waits to be carried out.
   *
   * @param stepId the engine's id of the waiting task
   * @param nodeId id of the service task in the diagram
   * @param loopCounter index in a multi-instance, -1 outside of one
   * @param topic {@code <connector>.<action>}
   * @param inputs the evaluated input parameters: strings, numbers, booleans, lists and maps of
   *     these; a parameter that evaluates to nothing is absent
   */
  record Step(
      String stepId, String nodeId, int loopCounter, String topic, Map<String, Object> inputs) {}
}
