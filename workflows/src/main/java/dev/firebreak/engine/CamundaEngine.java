package dev.firebreak.engine;

import dev.firebreak.engine.PlaybookRefused.Finding;
import jakarta.transaction.TransactionManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.CompleteExternalTaskCmd;
import org.camunda.bpm.engine.impl.cmd.HandleExternalTaskBpmnErrorCmd;
import org.camunda.bpm.engine.impl.cmd.HandleExternalTaskFailureCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;

/**
 * {@link PlaybookEngine} on Camunda 7.24, fenced in by {@link FencedConfiguration}. A run is a root
 * process instance, a step an external task that is locked for ever for one worker: who really
 * works on it, and until when, is kept in our own tables.
 *
 * <p>When a method throws, the caller's transaction is marked for rollback.
 */
public final class CamundaEngine implements PlaybookEngine {
  private static final int MAX_OPEN_TASKS = 1000;

  /** The engine's code for an error that nothing catches (BpmnBehaviorLogger 042). */
  private static final String UNHANDLED = "ENGINE-02042";

  private static final Pattern MISSING =
      Pattern.compile("Cannot resolve identifier '([^']{1,64})'");

  private final ProcessEngine engine;
  private final ProcessEngineConfigurationImpl configuration;
  private final PlaybookGate gate;
  private final Undone undone;
  private final Theatre theatre;
  private final CamundaMigrations migrations;
  private final CamundaTimers timers;
  private final Map<String, PlaybookVersion> versions = new ConcurrentHashMap<>();

  /**
   * Starts the engine and, where the options say so, its timers.
   *
   * @param dataSource takes part in the transactions of {@code transactions}
   * @param listener is called on the callers' threads and on the engine's timer threads
   * @param knownTopic whether a topic has a connector or an outside worker
   * @param mayChangeSchema whether the engine may create and migrate its tables
   */
  public CamundaEngine(
      DataSource dataSource,
      TransactionManager transactions,
      IncidentData incidentData,
      RunListener listener,
      Predicate<String> knownTopic,
      boolean mayChangeSchema,
      EngineOptions options) {
    this(
        new FencedConfiguration(dataSource, transactions, mayChangeSchema),
        // A connector may have gone since: runs of what was deployed go on all the same.
        new GateDeployer(new PlaybookGate(topic -> true), options.released()),
        incidentData,
        listener,
        new PlaybookGate(knownTopic),
        options);
    if (mayChangeSchema) {
      run(
          command -> {
            EngineSchema.dropForeignKeys(command.getDbSqlSession().getSqlSession().getConnection());
            return true;
          });
    }
  }

  /** For tests that take the gate away. */
  CamundaEngine(
      FencedConfiguration configuration,
      org.camunda.bpm.engine.impl.persistence.deploy.Deployer gateDeployer,
      IncidentData incidentData,
      RunListener listener,
      PlaybookGate gate,
      EngineOptions options) {
    configuration.gate(gateDeployer);
    configuration.setCustomPostBPMNParseListeners(new ArrayList<>(List.of(new RunParseListener())));
    this.theatre = new Theatre(listener, incidentData);
    configuration.setCustomSessionFactories(
        new ArrayList<>(List.of(RunRecorder.factory(theatre, theatre))));
    configuration.setCustomIncidentHandlers(new ArrayList<>(List.of(new StuckJobs(theatre))));
    configuration.setJobExecutorActivate(options.timers());
    this.configuration = configuration;
    this.gate = gate;
    this.engine = configuration.buildProcessEngine();
    this.undone = new Undone(configuration.getTransactionManager());
    this.migrations = new CamundaMigrations(engine, undone);
    this.timers = new CamundaTimers(engine);
  }

  private <T> T run(Command<T> command) {
    return configuration.getCommandExecutorTxRequired().execute(command);
  }

  @Override
  public PlaybookVersion deploy(String name, byte[] bpmn) throws PlaybookRefused {
    List<Finding> findings = gate.check(name, bpmn);
    if (!findings.isEmpty()) {
      throw new PlaybookRefused(name, findings);
    }
    try {
      return run(command -> deployIfNew(command, name, bpmn));
    } catch (ParseException refused) {
      throw new PlaybookRefused(name, ParserFindings.of(refused));
    }
  }

  /** The lock keeps two nodes that start at once from deploying the same file twice. */
  private PlaybookVersion deployIfNew(CommandContext command, String name, byte[] bpmn) {
    command.getPropertyManager().acquireExclusiveLock();
    String sha256 = Sha256.hex(bpmn);
    ProcessDefinitionEntity latest =
        command.getProcessDefinitionManager().findLatestProcessDefinitionByKey(name);
    if (latest != null) {
      PlaybookVersion inForce = version(command, latest);
      if (inForce.sha256().equals(sha256) && isAsDeployed(command, latest, sha256)) {
        return inForce;
      }
    }
    ProcessDefinition deployed =
        engine
            .getRepositoryService()
            .createDeployment()
            .name(name)
            .source(GateDeployer.source(sha256))
            .addInputStream(name + ".bpmn", new ByteArrayInputStream(bpmn))
            .deployWithResult()
            .getDeployedProcessDefinitions()
            .get(0);
    return new PlaybookVersion(
        deployed.getId(), name, deployed.getVersion(), sha256, title(deployed));
  }

