package dev.firebreak.engine;

import dev.firebreak.engine.MigrationPreview.Candidate;
import dev.firebreak.engine.MigrationPreview.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationReport;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.migration.MigrationPlanValidationException;
import org.camunda.bpm.engine.runtime.ProcessInstance;

/**
 * Moves runs between versions with the engine's migration plans
 * (https://docs.camunda.org/manual/7.24/user-guide/process-engine/process-instance-migration/):
 * places of the same id and kind are mapped, and the engine itself judges each run. Loading the new
 * version passes the gate, as every reading of it does.
 */
final class CamundaMigrations {
  private static final int MOST_RUNS = 200;

  private final ProcessEngine engine;
  private final Undone undone;

  CamundaMigrations(ProcessEngine engine, Undone undone) {
    this.engine = engine;
    this.undone = undone;
  }

  MigrationPreview preview(String from, String to) {
    return undone.run(
        () -> {
          try {
            MigrationPlan plan = plan(from, to);
            List<Move> moves =
                plan.getInstructions().stream()
                    .map(i -> new Move(i.getSourceActivityId(), i.getTargetActivityId()))
                    .toList();
            return new MigrationPreview(moves, List.of(), candidates(from, to));
          } catch (MigrationPlanValidationException e) {
            return new MigrationPreview(List.of(), problems(e), List.of());
          }
        });
  }

  private MigrationPlan plan(String from, String to) {
    return engine
        .getRuntimeService()
        .createMigrationPlan(from, to)
        .mapEqualActivities()
        .updateEventTriggers()
        .build();
  }

  private static List<String> problems(MigrationPlanValidationException e) {
    List<String> all = new ArrayList<>();
    e.getValidationReport()
        .getInstructionReports()
        .forEach(
            r ->
                r.getFailures()
                    .forEach(
                        f ->
                            all.add(r.getMigrationInstruction().getSourceActivityId() + ": " + f)));
    return all.isEmpty() ? List.of(String.valueOf(e.getMessage())) : all;
  }

  /** A run that is part of another one moves with nobody: its caller refers to it as it is. */
  private List<Candidate> candidates(String from, String to) {
    List<ProcessInstance> roots =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionId(from)
            .rootProcessInstances()
            .listPage(0, MOST_RUNS);
    return roots.stream().map(r -> candidate(r, from, to)).toList();
  }

  private Candidate candidate(ProcessInstance run, String from, String to) {
    List<String> at = engine.getRuntimeService().getActiveActivityIds(run.getId());
    return new Candidate(
        run.getId(),
        Optional.ofNullable(run.getBusinessKey()).orElse(""),
        at.stream().distinct().sorted().toList(),
        reasons(from, to, run.getId()));
  }

  /** The engine has no dry run, so it is done and undone. */
  private List<String> reasons(String from, String to, String runId) {
    return undone.run(
        () -> {
          try {
            migrate(from, to, runId);
            return List.of();
          } catch (MigrationRefused refused) {
            return refused.reasons();
          }
        });
  }

  void migrate(String from, String to, String runId) throws MigrationRefused {
    try {
      engine.getRuntimeService().newMigration(plan(from, to)).processInstanceIds(runId).execute();
    } catch (MigratingProcessInstanceValidationException e) {
      throw new MigrationRefused(reasons(e.getValidationReport()));
    } catch (MigrationPlanValidationException e) {
      throw new MigrationRefused(problems(e));
    } catch (org.camunda.bpm.engine.BadUserRequestException e) {
      throw new MigrationRefused(
          List.of("the run is over, or is not of the version that it should leave"));
    }
  }

  private static List<String> reasons(MigratingProcessInstanceValidationReport report) {
    List<String> all = new ArrayList<>(report.getFailures());
    report
        .getActivityInstanceReports()
        .forEach(r -> all.addAll(words(r.getSourceScopeId(), r.getFailures())));
    report
        .getTransitionInstanceReports()
        .forEach(r -> all.addAll(words(r.getSourceScopeId(), r.getFailures())));
    return all.isEmpty() ? List.of("the engine refuses it without a reason") : all;
  }

  private static List<String> words(String place, List<String> failures) {
    // Said of every action: the engine knows no migration of behaviour that is not its own.
    if (failures.stream()
        .anyMatch(f -> f.contains("type of the source activity is not supported"))) {
      return List.of(
          "it waits for the action at '"
              + place
              + "'; a run moves only while it waits for people or for a time");
    }
    return failures.stream().map(f -> words(place, f)).toList();
  }

  private static String words(String place, String failure) {
    return failure.contains("no migration instruction")
        ? "it stands at '"
            + place
            + "', which the other version does not have, or has as another"
            + " kind of step"
        : "at '" + place + "': " + failure;
  }
}
