package dev.firebreak.engine;

import dev.firebreak.engine.PlaybookEngine.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.runtime.Job;

/** Timers of runs, for those who play time instead of waiting for it. */
final class CamundaTimers {
  private static final int MOST = 1_000;

  private final ProcessEngine engine;

  CamundaTimers(ProcessEngine engine) {
    this.engine = engine;
  }

  List<Timer> of(CommandContext command, String incidentId) {
    return engine
        .getManagementService()
        .createJobQuery()
        .timers()
        .orderByJobDuedate()
        .asc()
        .listPage(0, MOST)
        .stream()
        .map(JobEntity.class::cast)
        .filter(job -> incidentId.equals(place(command, job).getProcessBusinessKey()))
        .map(job -> timer(job, place(command, job)))
        .toList();
  }

  private static ExecutionEntity place(CommandContext command, JobEntity job) {
    return command.getExecutionManager().findExecutionById(job.getExecutionId());
  }

  private static Timer timer(JobEntity job, ExecutionEntity place) {
    return new Timer(
        job.getId(),
        RunRecorder.prefix(place) + job.getJobDefinition().getActivityId(),
        length(job.getCreateTime().toInstant(), job.getDuedate().toInstant()));
  }

  /** To the second: the engine looks at its clock twice. */
  private static Duration length(Instant set, Instant due) {
    Duration length = Duration.between(set, due).plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
    return length.isNegative() ? Duration.ZERO : length;
  }

  void fire(String timerId) {
    Job job = engine.getManagementService().createJobQuery().jobId(timerId).singleResult();
    if (job == null) {
      return;
    }
    try {
      engine.getManagementService().executeJob(timerId);
    } catch (ProcessEngineException e) {
      throw new IllegalStateException(
          CamundaEngine.missingVariable(e).orElse(String.valueOf(e.getMessage())), e);
    }
  }
}