  /** Otherwise the version is useless, and what is handed in takes its place. */
  private static boolean isAsDeployed(
      CommandContext command, ProcessDefinitionEntity definition, String sha256) {
    ResourceEntity kept =
        command
            .getResourceManager()
            .findResourceByDeploymentIdAndResourceName(
                definition.getDeploymentId(), definition.getResourceName());
    return kept != null && Sha256.hex(kept.getBytes()).equals(sha256);
  }

  private static String title(ProcessDefinition definition) {
    return Optional.ofNullable(definition.getName()).orElse(definition.getKey());
  }

  private PlaybookVersion version(CommandContext command, ProcessDefinition definition) {
    return versions.computeIfAbsent(
        definition.getId(),
        id ->
            new PlaybookVersion(
                id,
                definition.getKey(),
                definition.getVersion(),
                GateDeployer.sha256(
                    command
                        .getDeploymentManager()
                        .findDeploymentById(definition.getDeploymentId())),
                title(definition)));
  }

  @Override
  public List<PlaybookVersion> playbooks() {
    return run(
        command ->
            engine
                .getRepositoryService()
                .createProcessDefinitionQuery()
                .latestVersion()
                .orderByProcessDefinitionKey()
                .asc()
                .list()
                .stream()
                .map(definition -> version(command, definition))
                .toList());
  }

  @Override
  public Optional<byte[]> bpmn(String versionId) {
    return run(
        command -> {
          ProcessDefinitionEntity definition =
              command.getProcessDefinitionManager().findLatestProcessDefinitionById(versionId);
          return definition == null ? Optional.empty() : Optional.of(read(command, definition));
        });
  }

