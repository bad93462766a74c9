package dev.firebreak.engine;

import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;

/**
 * Counts a failed job's tries also where its playbook was changed in the database. The engine's own
 * way looks into the diagram for a retry rule, fails at that too, and tries for ever in silence.
 */
final class JobRetries implements FailedJobCommandFactory {
  @Override
  public Command<Object> getCommand(String jobId, Throwable failure) {
    return new DefaultJobRetryCmd(jobId, failure) {
      @Override
      @SuppressWarnings("NullAway") // the engine's word for "no rule of its own"
      public ActivityImpl getCurrentActivity(CommandContext command, JobEntity job) {
        try {
          return super.getCurrentActivity(command, job);
        } catch (PlaybookChanged changed) {
          return null;
        }
      }
    };
  }
}
