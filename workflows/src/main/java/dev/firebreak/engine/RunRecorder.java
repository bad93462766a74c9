package dev.firebreak.engine;

import dev.firebreak.engine.RunListener.Advance;
import dev.firebreak.engine.RunListener.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.impl.bpmn.helper.BpmnProperties;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandContextListener;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExternalTaskEntity;

/**
 * Collects what one engine command does to each run and tells the {@link RunListener} right before
 * the command is written. Lives and dies with the command, on its thread.
 *
 * <p>A run is the root process instance: what a called playbook does is reported under the run that
 * called it, its nodes as {@code <call activity>/<node>}.
 */
final class RunRecorder implements Session, CommandContextListener {
  /** An author's loop without a wait, or too many instances, ends here and not in a hung thread. */
  static final int MAX_NODES = 10_000;

  static final int MAX_CALL_DEPTH = 8;
  private static final String LOOP_COUNTER = "loopCounter";

  private final RunListener listener;
  private final IncidentData incidentData;
  private final Map<String, Changes> runs = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> data = new HashMap<>();
  private final Map<String, Integer> loopCounters = new HashMap<>();
  private final Set<String> settled = new HashSet<>();
  private int nodes;

  private RunRecorder(RunListener listener, IncidentData incidentData) {
    this.listener = listener;
    this.incidentData = incidentData;
  }

  /** The recorder of the running command. */
  static RunRecorder current() {
    return Context.getCommandContext().getSession(RunRecorder.class);
  }

  static SessionFactory factory(RunListener listener, IncidentData incidentData) {
    return new SessionFactory() {
      @Override
      public Class<?> getSessionType() {
        return RunRecorder.class;
      }

      @Override
      public Session openSession() {
        RunRecorder recorder = new RunRecorder(listener, incidentData);
        Context.getCommandContext().registerCommandContextListener(recorder);
        return recorder;
      }
    };
  }

  void entered(ExecutionEntity place) {
    if (++nodes > MAX_NODES) {
      throw new IllegalStateException(
          "The playbook went through more than "
              + MAX_NODES
              + " nodes without waiting once, last "
              + place.getCurrentActivityId()
              + ". Put a wait into its loop or lower its loop cardinality.");
    }
    run(place).nodes.add(nodeId(place));
    if ("userTask".equals(place.getActivity().getProperties().get(BpmnProperties.TYPE))) {
      run(place).tasks.add(String.valueOf(place.getActivity().getName()));
    }
  }

  void taken(ExecutionEntity place) {
    run(place).flows.add(prefix(place) + place.getCurrentTransitionId());
  }

  void reached(ExecutionEntity place, String stepId, String topic, Map<String, Object> inputs) {
    run(place)
        .reached
        .put(stepId, new Step(stepId, nodeId(place), loopCounter(place), topic, inputs));
  }

  void ended(ExecutionEntity instance) {
    if (instance.getId().equals(instance.getRootProcessInstanceId())) {
      run(instance).ended = true;
    }
  }

  /** The caller finishes this step itself: its removal is no news. */
  void settle(String stepId) {
    settled.add(stepId);
  }

  /** Remembers the loop counter of a step's task while its variables are still there. */
  void leaving(ExecutionEntity place) {
    for (ExternalTaskEntity task : place.getExternalTasks()) {
      if (!settled.contains(task.getId())) {
        loopCounters.put(task.getId(), loopCounter(place));
      }
    }
  }

  /** What expressions of this run may read; loaded at most once in a command. */
  Map<String, Object> data(ExecutionEntity place) {
    String runId = place.getRootProcessInstanceId();
    return data.computeIfAbsent(runId, id -> incidentData.of(place.getProcessBusinessKey(), id));
  }

  static int callDepth(ExecutionEntity place) {
    int depth = 0;
    for (ExecutionEntity caller = place.getProcessInstance().getSuperExecution();
        caller != null;
        caller = caller.getProcessInstance().getSuperExecution()) {
      depth++;
    }
    return depth;
  }

  @Override
  public void onCommandContextClose(CommandContext command) {
    collectRemovedSteps(command.getDbEntityManager());
    runs.forEach(
        (runId, run) ->
            listener.advanced(
                new Advance(
                    runId,
                    run.incidentId,
                    List.copyOf(run.nodes),
                    List.copyOf(run.flows),
                    List.copyOf(run.reached.values()),
                    List.copyOf(run.left),
                    List.copyOf(run.tasks),
                    run.ended)));
  }

  private void collectRemovedSteps(DbEntityManager entities) {
    for (ExternalTaskEntity task : entities.getCachedEntitiesByType(ExternalTaskEntity.class)) {
      if (!entities.isDeleted(task) || settled.contains(task.getId())) {
        continue;
      }
      ExecutionEntity place =
          entities.getCachedEntity(ExecutionEntity.class, task.getProcessInstanceId());
      Changes run = run(place);
      if (run.reached.remove(task.getId()) == null) {
        run.left.add(
            new Step(
                task.getId(),
                prefix(place) + task.getActivityId(),
                loopCounters.getOrDefault(task.getId(), -1),
                task.getTopicName(),
                Map.of()));
      }
    }
  }

  private Changes run(ExecutionEntity place) {
    return runs.computeIfAbsent(
        place.getRootProcessInstanceId(), id -> new Changes(place.getProcessBusinessKey()));
  }

  private static String nodeId(ExecutionEntity place) {
    return prefix(place) + place.getCurrentActivityId();
  }

  static String prefix(ExecutionEntity place) {
    ExecutionEntity caller = place.getProcessInstance().getSuperExecution();
    return caller == null ? "" : prefix(caller) + caller.getCurrentActivityId() + "/";
  }

  private static int loopCounter(ExecutionEntity place) {
    for (ExecutionEntity at = place; at != null; at = at.getProcessInstance().getSuperExecution()) {
      if (at.getVariable(LOOP_COUNTER) instanceof Integer counter) {
        return counter;
      }
    }
    return -1;
  }

  @Override
  public void onCommandFailed(CommandContext command, Throwable failure) {
    // Rolled back: nothing happened.
  }

  @Override
  public void flush() {
    // The listener was told before; our own rows are its business.
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  private static final class Changes {
    final String incidentId;
    final List<String> nodes = new ArrayList<>();
    final List<String> flows = new ArrayList<>();
    final Map<String, Step> reached = new LinkedHashMap<>();
    final List<Step> left = new ArrayList<>();
    final List<String> tasks = new ArrayList<>();
    boolean ended;

    Changes(String incidentId) {
      this.incidentId = incidentId;
    }
  }
}