  private byte[] read(CommandContext command, ProcessDefinitionEntity definition) {
    byte[] bytes;
    try (InputStream in = engine.getRepositoryService().getProcessModel(definition.getId())) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!Sha256.hex(bytes).equals(version(command, definition).sha256())) {
      throw new IllegalStateException(
          definition.getId()
              + " is not the file that was deployed: it was changed in the database");
    }
    return bytes;
  }

  @Override
  public List<Finding> check(String name, byte[] bpmn) {
    List<Finding> findings = gate.check(name, bpmn);
    Set<String> known = Set.copyOf(versions.keySet());
    return findings.isEmpty()
        ? undone.run(
            () -> {
              try {
                forget(deploy(name, bpmn), known);
                return List.of();
              } catch (PlaybookRefused refused) {
                return refused.findings();
              }
            })
        : findings;
  }

  /**
   * Forgets a version that will not have been: the engine would keep it until it is restarted. One
   * that was known before is in force, and the next alert should not wait for it to be read again.
   */
  private void forget(PlaybookVersion version, Set<String> known) {
    if (!known.contains(version.versionId())) {
      configuration.getDeploymentCache().removeProcessDefinition(version.versionId());
      versions.remove(version.versionId());
    }
  }

  @Override
  public Rehearsed rehearse(String name, byte[] bpmn, RehearsalScript script)
      throws PlaybookRefused {
    List<Finding> findings = check(name, bpmn);
    if (!findings.isEmpty()) {
      throw new PlaybookRefused(name, findings);
    }
    Set<String> known = Set.copyOf(versions.keySet());
    return undone.run(
        () -> {
          PlaybookVersion version = deploy(name, bpmn);
          try {
            return new CamundaRehearsal(engine, theatre, script).play(version.versionId());
          } finally {
            forget(version, known);
          }
        });
  }

  @Override
  public MigrationPreview previewMigration(String fromVersionId, String toVersionId) {
    return migrations.preview(fromVersionId, toVersionId);
  }

  @Override
  public void migrate(String fromVersionId, String toVersionId, String runId)
      throws MigrationRefused {
    migrations.migrate(fromVersionId, toVersionId, runId);
  }

  @Override
  public StartedRun startVersion(String versionId, String incidentId) {
    ProcessInstance run =
        engine.getRuntimeService().startProcessInstanceById(versionId, incidentId);
    return new StartedRun(run.getId(), run.getProcessDefinitionId());
  }

  @Override
  public StartedRun start(String playbook, String incidentId) {
    ProcessInstance run =
        engine.getRuntimeService().startProcessInstanceByKey(playbook, incidentId);
    return new StartedRun(run.getId(), run.getProcessDefinitionId());
  }

  @Override
  public void complete(String stepId, Map<String, Object> variables) {
    run(
        command -> {
          RunRecorder.current().settle(stepId);
          return new CompleteExternalTaskCmd(stepId, StepBehavior.WORKER, variables, Map.of())
              .execute(command);
        });
  }

  @Override
  public void complete(List<String> stepIds) {
    run(
        command -> {
          for (String stepId : stepIds) {
            RunRecorder.current().settle(stepId);
            new CompleteExternalTaskCmd(stepId, StepBehavior.WORKER, Map.of(), Map.of())
                .execute(command);
          }
          return stepIds;
        });
  }

  @Override
  public void raise(String stepId, String errorCode, String message) throws UnhandledError {
    try {
      run(
          command -> {
            RunRecorder.current().settle(stepId);
            return new HandleExternalTaskBpmnErrorCmd(
                    stepId, StepBehavior.WORKER, errorCode, message, Map.of())
                .execute(command);
          });
    } catch (ProcessEngineException failed) {
      if (isUnhandled(failed)) {
        throw new UnhandledError(
            "Nothing in the playbook catches the error '"
                + errorCode
                + "'. Draw an error boundary event, or settle the step by hand.");
      }
      throw failed;
    }
  }

  static boolean isUnhandled(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (String.valueOf(at.getMessage()).startsWith(UNHANDLED)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void block(String stepId, String reason) {
    long forever = StepBehavior.FOREVER.getTime() - System.currentTimeMillis();
    run(
        new HandleExternalTaskFailureCmd(
            stepId, StepBehavior.WORKER, reason, "", 0, forever, Map.of(), Map.of()));
  }

  @Override
  public void unblock(String stepId) {
    engine.getExternalTaskService().setRetries(stepId, 1);
  }

  @Override
  public int message(String incidentId, String messageName) {
    return engine
        .getRuntimeService()
        .createMessageCorrelation(messageName)
        .processInstanceBusinessKey(incidentId)
        .correlateAllWithResult()
        .size();
  }

  @Override
  public List<HumanTask> openTasks() {
    return run(
        command -> {
          List<HumanTask> open = new ArrayList<>();
          for (Task task :
              engine
                  .getTaskService()
                  .createTaskQuery()
                  .orderByTaskCreateTime()
                  .asc()
                  .listPage(0, MAX_OPEN_TASKS)) {
            open.add(humanTask((TaskEntity) task));
          }
          return open;
        });
  }

  private static HumanTask humanTask(TaskEntity task) {
    ExecutionEntity instance = task.getProcessInstance();
    return new HumanTask(
        task.getId(),
        instance.getRootProcessInstanceId(),
        instance.getBusinessKey(),
        RunRecorder.prefix(instance) + task.getTaskDefinitionKey(),
        Optional.ofNullable(task.getName()).orElse(task.getTaskDefinitionKey()),
        Optional.ofNullable(task.getDescription()).orElse(""),
        candidateGroups(task),
        task.getCreateTime().toInstant(),
        Optional.ofNullable(task.getDueDate()).map(CamundaEngine::instant));
  }

  /** By the diagram, or, where that was changed in the database, as they were at the opening. */
  private static List<String> candidateGroups(TaskEntity task) {
    try {
      return task.getTaskDefinition().getCandidateGroupIdExpressions().stream()
          .map(group -> group.getExpressionText())
          .sorted()
          .toList();
    } catch (PlaybookChanged changed) {
      return task.getCandidates().stream()
          .map(IdentityLink::getGroupId)
          .filter(Objects::nonNull)
          .sorted()
          .toList();
    }
  }

  private static Instant instant(Date date) {
    return Instant.ofEpochMilli(date.getTime());
  }

  @Override
  public Optional<HumanTask> completeTask(String taskId, String by, Map<String, Object> variables) {
    try {
      return completed(taskId, variables);
    } catch (ProcessEngineException e) {
      throw missingVariable(e).<RuntimeException>map(IllegalArgumentException::new).orElse(e);
    }
  }

  static Optional<String> missingVariable(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      Matcher m = MISSING.matcher(String.valueOf(at.getMessage()));
      if (m.find()) {
        return Optional.of(
            "the playbook goes on by the value '"
                + m.group(1)
                + "', which is missing; give it with the task");
      }
    }
    return Optional.empty();
  }

  private Optional<HumanTask> completed(String taskId, Map<String, Object> variables) {
    return run(
        command -> {
          TaskEntity task = command.getTaskManager().findTaskById(taskId);
          if (task == null) {
            return Optional.empty();
          }
          HumanTask before = humanTask(task);
          engine.getTaskService().complete(taskId, variables);
          return Optional.of(before);
        });
  }

  @Override
  public List<Timer> timers(String incidentId) {
    return run(command -> timers.of(command, incidentId));
  }

  @Override
  public void fire(String timerId) {
    timers.fire(timerId);
  }

  @Override
  public void cancel(String runId, String reason) {
    engine.getRuntimeService().deleteProcessInstance(runId, reason, true, true, true);
  }

  /** The engine itself, for tests of this package. */
  ProcessEngine engine() {
    return engine;
  }

  @Override
  public void close() {
    engine.close();
  }
}
