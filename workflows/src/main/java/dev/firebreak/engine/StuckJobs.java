package dev.firebreak.engine;

import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.incident.DefaultIncidentHandler;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.Incident;

/** A timer or an asynchronous part that failed for the last time: tells the listener. */
final class StuckJobs extends DefaultIncidentHandler {
  private final RunListener listener;

  StuckJobs(RunListener listener) {
    super(Incident.FAILED_JOB_HANDLER_TYPE);
    this.listener = listener;
  }

  @Override
  public Incident handleIncident(IncidentContext context, String message) {
    Incident incident = super.handleIncident(context, message);
    if (context.getExecutionId() != null) {
      ExecutionEntity place =
          Context.getCommandContext()
              .getExecutionManager()
              .findExecutionById(context.getExecutionId());
      if (place != null) {
        listener.stuck(
            place.getRootProcessInstanceId(),
            place.getProcessBusinessKey(),
            RunRecorder.prefix(place) + context.getActivityId(),
            message == null ? "unknown reason" : message);
      }
    }
    return incident;
  }
}
