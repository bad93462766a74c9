package dev.firebreak.engine;

import dev.firebreak.engine.Rehearsed.Event;
import dev.firebreak.engine.Rehearsed.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;

/**
 * Plays one run to its end inside the transaction under way, which the caller rolls back: steps
 * succeed or fail as the script says, people answer as it says, and then the next timer fires.
 */
final class CamundaRehearsal implements Theatre.Stage {
  private static final int MOST_MOVES = 500;
  private static final int MOST_TIMERS = 50;

  private final ProcessEngine engine;
  private final Theatre theatre;
  private final RehearsalScript script;
  private final String incident = UUID.randomUUID().toString();
  private final Deque<Step> waiting = new ArrayDeque<>();
  private final List<Event> events = new ArrayList<>();
  private final Map<String, Object> steps = new HashMap<>();
  private boolean ended;
  private int timers;

  CamundaRehearsal(ProcessEngine engine, Theatre theatre, RehearsalScript script) {
    this.engine = engine;
    this.theatre = theatre;
    this.script = script;
  }

  Rehearsed play(String versionId) {
    theatre.enter(this);
    try {
      Optional<String> stop = stopped(versionId);
      return new Rehearsed(events, ended, stop);
    } finally {
      theatre.leave();
    }
  }

  private Optional<String> stopped(String versionId) {
    try {
      String run = engine.getRuntimeService().startProcessInstanceById(versionId, incident).getId();
      for (int moves = 0; !ended && moves < MOST_MOVES; moves++) {
        Optional<String> stop = move(run);
        if (stop.isPresent()) {
          return stop;
        }
      }
      return ended ? Optional.empty() : Optional.of("stopped after " + MOST_MOVES + " moves");
    } catch (ProcessEngineException | IllegalStateException e) {
      return Optional.of(reason(e));
    }
  }

  /** One move; the reason why there is none. */
  private Optional<String> move(String run) {
    if (!waiting.isEmpty()) {
      settle(waiting.pop());
      return Optional.empty();
    }
    List<Task> tasks =
        engine
            .getTaskService()
            .createTaskQuery()
            .processInstanceBusinessKey(incident)
            .orderByTaskCreateTime()
            .asc()
            .list();
    return tasks.isEmpty() ? fire(run) : complete(tasks.get(0));
  }

  private void settle(Step step) {
    Optional<String> failure = script.failure(step.nodeId());
    Map<String, Object> known = new HashMap<>();
    known.put("state", failure.isPresent() ? "FAILED" : "CONFIRMED");
    known.put("output", Map.of());
    failure.ifPresent(f -> known.put("error", "rehearsed failure " + f));
    steps.put(step.nodeId(), known);
    var service = engine.getExternalTaskService();
    if (failure.isPresent()) {
      service.handleBpmnError(
          step.stepId(), StepBehavior.WORKER, failure.get(), "rehearsed failure", Map.of());
    } else {
      service.complete(step.stepId(), StepBehavior.WORKER);
    }
  }

  private Optional<String> complete(Task task) {
    String node = task.getTaskDefinitionKey();
    Map<String, Object> answer = script.answer(node);
    events.add(new Event(node, Kind.TASK, Optional.empty(), answer, -1));
    try {
      engine.getTaskService().complete(task.getId(), answer);
      return Optional.empty();
    } catch (ProcessEngineException e) {
      return Optional.of(
          CamundaEngine.missingVariable(e)
              .map(missing -> "at the task '" + node + "' " + missing)
              .orElse(reason(e)));
    }
  }

  private Optional<String> fire(String run) {
    List<Job> jobs =
        engine
            .getManagementService()
            .createJobQuery()
            .processInstanceId(run)
            .orderByJobDuedate()
            .asc()
            .listPage(0, 1);
    if (jobs.isEmpty()) {
      return Optional.of("waits for a message or a called playbook; the rehearsal ends here");
    }
    if (++timers > MOST_TIMERS) {
      return Optional.of("stopped after " + MOST_TIMERS + " timers");
    }
    engine.getManagementService().executeJob(jobs.get(0).getId());
    return Optional.empty();
  }

  private static String reason(Throwable failure) {
    if (CamundaEngine.isUnhandled(failure)) {
      return "nothing catches the failure of a step: the run would stop there until a person looks";
    }
    return CamundaEngine.missingVariable(failure)
        .orElseGet(
            () -> {
              Throwable deepest = failure;
              while (deepest.getCause() != null) {
                deepest = deepest.getCause();
              }
              return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("failed");
            });
  }

  @Override
  public void advanced(Advance advance) {
    Map<String, List<Step>> reached =
        advance.reached().stream().collect(Collectors.groupingBy(Step::nodeId));
    Set<String> told = new java.util.HashSet<>();
    for (String node : advance.nodes()) {
      if (!reached.containsKey(node)) {
        events.add(Event.at(node, Kind.NODE));
      } else if (told.add(node)) {
        reached.getOrDefault(node, List.of()).forEach(s -> events.add(action(s)));
      }
    }
    waiting.addAll(advance.reached());
    advance.left().forEach(left -> waiting.removeIf(w -> w.stepId().equals(left.stepId())));
    ended = ended || advance.ended();
  }

  private static Event action(Step s) {
    return new Event(s.nodeId(), Kind.ACTION, Optional.of(s.topic()), s.inputs(), s.loopCounter());
  }

  @Override
  public void stuck(String runId, String incidentId, String nodeId, String reason) {
    throw new IllegalStateException("at '" + nodeId + "': " + reason);
  }

  @Override
  public Map<String, Object> of(String incidentId, String runId) {
    Map<String, Object> data = new HashMap<>(script.data());
    data.put("steps", Map.copyOf(steps));
    return data;
  }
}
